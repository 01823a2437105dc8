/** A label of Superb AI as items of a version: its image where it lies, and what was said of it. */
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import type { Access, SourceItem } from '../../core/source.ts';
import { createImages, type LabelledImage, safeName } from '../../kit/labelling.ts';
import { type LabelOptions, labelsOf, toResult } from './annotation.ts';
import type { SuperbApi } from './api.ts';
import { labelLocation, parseProject } from './location.ts';

/** A label, by whichever way it came. */
export interface SuperbLabel {
  id: string;
  dataset: string;
  dataKey: string;
  status: string;
  width: number | undefined;
  height: number | undefined;
  /** The label document; undefined where there is none. */
  document: unknown;
  /** A link to the image, when one came along. */
  link: string | undefined;
  at: string;
  record: unknown;
}

export interface ItemOptions {
  api: SuperbApi;
  /** Id of the project, where it is known: an export that was downloaded does not tell it. */
  project: string | undefined;
  /** Where images lie; ends with a slash. `superbai://projects/<id>/` is the project itself. */
  root: string | undefined;
  labels: LabelOptions;
}

/** States in which somebody has looked at an image. */
const lookedAt = /^(submitted|approved|reviewed|completed?)$/i;

export function createItems({ api, project, root, labels: options }: ItemOptions): (label: SuperbLabel) => SourceItem[] {
  const toItems = createImages({ hint: noPlace });
  const home = root !== undefined && /^superbai:/i.test(root) ? parseProject(root).project : project;
  return (label) => {
    const { at, record, id, dataset, dataKey } = label;
    const result = label.document === undefined ? undefined : toResult(label.document);
    const fault = result && 'fault' in result ? result.fault : undefined;
    const said = result && 'objects' in result ? result : undefined;
    const labels = said ? labelsOf(said, options) : [];
    const known = fault === undefined && (labels.length > 0 || lookedAt.test(label.status));
    const image: LabelledImage = {
      name: [dataset, dataKey].filter(Boolean).join('/'),
      id,
      at,
      ...placeOf(label, { api, home, root }),
      width: label.width ?? said?.width,
      height: label.height ?? said?.height,
      labels: known ? labels : undefined,
      record,
    };
    return fault === undefined ? toItems(image) : [...toItems(image), { problem: malformed(fault), at }];
  };
}

interface Home {
  api: SuperbApi;
  home: string | undefined;
  root: string | undefined;
}

/** In the person's own place where one is named; else in the project, whose links are asked for one by one. */
function placeOf({ id, dataKey, link }: SuperbLabel, { api, home, root }: Home): Pick<LabelledImage, 'location' | 'access' | 'signature'> {
  if (root !== undefined && !/^superbai:/i.test(root)) return { location: root + encodePath(safeName(dataKey)) };
  if (home === undefined) return { location: undefined };
  const location = labelLocation({ project: home, label: id });
  const access = async (expired: boolean) => (link !== undefined && !expired ? { url: link } : imageLink(api, home, id));
  return { location, signature: location, access };
}

/** Throws `source.project` where there is no such image. */
export async function imageLink(api: SuperbApi, project: string, label: string): Promise<Access> {
  const { image } = await api.label(project, label);
  if (image !== undefined) return { url: image };
  throw new DatapinError('source.project', `Superb AI has no image for the label ${label}.`, { hint: 'Look at it in Superb AI.' });
}

export function malformed(message: string): DatapinError {
  return new DatapinError('source.malformed', message, { hint: 'Make the export again in Superb AI.' });
}

const noPlace =
  'An export does not say where the images lie: add --root s3://bucket/prefix/, --root <folder>, or --root superbai://projects/<id>/ to have them from Superb AI.';
