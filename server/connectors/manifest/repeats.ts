/** Counts locations that come again in a list of any length: a number is kept of each, not its text. */

export interface Repeats {
  add(location: string): void;
  readonly count: number;
}

export function createRepeats(): Repeats {
  let slots = new Float64Array(1 << 12);
  let used = 0;
  let count = 0;
  const put = (into: Float64Array, key: number): boolean => {
    const mask = into.length - 1;
    for (let at = key % into.length; ; at = (at + 1) & mask) {
      if (into[at] === key) return false;
      if (into[at] !== 0) continue;
      into[at] = key;
      return true;
    }
  };
  const grow = () => {
    const larger = new Float64Array(slots.length * 2);
    for (const key of slots) if (key !== 0) put(larger, key);
    slots = larger;
  };
  return {
    get count() {
      return count;
    },
    add(location) {
      if (!put(slots, digest(location))) count++;
      else if (++used * 2 > slots.length) grow();
    },
  };
}

/** 53 bits, never 0: among a million locations two share one once in ten thousand lists. */
function digest(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b) + (low >>> 13);
  }
  return (mixed(high) & 0x1fffff) * 2 ** 32 + (mixed(low) >>> 0) || 1;
}

/** Every bit of it in every bit of the result: names in a row differ in few, and places are taken by the lowest. */
function mixed(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
