/** The versions that a recipe begins with: what in them is an image, and what is said of it. */
import type { DatasetFile, Version } from '../dataset.ts';
import { DatapinError, throwIfCancelled } from '../errors.ts';
import { isImage, isText } from '../images.ts';
import { labelProblem, labelsOf, type VersionLabels } from '../labelReading.ts';
import type { Annotation } from '../labels.ts';
import type { RecipeInput } from '../recipe.ts';
import { parseReference } from '../ref.ts';
import type { WorkOptions, World } from '../world.ts';

export interface Input {
  version: Version;
  /** Put before each path: `''` or `val/`. */
  prefix: string;
  labels: InputLabels | undefined;
  /** Files that are images: no label files and, where there are pictures, no texts. In order of path. */
  images(): Iterable<DatasetFile>;
  /** All others, in order of path. */
  others(): Iterable<DatasetFile>;
}

export interface InputLabels extends VersionLabels {
  isLabelFile(path: string): boolean;
  /** Classes of each image that somebody has looked at, each once. Read when first asked for. */
  classes(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Whether that was done. */
  areClassesRead(): boolean;
  /** What could not be understood of the labels that were read so far, one line each. */
  readonly problems: readonly string[];
}

/** Opens inputs; one that several recipes share is opened once. */
export type OpenInput = (input: RecipeInput) => Promise<Input>;

export function inputOpener(world: World, options: WorkOptions = {}): OpenInput {
  const known = new Map<string, Promise<Omit<Input, 'prefix'>>>();
  return async ({ ref, hash, prefix }) => {
    const opened = known.get(hash) ?? open(world, versionOf(world, { ref, hash }), options);
    known.set(hash, opened);
    return { ...(await opened), prefix: prefix === undefined ? '' : `${prefix}/` };
  };
}

/** The version with the hash that the recipe names. Throws `ref.*` when it is there no more. */
export function versionOf({ registry }: Pick<World, 'registry'>, { ref, hash }: Pick<RecipeInput, 'ref' | 'hash'>): Version {
  const { ref: parsed, problem } = parseReference(ref);
  if (problem) throw new DatapinError('ref.malformed', `"${ref}" is no reference: ${problem.message}`, { hint: 'Write dataset:version.' });
  return registry.versions.resolve({ ...parsed, digest: hash });
}

async function open(world: World, version: Version, options: WorkOptions): Promise<Omit<Input, 'prefix'>> {
  const files = () => world.registry.versions.files(version);
  const found = await labelsOf(world, version, options.signal);
  const labels = found && inputLabels(found, options);
  const pictures = hasPictures(files());
  const isOne = ({ path }: DatasetFile) => !labels?.isLabelFile(path) && !(pictures && isText(path));
  return {
    version,
    labels,
    images: () => filtered(files(), isOne, options.signal),
    others: () => filtered(files(), (file) => !isOne(file), options.signal),
  };
}

function hasPictures(files: Iterable<DatasetFile>): boolean {
  for (const { path } of files) if (isImage(path)) return true;
  return false;
}

function* filtered(files: Iterable<DatasetFile>, wanted: (file: DatasetFile) => boolean, signal: AbortSignal | undefined) {
  let seen = 0;
  for (const file of files) {
    if (++seen % 4096 === 0) throwIfCancelled(signal);
    if (wanted(file)) yield file;
  }
}

function inputLabels(found: VersionLabels, { signal }: WorkOptions): InputLabels {
  const labelFiles = new Set(found.labelFiles);
  const masks = found.labelFiles.some(isImage);
  const problems: string[] = [];
  const problem = (at: string, message: string) => void problems.push(labelProblem(at, message));
  let classes: Promise<Map<string, readonly string[]>> | undefined;
  return {
    ...found,
    problems,
    // most files are pictures, and few formats keep labels in pictures: a name costs less than a look into a large set
    isLabelFile: (path) => (masks || !isImage(path)) && labelFiles.has(path),
    areClassesRead: () => classes !== undefined,
    classes: () => (classes ??= readClasses(found.format.read(found.files, { signal, geometry: false, problem }))),
  };
}

async function readClasses(annotations: AsyncIterable<Annotation>): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  // most images have one of a few sets of classes
  const sets = new Map<string, readonly string[]>();
  for await (const { image, labels } of annotations) {
    const names = [...new Set(labels.map((label) => label.class))].sort();
    const key = names.join('\0');
    const set = sets.get(key) ?? names;
    sets.set(key, set);
    found.set(image, set);
  }
  return found;
}
