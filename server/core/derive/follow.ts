/** Following a recipe: from versions in the registry to the files that it gives. */
import type { DatasetFile } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import type { Recipe } from '../recipe.ts';
import type { WorkOptions, World } from '../world.ts';
import { checkSteps } from './checks.ts';
import { type Flow, type Item, type Merging, mergeItems } from './flow.ts';
import { type Input, inputOpener, type OpenInput } from './inputs.ts';
import { isOfLabels, labelConflicts } from './labelConflicts.ts';
import { othersOf } from './labelFiles.ts';
import { classesOf, follow as followStep, pathsWanted } from './steps.ts';

export interface Followed {
  /** In order of path; each call begins anew. */
  files(): Iterable<DatasetFile>;
  /** Bytes of the files that were made, by hash. */
  made: ReadonlyMap<string, Uint8Array>;
  /** Files that are no label files. */
  images(): Iterable<Item>;
  inputs: readonly Input[];
  /** When set, labels of other classes were left out. */
  classes: ReadonlySet<string> | undefined;
  notes: readonly string[];
  /** What was decided by the recipe's `conflicts`, one line each. Complete after `files()` was gone through. */
  conflicts: ReadonlyMap<string, string>;
}

export interface FollowOptions extends WorkOptions {
  /** Shared by recipes that are followed one after another. */
  open?: OpenInput | undefined;
}

/** Throws `ref.*` for an input that is gone, `derive.*` and `labels.none`. */
export async function follow(world: World, recipe: Recipe, options: FollowOptions = {}): Promise<Followed> {
  checkSteps(recipe.steps);
  const open = options.open ?? inputOpener(world, options);
  const inputs = await Promise.all(recipe.inputs.map(open));
  const conflicts = new Map<string, string>();
  const merging: Merging = {
    take: recipe.conflicts === 'last' ? 'last' : 'first',
    onConflict: (path, line) => {
      if (!conflicts.has(path)) conflicts.set(path, line());
    },
    nameOf: (input) => recipe.inputs[input]!.ref,
  };
  // what is left out by its path alone contradicts nobody
  const { wanted, steps } = pathsWanted(recipe.steps);
  const isWanted = (input: number, path: string) => wanted(inputs[input]!.prefix + path);
  const excluded = await labelConflicts(inputs, merging, { ...options, wanted: isWanted });
  if (recipe.conflicts === 'refuse') refuse(conflicts);
  let flow: Flow = {
    images: () =>
      mergeItems(
        inputs.map((input, i) => imagesOf(input, (path) => isWanted(i, path) && !excluded(i, path), i)),
        merging,
      ),
    beside: (path) => path,
  };
  for (const [i, step] of recipe.steps.entries()) {
    const followed = await followStep(flow, step, { inputs, merging });
    flow = i < steps ? { ...followed, images: flow.images } : followed;
  }
  const others = await othersOf(flow, inputs, options);
  if (recipe.conflicts === 'refuse') refuse(conflicts);
  return {
    *files() {
      for (const { file } of mergeItems([flow.images(), ...others.lists], merging)) yield file;
      if (recipe.conflicts === 'refuse') refuse(conflicts);
    },
    images: () => flow.images(),
    made: others.made,
    inputs,
    classes: flow.classes,
    notes: [...aboutInputs(inputs), ...others.notes, ...inputs.flatMap(({ labels }) => labels?.problems ?? [])],
    conflicts,
  };
}

/** How many of the images have a label of each class; nothing where no input is labelled. */
export async function classCounts({ inputs, images, classes: kept }: Followed): Promise<Record<string, number> | undefined> {
  if (!inputs.some(({ labels }) => labels)) return undefined;
  const classes = await classesOf(inputs);
  const counts = new Map<string, number>();
  for (const item of images()) {
    for (const name of classes(item) ?? []) if (kept?.has(name) ?? true) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a person may not know of what they chose. */
function aboutInputs(inputs: readonly Input[]): string[] {
  const deprecated = inputs.flatMap(({ version: { dataset, name, deprecated } }) =>
    deprecated ? [`${dataset}:${name} is deprecated: ${deprecated.why}`] : [],
  );
  const formats = [...new Set(inputs.flatMap(({ labels }) => labels?.format.title ?? []))];
  if (formats.length < 2) return deprecated;
  return [
    ...deprecated,
    `The inputs are labelled in several ways (${formats.join(', ')}), and of one version Datapin reads labels in one way.`,
  ];
}

/** Lines of a list that may be long: the first hundred, and how many more there are. */
export function firstOf(lines: Iterable<string>): string[] {
  const all = [...lines];
  return all.length > shownLines ? [...all.slice(0, shownLines), `… and ${(all.length - shownLines).toLocaleString('en')} more`] : all;
}

const shownLines = 100;

function* imagesOf({ prefix, images }: Input, wanted: (path: string) => boolean, number: number): Generator<Item> {
  for (const file of images()) {
    if (!wanted(file.path)) continue;
    yield { file: prefix === '' ? file : { ...file, path: prefix + file.path }, from: { input: number, path: file.path } };
  }
}

function refuse(conflicts: ReadonlyMap<string, string>): void {
  if (conflicts.size === 0) return;
  const [first] = conflicts.values();
  const more = conflicts.size > 1 ? ` The same is true of ${(conflicts.size - 1).toLocaleString('en')} more.` : '';
  throw new DatapinError('derive.conflict', `The inputs contradict each other: ${first}${more}`, {
    hint: hintFor(conflicts),
    details: firstOf(conflicts.values()),
  });
}

/** The same bytes with other labels contradict each other wherever they lie. */
function hintFor(conflicts: ReadonlyMap<string, string>): string {
  const take = 'Take one with --conflicts first or --conflicts last';
  const labels = [...conflicts.keys()].filter(isOfLabels).length;
  if (labels === conflicts.size) return `${take}, or leave such images out with --exclude.`;
  const apart = 'put an input into a folder of its own with --prefix';
  return `${take}, leave one out with --exclude, or ${apart}${labels > 0 ? ', which is no help where labels differ' : ''}.`;
}
