/** Files on their way from the inputs of a recipe to what it gives. */
import type { DatasetFile } from '../dataset.ts';
import { comparePaths } from '../manifest.ts';
import { sameBytes } from '../sameBytes.ts';

/** A file as it is called by now, and where it comes from. */
export interface Item {
  file: DatasetFile;
  from: Place;
  /** Where else it stood under this path, with the same bytes. */
  also?: readonly Place[] | undefined;
}

/** A file of one of the inputs. */
export interface Place {
  /** Number of the input. */
  input: number;
  /** In that input. */
  path: string;
}

export interface Flow {
  /** In order of path; each call begins anew. */
  images(): Iterable<Item>;
  /** What another file, such as a label file, is called by now; nothing when it was left out by its path. */
  beside(path: string): string | undefined;
  /** When set, labels of other classes are of no use. */
  classes?: ReadonlySet<string> | undefined;
}

/** Told when two files want one path, or two images one meaning. */
export type OnConflict = (path: string, line: () => string) => void;

export interface Merging {
  take: 'first' | 'last';
  onConflict: OnConflict;
  /** `dataset:version` of an input. */
  nameOf(input: number): string;
}

/** One list in order of path of several such lists. Of files with one path, one is taken. */
export function* mergeItems(lists: readonly Iterable<Item>[], merging: Merging): Generator<Item> {
  for (const group of groupsByPath(lists)) yield group.length === 1 ? group[0]! : oneOf(group, merging);
}

export function renamed(item: Item, path: string): Item {
  return { ...item, file: { ...item.file, path } };
}

/** All places that a file stands for. */
export function placesOf({ from, also }: Item): readonly Place[] {
  return also ? [from, ...also] : [from];
}

/** Items of equal path together, in the order of the lists. */
function* groupsByPath(lists: readonly Iterable<Item>[]): Generator<Item[]> {
  const heads = lists.map((list) => {
    const iterator = list[Symbol.iterator]();
    return { iterator, next: iterator.next() };
  });
  if (heads.length === 1) {
    for (let { iterator, next } = heads[0]!; !next.done; next = iterator.next()) yield [next.value];
    return;
  }
  for (;;) {
    let lowest: string | undefined;
    for (const { next } of heads) {
      if (!next.done && (lowest === undefined || comparePaths(next.value.file.path, lowest) < 0)) lowest = next.value.file.path;
    }
    if (lowest === undefined) return;
    const group: Item[] = [];
    for (const head of heads) {
      while (!head.next.done && head.next.value.file.path === lowest) {
        group.push(head.next.value);
        head.next = head.iterator.next();
      }
    }
    yield group;
  }
}

function oneOf(group: readonly Item[], { take, onConflict, nameOf }: Merging): Item {
  const chosen = take === 'first' ? group[0]! : group.at(-1)!;
  const { path } = chosen.file;
  const other = group.find(({ file }) => !sameBytes(file, chosen.file));
  if (other) onConflict(path, () => differing(path, group, nameOf));
  const also = group.filter((one) => one !== chosen && sameBytes(one.file, chosen.file)).flatMap(placesOf);
  return also.length > 0 || chosen.also ? { ...chosen, also: [...(chosen.also ?? []), ...also] } : chosen;
}

function differing(path: string, group: readonly Item[], nameOf: Merging['nameOf']): string {
  const inputs = [...new Set(group.map(({ from }) => nameOf(from.input)))];
  if (inputs.length > 1) return `${path}: other bytes in ${inputs.join(' and ')}.`;
  return `${path}: would be the path of ${group.map(({ from }) => from.path).join(' and ')} of ${inputs[0]}.`;
}
