/** What a YOLO set says of itself: a data.yaml of Ultralytics and Roboflow, or Darknet's obj.data with its names. */
import type { LabelledFiles } from '../../../core/labels.ts';
import type { Problem } from '../flaws.ts';
import { folderOf, nameOf } from '../paths.ts';

export interface YoloDataset {
  /** The file that says it; nothing when there are only pictures and labels. */
  path: string | undefined;
  /** Classes by their number. */
  names: ReadonlyMap<number, string>;
  /** Keypoints of an object, and numbers for each: 2, or 3 with its visibility. */
  keypoints: readonly [count: number, numbers: number] | undefined;
  /** Root that the yaml names. */
  root: string | undefined;
  /** Folders and lists of images by split, as they are written. */
  splits: ReadonlyMap<string, readonly string[]>;
}

/** The set of the file nearest to the root that names classes. */
export async function yoloDataset(files: LabelledFiles, problem?: Problem): Promise<YoloDataset> {
  return (await yoloDatasets(files, problem))('');
}

/** Sets may lie side by side, each with classes of its own: the one that an image or its label file belongs to. */
export async function yoloDatasets(files: LabelledFiles, problem: Problem = () => undefined): Promise<(path: string) => YoloDataset> {
  const byFolder = new Map<string, YoloDataset>();
  for (const path of candidates(files).slice(0, looks)) {
    const folder = rootOf(path);
    if (byFolder.has(folder)) continue;
    const text = new TextDecoder().decode(await files.read(path));
    const dataset = /\.ya?ml$/i.test(path) ? await fromYaml(text, path, problem) : fromNames(text, path);
    if (dataset) byFolder.set(folder, { ...dataset, path });
  }
  const [first = { ...nothing, path: undefined }] = byFolder.values();
  return (path) => {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      const found = byFolder.get(folder);
      if (found) return found;
    }
    return byFolder.get('') ?? first;
  };
}

/** Sets in one version. */
const looks = 64;

/** The folder that a file speaks of; it may lie beside the labels. */
function rootOf(path: string): string {
  return folderOf(path.replace(/(^|\/)labels\/.*$/i, '$1x'));
}

/** The set that a data.yaml describes; nothing when it is another YAML file. What is wrong with it is said. */
export async function fromYaml(text: string, path: string, problem: Problem): Promise<Omit<YoloDataset, 'path'> | undefined> {
  if (!/^['"]?names['"]?\s*:/m.test(text)) return undefined;
  const value = await fields(text, path, problem);
  const names = value && namesOf(value.names);
  if (!value || !names) return undefined;
  const { nc, kpt_shape: shape, path: root } = value;
  if (typeof nc === 'number' && nc !== names.size) problem(path, `nc is ${nc}, and there are ${names.size} names.`, 'Correct one of them.');
  const splits = ['train', 'val', 'valid', 'test'].flatMap((split): [string, string[]][] => {
    const written = [value[split]].flat().filter((one) => typeof one === 'string');
    return written.length > 0 ? [[split, written]] : [];
  });
  const keypoints = Array.isArray(shape) && typeof shape[0] === 'number' ? ([shape[0], Number(shape[1] ?? 3)] as const) : undefined;
  return { names, keypoints, root: typeof root === 'string' ? root : undefined, splits: new Map(splits) };
}

/** Names one a line, as in obj.names and classes.txt. */
export function namesIn(text: string): Map<number, string> {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  return new Map(lines.map((line, i) => [i, line.trim()]));
}

const nothing = { names: new Map(), keypoints: undefined, root: undefined, splits: new Map() };

function candidates(files: LabelledFiles): string[] {
  const found = Array.from(files.files()).filter(({ path, size }) => size <= 1 << 20 && isDescription(nameOf(path)));
  const rank = ({ path }: { path: string }) => folderOf(path).split('/').length * 4 + order.findIndex((pattern) => pattern.test(path));
  return found.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
}

const order = [/\.ya?ml$/i, /\.names$/i, /classes\.txt$/i, /labels\.txt$/i];

function isDescription(name: string): boolean {
  return /\.(?:ya?ml|names)$|^(?:_?classes|labels)\.txt$/i.test(name);
}

function fromNames(text: string, path: string): Omit<YoloDataset, 'path'> | undefined {
  const names = namesIn(text);
  const alike = /\.names$/i.test(path) || [...names.values()].every((name) => name !== '' && !/^\d+(?:\s+[\d.]+)+$/.test(name));
  return alike ? { ...nothing, names } : undefined;
}

async function fields(text: string, path: string, problem: Problem): Promise<Record<string, unknown> | undefined> {
  const { parse, YAMLParseError } = await import('./yaml.ts');
  try {
    const value: unknown = parse(text, { logLevel: 'error' });
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    problem(`${path}:${error.linePos?.[0].line ?? 1}`, 'This is no YAML.', 'Correct the line.');
    return undefined;
  }
}

function namesOf(value: unknown): Map<number, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value).map(([index, name]) => [Number(index), String(name)]));
}
