/** Parting images so that each stratum (a class, a folder) is shared as was asked for. */

export interface Part {
  name: string;
  fraction: number;
}

export interface Splitting {
  parts: readonly Part[];
  /** Names of the strata that an image belongs to: its classes, its folder. */
  strata(path: string): readonly string[];
  /** Its place in the lottery: the order in which it is handed out. */
  place(path: string): string;
}

/**
 * The number of the part of each path; every path is in exactly one. The rarest stratum is shared first, since it has the
 * least room; each part gets its share of it within one image, unless images that belong to several strata forbid that.
 */
export function split(paths: readonly string[], { parts, strata, place }: Splitting): Map<string, number> {
  const groups = groupsOf(paths, strata);
  const taken = new Map<string, number>();
  const inAll = parts.map(() => 0);
  for (const group of groups) {
    const before = parts.map(() => 0);
    const open: { path: string; place: string }[] = [];
    for (const path of group) {
      const part = taken.get(path);
      if (part === undefined) open.push({ path, place: place(path) });
      else before[part]!++;
    }
    open.sort((a, b) => (a.place < b.place ? -1 : 1));
    const wanted = parts.map(({ fraction }, i) => group.length * fraction - before[i]!);
    const owed = parts.map(({ fraction }, i) => paths.length * fraction - inAll[i]!);
    let next = 0;
    for (const [part, number] of shares(open.length, wanted, owed).entries()) {
      for (const { path } of open.slice(next, next + number)) taken.set(path, part);
      next += number;
      inAll[part]! += number;
    }
  }
  return taken;
}

/** The rarest first; equal ones by name. */
function groupsOf(paths: readonly string[], strata: Splitting['strata']): string[][] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const names = strata(path);
    for (const name of names.length > 0 ? new Set(names) : ['']) {
      const group = groups.get(name);
      if (group) group.push(path);
      else groups.set(name, [path]);
    }
  }
  return [...groups].sort(([a, one], [b, other]) => one.length - other.length || (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Fractions of numbers are seldom exact. */
const little = 1e-9;

/**
 * How many of `total` each part gets: what it wants rounded down, and what is left to the parts that are owed most, among
 * those that want more.
 */
function shares(total: number, wanted: readonly number[], owed: readonly number[]): number[] {
  const given = wanted.map((one) => Math.max(0, Math.floor(one + little)));
  const most = (score: (part: number) => number) => given.reduce((best, _, i) => (score(i) > score(best) + little ? i : best), 0);
  for (let left = total - sum(given); left > 0; left--) {
    const wants = (i: number) => wanted[i]! - given[i]! > little;
    const anybody = given.some((_, i) => wants(i));
    given[most((i) => (anybody && !wants(i) ? Number.NEGATIVE_INFINITY : owed[i]! - given[i]!))]!++;
  }
  for (let over = sum(given) - total; over > 0; over--) given[most((i) => given[i]!)]!--;
  return given;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
