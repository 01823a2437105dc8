/**
 * Where to cut the rest of a listing, of which nothing is known but the keys that have come: by asking for the first key
 * after some that there may be. What is found only decides how evenly the work is shared, never what is listed.
 */
import { comparePaths } from '../../core/manifest.ts';

/** A stretch of keys that somebody lists. */
export interface Stretch {
  /** All its keys begin so. */
  prefix: string;
  /** First and last key of the page that came last: what one page spans is not worth a cut. */
  page: { first: string; last: string };
  /** The last key that may be in it; undefined when nothing bounds it. */
  until: string | undefined;
}

export interface Probing {
  /** The first key of the listing after this one. */
  firstAfter(key: string): Promise<string | undefined>;
  /** Questions in flight. */
  lanes: number;
  /** Cuts that are of use. */
  wanted: number;
}

/**
 * Keys after which to cut, in their order, all after the page and before `until`; then, while more are wanted, those of the
 * part before the first of them. Throws `NoEntry` when the store cannot be entered at a key.
 */
export async function* cutsOf(stretch: Stretch, probing: Probing): AsyncGenerator<string[]> {
  const asked = asking(probing);
  const last = Array.from(stretch.page.last);
  // a cut at a character in which the keys of one page differ makes stretches of less than a page
  const deepest = sharedLength(Array.from(stretch.page.first), last);
  let until = stretch.until;
  let { wanted } = probing;
  let depth = Math.max(Array.from(stretch.prefix).length, until === undefined ? 0 : sharedLength(last, Array.from(until)));
  while (depth < deepest && wanted > 0) {
    const found = await firstDepth(last, { from: depth, to: deepest, hits: (at) => asked.hit(successor(last, at), until) });
    if (found === undefined) return;
    const beyond = successor(last, found)!;
    const start = last.slice(0, found).join('');
    const points = characters(stretch).flatMap((character) => {
      const point = start + character;
      return comparePaths(point, beyond) > 0 && (until === undefined || comparePaths(point, until) < 0) ? [point] : [];
    });
    const cuts = [beyond, ...(await asked.distinct(beyond, { points, until }))];
    yield cuts;
    wanted -= cuts.length;
    until = beyond;
    depth = found + 1;
  }
}

/** The store gave a key that is not after the one that was named. */
export class NoEntry extends Error {}

function asking({ firstAfter, lanes }: Probing) {
  const known = new Map<string, Promise<string | undefined>>();
  const ask = (point: string) => {
    const asked = known.get(point) ?? firstAfter(point);
    known.set(point, asked);
    return asked.then((key) => {
      if (key !== undefined && comparePaths(key, point) <= 0) throw new NoEntry();
      return key;
    });
  };
  return {
    /** Whether there is a key after this point, and none after `until` was the first. */
    async hit(point: string | undefined, until: string | undefined): Promise<boolean> {
      if (point === undefined || (until !== undefined && comparePaths(point, until) >= 0)) return false;
      const key = await ask(point);
      return key !== undefined && (until === undefined || comparePaths(key, until) <= 0);
    },
    /** The points between which there are keys, in order. */
    async distinct(first: string, { points, until }: { points: string[]; until: string | undefined }): Promise<string[]> {
      const cuts: string[] = [];
      let before = await ask(first);
      for (let i = 0; i < points.length; i += lanes) {
        const batch = points.slice(i, i + lanes);
        const keys = await Promise.all(batch.map(ask));
        for (const [j, key] of keys.entries()) {
          if (key === undefined || (until !== undefined && comparePaths(key, until) > 0)) return cuts;
          if (key !== before) cuts.push(batch[j]!);
          before = key;
        }
      }
      return cuts;
    },
  };
}

/** The first depth at which there are keys beyond those that share so much with the last one. If at one depth, so at all deeper. */
async function firstDepth(
  last: string[],
  { from, to, hits }: { from: number; to: number; hits: (depth: number) => Promise<boolean> },
): Promise<number | undefined> {
  const ways = 12;
  let low = from;
  let high = Math.min(to, last.length);
  let found: number | undefined;
  while (low < high) {
    const step = Math.max(1, Math.ceil((high - low) / ways));
    const depths: number[] = [];
    for (let depth = low; depth < high; depth += step) depths.push(depth);
    if (depths.at(-1) !== high - 1) depths.push(high - 1);
    const answers = await Promise.all(depths.map(hits));
    const first = answers.indexOf(true);
    if (first < 0) return found;
    found = depths[first]!;
    low = first === 0 ? found : depths[first - 1]! + 1;
    high = found;
  }
  return found;
}

/** What comes after every key that begins as this one does, up to and with the character at `depth`. */
function successor(key: string[], depth: number): string | undefined {
  const code = key[depth]!.codePointAt(0)!;
  if (code === 0x10ffff) return undefined;
  // there are no characters between the two: they are the halves of UTF-16's pairs
  const next = code === 0xd7ff ? 0xe000 : code + 1;
  return key.slice(0, depth).join('') + String.fromCodePoint(next);
}

const ladder = Array.from('/05:ANYajs{\u0080\u0400\u0900\u3040\u4e00\u6000\u8000\uac00\ue000\u{10000}\u{1f000}');

/** Those that may stand where keys differ: what was seen in this neighbourhood, and some of everything. In order. */
function characters({ prefix, page }: Stretch): string[] {
  const seen = `${page.first.slice(prefix.length)}${page.last.slice(prefix.length)}`;
  const kinds = [/[0-9]/, /[a-f]/, /[g-z]/, /[A-F]/, /[G-Z]/];
  const sets = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEF', 'GHIJKLMNOPQRSTUVWXYZ'];
  const likely = kinds.flatMap((kind, i) => (kind.test(seen) ? Array.from(sets[i]!) : []));
  return [...new Set([...likely, ...ladder])].sort(comparePaths);
}

function sharedLength(a: string[], b: string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
