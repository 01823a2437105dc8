/** What versions have in common, found out on another thread: who asks gets what is known, and is told when more is. */
import type { AppOptions } from '../app.ts';
import { asDatapinError } from '../core/errors.ts';
import type { Catalog, CatalogShared, VersionAt } from '../language/catalog.ts';
import { runJob } from '../worker/client.ts';

export interface BackgroundShared {
  shared: Catalog['shared'];
  close(): Promise<void>;
}

/** Answers are kept for good, by the hashes of both: versions do not change. What failed is not tried again. */
export function backgroundShared(app: AppOptions, { change, warn }: { change(): void; warn(message: string): void }): BackgroundShared {
  const known = new Map<string, CatalogShared | undefined>();
  const asked = new Map<string, readonly [VersionAt, VersionAt]>();
  const ended = new AbortController();
  let working: Promise<void> | undefined;
  const work = async () => {
    while (asked.size > 0 && !ended.signal.aborted) {
      const pairs = [...asked];
      try {
        const found = await runJob('shared', { pairs: pairs.map(([, pair]) => pair) }, { app, signal: ended.signal });
        for (const [i, [key]] of pairs.entries()) known.set(key, found[i]);
      } catch (error) {
        for (const [key] of pairs) known.set(key, undefined);
        if (!ended.signal.aborted) warn(asDatapinError(error).message);
      }
      for (const [key] of pairs) asked.delete(key);
      if (!ended.signal.aborted) change();
    }
    working = undefined;
  };
  return {
    shared(a, b) {
      const key = `${a.hash} ${b.hash}`;
      if (known.has(key) || ended.signal.aborted) return known.get(key);
      asked.set(key, [a, b]);
      working ??= work();
      return undefined;
    },
    async close() {
      ended.abort();
      await working;
    },
  };
}
