/** What is wrong with what should be adopted: said in a sentence, shown line by line, and left out when the person says so. */
import type { WireAdoption } from '../../server/protocol/requests.ts';
import type { Context } from '../context.ts';
import { tell } from '../editor.ts';
import { problemText, wrongWith } from './problemWords.ts';

export interface Problems {
  request: WireAdoption;
  /** One each. */
  lines: readonly string[];
  adoptTheRest(): Promise<void>;
  /** Whether the list is opened at once. */
  shown?: boolean;
}

export async function showProblems(context: Context, { request, lines, adoptTheRest, shown }: Problems): Promise<void> {
  const message = wrongWith(request.locations, lines);
  context.output.warn([message, ...lines].join('\n'));
  const rest = { 'Adopt the Rest': () => context.attempt(adoptTheRest) };
  const show = async (): Promise<void> => {
    await context.texts.show('Problems', problemText(message, lines));
    // what was read through is still to be decided
    await tell('error', message, rest);
  };
  await (shown ? show() : tell('error', message, { Show: show, ...rest }));
}
