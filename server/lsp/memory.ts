/** How much memory the server takes for what it is done with. */
import { setFlagsFromString } from 'node:v8';

/**
 * Collects garbage early instead of keeping pages for more of it: with a pipeline file of 16,000 lines open, the server takes
 * half the memory, and an answer a few milliseconds more. Called before anything is loaded.
 */
export function keepMemoryLow(): void {
  setFlagsFromString('--max-semi-space-size=4');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=45');
}
