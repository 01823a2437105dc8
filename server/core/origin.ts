/** How a version came to be, in words. */
import type { Origin } from './dataset.ts';
import { recipeInWords } from './derive/words.ts';
import { shown } from './location.ts';

export function originInWords(origin: Origin): string {
  if (origin.type === 'execution') return `made by ${origin.execution}${origin.from ? ` from ${origin.from}` : ''}`;
  if (origin.type === 'derive') return `derived from ${recipeInWords(origin.recipe)}`;
  return `adopted from ${origin.locations.map(shown).join(', ')}`;
}
