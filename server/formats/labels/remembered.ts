/** What was found out about all files of a version, found out once. */
import type { LabelledFiles } from '../../core/labels.ts';

/** `make`'s answer, kept as long as the files are; made anew each time where these keep nothing. */
export function remembered<T>({ memory }: LabelledFiles, key: string, make: () => T): T {
  if (!memory) return make();
  if (!memory.has(key)) memory.set(key, make());
  return memory.get(key) as T;
}
