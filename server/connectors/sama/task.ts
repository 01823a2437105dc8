/** A task of Sama as it is delivered, and which of its inputs are images. Field names are chosen by each project. */
import { isAddress, objectOf, textOf } from '../../kit/values.ts';

export interface Task {
  id: string;
  /** Undefined where it is not said. */
  project: string | undefined;
  state: string | undefined;
  data: Readonly<Record<string, unknown>>;
  answers: Readonly<Record<string, unknown>>;
  /** As it came. */
  whole: unknown;
}

/** Undefined for what is no task. */
export function toTask(value: unknown): Task | undefined {
  const inner = objectOf(value)?.task ?? value;
  const task = objectOf(inner);
  const data = objectOf(task?.data);
  const id = idOf(task?.id);
  if (!task || !data || id === undefined) return undefined;
  return { id, project: idOf(task.project_id), state: textOf(task.state), data, answers: objectOf(task.answers) ?? {}, whole: inner };
}

/** One image of a task. */
export interface ImageInput {
  /** What the project calls it: `image`. */
  input: string;
  /** Its first address: where the customer said that it lies. */
  original: string;
  /** Whether the address is the customer's own, and not only that of Sama's copy. */
  isOriginal: boolean;
  /** Sama's own copy, behind a signed link. */
  copy: string | undefined;
  fileName: string | undefined;
  size: number | undefined;
  width: number | undefined;
  height: number | undefined;
}

/**
 * The images of a task: all inputs with an "Original url"; else the one input that is an address, or the one of several that
 * is called as images are. `field` names one input. `candidates`: several are addresses, and nothing tells the image.
 */
export function imagesOf(task: Pick<Task, 'data'>, field?: string): ImageInput[] | { candidates: string[] } {
  const { data } = task;
  if (field !== undefined) return isAddress(data[field]) || isAddress(data[originalOf(field)]) ? [toImage(data, field)] : [];
  const named = namedInputs(data);
  if (named.length > 0) return named.map((input) => toImage(data, input));
  const links = Object.keys(data).filter((key) => isAddress(data[key]));
  const pictures = links.filter((key) => /\.(jpe?g|png|webp|bmp|gif|tiff?|heic|avif)$/i.test(URL.parse(String(data[key]))?.pathname ?? ''));
  const found = links.length > 1 && pictures.length === 1 ? pictures : links;
  return found.length > 1 ? { candidates: found } : found.map((input) => toImage(data, input));
}

/** All inputs that may be images, whichever are wanted. */
export function inputsOf({ data }: Pick<Task, 'data'>): string[] {
  return [...new Set([...namedInputs(data), ...Object.keys(data).filter((key) => isAddress(data[key]) && !key.endsWith(suffix))])];
}

const suffix = ' Original url';

function namedInputs(data: Task['data']): string[] {
  return Object.keys(data).flatMap((key) => (key.endsWith(suffix) && isAddress(data[key]) ? [key.slice(0, -suffix.length)] : []));
}

function originalOf(input: string): string {
  return input + suffix;
}

function toImage(data: Task['data'], input: string): ImageInput {
  const original = data[originalOf(input)];
  const alone = namedInputs(data).length === 1;
  const copy = [data[input], alone ? data.url : undefined].find(isAddress);
  const isOriginal = isAddress(original);
  return {
    input,
    original: isOriginal ? original : (copy ?? ''),
    isOriginal,
    copy: isOriginal ? copy : undefined,
    fileName: textOf(data[`${input} Original file name`]),
    size: number(data[`${input} Size`]),
    width: number(data[`${input} Width`]),
    height: number(data[`${input} Height`]),
  };
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value);
}

/** Sama writes numbers as text. */
function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) && parsed >= 0 ? parsed : undefined;
}
