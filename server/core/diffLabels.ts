/** What is said of the images of two versions, held against each other. Only labels are read that may differ. */
import type { Version } from './dataset.ts';
import { type DiffOptions, diffVersions, type VersionDiff } from './diff.ts';
import { labelProblem, labelsOf, type VersionLabels } from './labelReading.ts';
import { canonicalJson, type Label } from './labels.ts';
import { comparePaths } from './manifest.ts';
import type { World } from './world.ts';

export interface LabelDiff {
  /** By class, the most changed first. */
  classes: LabelChange[];
  /** Images of which something else is said, by path; as many as were asked for. */
  images: { image: string; added: number; removed: number; changed: number }[];
  /** Images of which something else is said, in all. */
  total: number;
  /** What could not be understood of the labels, one line each. */
  notes: string[];
}

export interface LabelChange {
  /** '' for labels without class. */
  class: string;
  added: number;
  removed: number;
  /** Labels of the same image and class whose shape or attributes are others. */
  changed: number;
  /** Images on which that is so. */
  images: number;
}

/** From `a` to `b`; nothing when neither is labelled. Throws what reading label files throws. An image that was moved is compared with what it was. */
export async function diffLabels(world: World, { a, b }: { a: Version; b: Version }, options: DiffOptions): Promise<LabelDiff | undefined> {
  const before = await labelsOf(world, a, options.signal);
  const after = await labelsOf(world, b, options.signal);
  if (!before && !after) return undefined;
  const changes = pathsIn(diffVersions(world.registry, { a, b }, { ...options, limit: Number.POSITIVE_INFINITY }));
  const notes: string[] = [];
  // parts of an image are compared as well as pixels, unless the other version is written in pixels
  const geometry = before !== undefined && after !== undefined && before.format.id !== after.format.id;
  const reading = {
    signal: options.signal,
    geometry,
    problem: (at: string, message: string) => void notes.push(labelProblem(at, message)),
  };
  const oldImages = await imagesAbout(before, changes.before, reading);
  const newImages = await imagesAbout(after, changes.after, reading);
  for (const image of [...oldImages]) newImages.add(changes.movedTo.get(image) ?? image);
  const movedFrom = new Map([...changes.movedTo].map(([from, to]) => [to, from]));
  for (const image of newImages) oldImages.add(movedFrom.get(image) ?? image);
  const was = await labelsByImage(before, oldImages, reading);
  const is = await labelsByImage(after, newImages, reading);
  const tally = tallying();
  for (const image of [...newImages].sort(comparePaths)) {
    tally.image(image, was.get(movedFrom.get(image) ?? image) ?? [], is.get(image) ?? []);
  }
  return { ...tally.done(options.limit), notes: [...new Set(notes)] };
}

interface ChangedPaths {
  before: Set<string>;
  after: Set<string>;
  movedTo: Map<string, string>;
}

function pathsIn({ added, removed, changed, moved }: VersionDiff): ChangedPaths {
  const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path);
  const origins = moved.map(({ before }) => before!.path);
  return {
    before: new Set([...paths(removed), ...paths(changed), ...origins]),
    after: new Set([...paths(added), ...paths(changed), ...paths(moved)]),
    movedTo: new Map(moved.map(({ path, before }) => [before!.path, path])),
  };
}

interface Reading {
  signal: AbortSignal | undefined;
  geometry: boolean;
  problem(at: string, message: string): void;
}

/** Changed images, and those that changed label files speak of. */
async function imagesAbout(labels: VersionLabels | undefined, changed: ReadonlySet<string>, reading: Reading): Promise<Set<string>> {
  if (!labels) return new Set();
  const labelFiles = new Set(labels.labelFiles);
  const images = new Set([...changed].filter((path) => !labelFiles.has(path)));
  const only = new Set([...changed].filter((path) => labelFiles.has(path)));
  if (only.size > 0) for await (const { image } of labels.format.read(labels.files, { ...reading, only })) images.add(image);
  return images;
}

async function labelsByImage(
  labels: VersionLabels | undefined,
  only: ReadonlySet<string>,
  reading: Reading,
): Promise<Map<string, readonly Label[]>> {
  const found = new Map<string, readonly Label[]>();
  if (!labels || only.size === 0) return found;
  for await (const annotation of labels.format.read(labels.files, { ...reading, only })) {
    if (only.has(annotation.image)) found.set(annotation.image, annotation.labels);
  }
  return found;
}

function tallying() {
  const classes = new Map<string, LabelChange>();
  const images: LabelDiff['images'] = [];
  return {
    image(image: string, was: readonly Label[], is: readonly Label[]): void {
      const changes = changesByClass(was, is);
      if (changes.size === 0) return;
      const all = { image, added: 0, removed: 0, changed: 0 };
      for (const [name, change] of changes) {
        const total = classes.get(name) ?? { class: name, added: 0, removed: 0, changed: 0, images: 0 };
        for (const key of ['added', 'removed', 'changed'] as const) {
          total[key] += change[key];
          all[key] += change[key];
        }
        total.images++;
        classes.set(name, total);
      }
      images.push(all);
    },
    done(limit: number): Omit<LabelDiff, 'notes'> {
      const weight = ({ added, removed, changed }: LabelChange) => added + removed + changed;
      const sorted = [...classes.values()].sort((a, b) => weight(b) - weight(a) || (a.class < b.class ? -1 : 1));
      return { classes: sorted, images: images.slice(0, limit), total: images.length };
    },
  };
}

/** A label that is gone and one of the same class that has come are one that was changed. */
function changesByClass(was: readonly Label[], is: readonly Label[]): Map<string, { added: number; removed: number; changed: number }> {
  const texts = new Map<string, number>();
  const names = new Map<string, string>();
  const count = (label: Label, by: number) => {
    const text = canonicalJson(label);
    names.set(text, label.class);
    texts.set(text, (texts.get(text) ?? 0) + by);
  };
  for (const label of was) count(label, -1);
  for (const label of is) count(label, 1);
  const changes = new Map<string, { added: number; removed: number; changed: number }>();
  for (const [text, number] of texts) {
    if (number === 0) continue;
    const name = names.get(text)!;
    const change = changes.get(name) ?? { added: 0, removed: 0, changed: 0 };
    change[number > 0 ? 'added' : 'removed'] += Math.abs(number);
    changes.set(name, change);
  }
  for (const change of changes.values()) {
    change.changed = Math.min(change.added, change.removed);
    change.added -= change.changed;
    change.removed -= change.changed;
  }
  return changes;
}
