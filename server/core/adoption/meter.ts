/** How far an adoption has come, from all who work on it. */
import type { OnProgress } from '../world.ts';

export interface Meter {
  /** In words, what is waited for. */
  say(words: string): void;
  /** More files were found. */
  found(files: number): void;
  /** No more will be found. */
  ended(): void;
  /** So many files need not be read. */
  known(files: number): void;
  /** More files and bytes are hashed. */
  hashed(files: number, bytes: number): void;
  /** For a work that reports its own sums from nothing. */
  nested(): OnProgress;
}

/** Files between two reports of a listing. */
const step = 1000;

export function createMeter(onProgress: OnProgress | undefined): Meter {
  let [found, done, bytes] = [0, 0, 0];
  let hashing = false;
  let ended = false;
  const hashed = (files: number, read: number) => {
    done += files;
    bytes += read;
    const first = !hashing && !ended;
    hashing = true;
    // Where both go on at once, whoever waits is told of the listing, too.
    if (first) onProgress?.({ stage: 'listing', done: found, bytes: 0 });
    else onProgress?.({ stage: 'hashing', done, bytes, ...(ended ? { total: found } : {}) });
  };
  return {
    say: (words) => onProgress?.({ stage: 'waiting', words, done, bytes }),
    found(files) {
      const before = found;
      found += files;
      if (!hashing && Math.floor(found / step) > Math.floor(before / step)) onProgress?.({ stage: 'listing', done: found, bytes: 0 });
    },
    ended() {
      ended = true;
      if (hashing) hashed(0, 0);
    },
    known(files) {
      if (hashing) hashed(files, 0);
      else done += files;
    },
    hashed,
    nested() {
      const seen = { done: 0, bytes: 0 };
      return ({ stage, ...now }) => {
        if (stage !== 'hashing' && stage !== 'verifying') return;
        hashed(now.done - seen.done, now.bytes - seen.bytes);
        Object.assign(seen, { done: now.done, bytes: now.bytes });
      };
    },
  };
}
