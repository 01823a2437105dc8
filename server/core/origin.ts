/** How a version came to be, in words. */

import type { Origin } from './dataset.ts';
import { shown } from './location.ts';

export function originInWords(origin: Origin): string {
  if (origin.type === 'execution') return `made by ${origin.execution}${origin.from ? ` from ${origin.from}` : ''}`;
  return `adopted from ${origin.locations.map(shown).join(', ')}`;
}
