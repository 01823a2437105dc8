/** Links that are typed or pasted. */
import type { Context } from '../context.ts';
import type { Ask } from '../questions.ts';
import { named } from './lastSteps.ts';
import { checkLinks, linksIn } from './typed.ts';

export function linkStep(context: Context): Ask {
  return async (ask) => {
    const text = await ask.text({
      about: 'Links',
      prompt: 'One or several, with blanks between. The address of a list of links stands for what it lists.',
      placeholder: 'https://example.com/images.csv',
      start: 'https://',
      check: checkLinks,
    });
    return named({ context, locations: linksIn(text) });
  };
}
