/** What each step of a recipe does to the files on their way. */
import { pathFilter } from '../adoptionPaths.ts';
import { DatapinError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { RecipeStep } from '../recipe.ts';
import { wrong } from './checks.ts';
import { type Flow, type Item, type Merging, mergeItems, placesOf, renamed } from './flow.ts';
import type { Input } from './inputs.ts';
import { lowest, placeOf } from './lottery.ts';
import { split } from './split.ts';

export interface Surroundings {
  inputs: readonly Input[];
  merging: Merging;
}

/** Throws `derive.*` and `labels.none`. */
export function follow(flow: Flow, step: RecipeStep, around: Surroundings): Promise<Flow> {
  return (steps[step.do] as Follow<RecipeStep>)(flow, step, around);
}

/** The paths that the first steps leave, as many of these as look at nothing but paths. */
export function pathsWanted(all: readonly RecipeStep[]): { wanted(path: string): boolean; steps: number } {
  const filters: ((path: string) => boolean)[] = [];
  for (const step of all) {
    if (!('globs' in step) && step.do !== 'exclude-names') break;
    filters.push(wantedBy(step));
  }
  return { wanted: (path) => filters.every((wanted) => wanted(path)), steps: filters.length };
}

type PathStep = Extract<RecipeStep, { do: 'include' | 'exclude' | 'exclude-names' }>;

function wantedBy(step: PathStep): (path: string) => boolean {
  if (step.do === 'include') return pathFilter({ include: [...step.globs] }).wanted;
  if (step.do === 'exclude') return pathFilter({ exclude: [...step.globs] }).wanted;
  const unwanted = new Set(step.names);
  return (path) => !unwanted.has(path) && !unwanted.has(path.slice(path.lastIndexOf('/') + 1));
}

type Follow<S extends RecipeStep> = (flow: Flow, step: S, around: Surroundings) => Promise<Flow>;

const steps: { [D in RecipeStep['do']]: Follow<Extract<RecipeStep, { do: D }>> } = {
  /** Label files go where their images go, so only images are held against the globs. */
  async include(flow, step, { inputs }) {
    const wanted = wantedBy(step);
    const isLabelFile = labelFiles(inputs);
    return { ...flow, images: filtered(flow, wanted), beside: after(flow, (now, path) => isLabelFile(path) || wanted(now)) };
  },
  async exclude(flow, step) {
    const wanted = wantedBy(step);
    return { ...flow, images: filtered(flow, wanted), beside: after(flow, wanted) };
  },
  async 'exclude-names'(flow, step) {
    const wanted = wantedBy(step);
    return { ...flow, images: filtered(flow, wanted), beside: after(flow, wanted) };
  },
  async labelled(flow, _, { inputs }) {
    const classes = await classesOf(inputs);
    return { ...flow, images: chosen(flow, (item) => (classes(item)?.length ?? 0) > 0) };
  },
  async classes(flow, { names }, { inputs }) {
    const classes = await classesOf(inputs);
    const wanted = new Set(names);
    await refuseUnknown(names, inputs);
    const images = chosen(flow, (item) => classes(item)?.some((name) => wanted.has(name)) ?? false);
    return { ...flow, images, classes: flow.classes ? new Set(names.filter((name) => flow.classes!.has(name))) : wanted };
  },
  async sample(flow, { images, seed }) {
    const paths = () => pathsOf(flow);
    const total = count(paths());
    const wanted = 'count' in images ? images.count : Math.round(total * images.fraction);
    if (wanted > total) {
      throw wrong(
        `A sample of ${wanted.toLocaleString('en')} cannot be taken from ${total.toLocaleString('en')} images.`,
        'Ask for fewer, or for a part, e.g. 10%.',
      );
    }
    return {
      ...flow,
      images: filtered(
        flow,
        lowest(paths, wanted, (path) => placeOf(path, seed)),
      ),
    };
  },
  async split(flow, { parts, take, by, seed }, { inputs }) {
    const strata = await strataOf(flow, by, inputs);
    const part = split([...pathsOf(flow)], { parts, strata, place: (path) => placeOf(path, seed) });
    const number = parts.findIndex(({ name }) => name === take);
    return { ...flow, images: filtered(flow, (path) => part.get(path) === number) };
  },
  async rename(flow, { from, to }, { merging }) {
    const rename = (path: string) => (path.startsWith(from) ? newPath(path, from, to) : path);
    const touched = function* () {
      for (const item of flow.images()) if (item.file.path.startsWith(from)) yield renamed(item, rename(item.file.path));
    };
    const untouched = filtered(flow, (path) => !path.startsWith(from));
    return {
      ...flow,
      images: () => mergeItems([touched(), untouched()], merging),
      beside: (path) => {
        const now = flow.beside(path);
        return now === undefined ? undefined : rename(now);
      },
    };
  },
};

function newPath(path: string, from: string, to: string): string {
  const renamed = to + path.slice(from.length);
  if (renamed === '' || renamed.startsWith('/')) {
    throw wrong(`${path} would be called "${renamed}".`, 'Give --rename both beginnings with a slash at the end, or none: a/=b/.');
  }
  return renamed;
}

function filtered(flow: Flow, wanted: (path: string) => boolean): Flow['images'] {
  return chosen(flow, ({ file }) => wanted(file.path));
}

function chosen(flow: Flow, wanted: (item: Item) => boolean): Flow['images'] {
  return function* () {
    for (const item of flow.images()) if (wanted(item)) yield item;
  };
}

function after(flow: Flow, wanted: (now: string, path: string) => boolean): Flow['beside'] {
  return (path) => {
    const now = flow.beside(path);
    return now !== undefined && wanted(now, path) ? now : undefined;
  };
}

function* pathsOf(flow: Flow): Generator<string> {
  for (const { file } of flow.images()) yield file.path;
}

function count(all: Iterable<unknown>): number {
  let number = 0;
  for (const _ of all) number++;
  return number;
}

/** By the path that a label file has behind its input's prefix. */
function labelFiles(inputs: readonly Input[]): (path: string) => boolean {
  return (path) =>
    inputs.some(({ prefix, labels }) => labels !== undefined && path.startsWith(prefix) && labels.isLabelFile(path.slice(prefix.length)));
}

async function strataOf(
  flow: Flow,
  by: 'class' | 'folder' | 'none',
  inputs: readonly Input[],
): Promise<(path: string) => readonly string[]> {
  if (by === 'none') return () => [];
  if (by === 'folder') return (path) => [path.slice(0, Math.max(0, path.lastIndexOf('/')))];
  const classes = await classesOf(inputs);
  const byPath = new Map<string, readonly string[]>();
  for (const item of flow.images()) byPath.set(item.file.path, classes(item) ?? []);
  return (path) => byPath.get(path)!;
}

/** The classes of an image: none when it was looked at and found empty, nothing when nothing is said of it. Throws `labels.none`. */
export async function classesOf(inputs: readonly Input[]): Promise<(item: Item) => readonly string[] | undefined> {
  if (!inputs.some(({ labels }) => labels)) {
    const names = inputs.map(({ version }) => `${version.dataset}:${version.name}`).join(', ');
    throw new DatapinError('labels.none', `${names} has no labels that Datapin can read.`, {
      hint: 'Choose images by their paths, or split them by folder.',
    });
  }
  const known = await Promise.all(inputs.map(({ labels }) => labels?.classes()));
  return (item) => {
    for (const { input, path } of placesOf(item)) {
      const found = known[input]?.get(path);
      if (found) return found;
    }
    return undefined;
  };
}

async function refuseUnknown(names: readonly string[], inputs: readonly Input[]): Promise<void> {
  const known = new Set<string>();
  for (const { labels } of inputs) for (const set of (await labels?.classes())?.values() ?? []) for (const name of set) known.add(name);
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const meant = nearest(unknown, known);
  const all = [...known].sort();
  const some = `${all.slice(0, 10).join(', ')}${all.length > 10 ? ', …' : ''}`;
  throw wrong(`No image has a label of the class "${unknown}".`, meant ? `Did you mean "${meant}"?` : `There are ${some}.`);
}
