/** What the reading of a file leaves for the next one. Kept private: files that say the same are equal, whatever was read before. */
import type { Reading } from './part.ts';

export class PartMemory {
  readonly #readings: readonly Reading[];

  constructor(readings: readonly Reading[]) {
    this.#readings = readings;
  }

  /** In the order of the file's parts. */
  get readings(): readonly Reading[] {
    return this.#readings;
  }
}
