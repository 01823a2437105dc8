/** A task as items of a version: its images where they lie, and what was answered of each. */
import { DatapinError } from '../../core/errors.ts';
import { decode } from '../../core/location.ts';
import type { SourceItem } from '../../core/source.ts';
import { isSigned } from '../../kit/http/canonical.ts';
import type { LabelledImage } from '../../kit/labelling.ts';
import { signedAccess } from '../../kit/signedAccess.ts';
import { labelsOf } from './annotation.ts';
import { type SamaApi, secretName } from './api.ts';
import { freshLink } from './link.ts';
import { type ImageInput, imagesOf, inputsOf, type Task } from './task.ts';

export interface ItemOptions {
  /** Undefined where a file does not say it. */
  project: string | undefined;
  /** Which input is the image, where a task has several. */
  field: string | undefined;
  api: SamaApi;
  hasKey(): Promise<boolean>;
  toItems(image: LabelledImage): SourceItem[];
}

/** States in which somebody has looked at a task. */
const lookedAt = new Set(['completed', 'approved', 'delivered', 'acknowledged']);

export function itemsOf(task: Task, at: string, options: ItemOptions): SourceItem[] {
  const images = imagesOf(task, options.field);
  if ('candidates' in images) return [{ problem: severalInputs(images.candidates), at }];
  if (images.length === 0) return [{ problem: noImage(task, options.field), at }];
  const inputs = inputsOf(task);
  return images.flatMap((image, i) => {
    const name = nameOf(task, image);
    const labels = labelsOf(task, image.input, inputs);
    const known = labels.length > 0 || task.state === undefined || lookedAt.has(task.state);
    return options.toItems({
      name: images.length > 1 ? `${image.input}/${name}` : name,
      id: task.id,
      at,
      ...placeOf(task, image, options),
      size: image.size,
      width: image.width,
      height: image.height,
      labels: known ? labels : undefined,
      record: i === 0 ? task.whole : undefined,
    });
  });
}

/** The customer's own address where there is one; Sama's copy can be asked for again, under an address of our own. */
function placeOf(
  task: Task,
  { input, original, copy, isOriginal }: ImageInput,
  { project, api, hasKey }: ItemOptions,
): Pick<LabelledImage, 'location' | 'access'> {
  if (!isSigned(original)) return { location: original };
  const ours = project !== undefined && !isOriginal;
  const access = signedAccess({
    url: original,
    tool: 'Sama',
    secret: secretName,
    hasKey: async () => copy !== undefined || (project !== undefined && (await hasKey())),
    // the copy that came along is as good as one that is asked for, while it lasts
    fresh: async () => (project !== undefined && (await hasKey()) ? freshLink(api, { project, task: task.id, input }) : { url: copy! }),
    again: 'download the delivery again',
  });
  return { location: ours ? samaLocation({ project, task: task.id, input }) : original, access };
}

export interface SamaImage {
  project: string;
  task: string;
  input: string;
}

function samaLocation({ project, task, input }: SamaImage): string {
  return `sama://projects/${encodeURIComponent(project)}/tasks/${encodeURIComponent(task)}/${encodeURIComponent(input)}`;
}

function nameOf(task: Task, { fileName, original }: ImageInput): string {
  const named = typeof task.data.name === 'string' ? task.data.name : undefined;
  const path = URL.parse(original)?.pathname.split('/').at(-1) ?? '';
  return fileName ?? (named?.includes('.') ? named : decode(path) || named || task.id);
}

function severalInputs(candidates: readonly string[]): DatapinError {
  return new DatapinError('source.malformed', `Several inputs of the task are addresses: ${candidates.slice(0, 10).join(', ')}.`, {
    hint: `Say which one is the image: --field ${/\s/.test(candidates[0]!) ? `"${candidates[0]}"` : candidates[0]}.`,
  });
}

function noImage({ data }: Task, field: string | undefined): DatapinError {
  const inputs = Object.keys(data).filter((key) => typeof data[key] === 'string');
  const message =
    field === undefined ? 'No input of the task is the address of an image.' : `The task has no input "${field}" with an address.`;
  const hint =
    inputs.length > 0 ? `Name one with --field; there are ${inputs.slice(0, 10).join(', ')}.` : 'Deliver the task with its data.';
  return new DatapinError('source.malformed', message, { hint });
}
