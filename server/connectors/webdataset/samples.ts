/** Samples of a webdataset: members of a tar whose names are the same up to the first dot. */

export interface SampleCount {
  /** Takes the next member. The key, when one comes again after others, which is read as a sample of its own. */
  add(path: string): string | undefined;
  readonly samples: number;
}

/** What a member belongs to: folder and name up to its first dot. Names that begin with a dot, or have none, belong to nothing. */
export function sampleKey(path: string): string | undefined {
  const name = path.lastIndexOf('/') + 1;
  const dot = path.indexOf('.', name);
  return dot > name ? path.slice(0, dot) : undefined;
}

/** Counts those of one tar. */
export function countSamples(): SampleCount {
  const seen = new Set<string>();
  const told = new Set<string>();
  let current: string | undefined;
  return {
    add(path) {
      const key = sampleKey(path);
      if (key === undefined || key === current) return undefined;
      current = key;
      if (!seen.has(key)) {
        seen.add(key);
        return undefined;
      }
      if (told.has(key)) return undefined;
      told.add(key);
      return key;
    },
    get samples() {
      return seen.size;
    },
  };
}
