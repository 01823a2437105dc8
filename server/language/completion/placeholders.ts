/** What is filled in when a step runs: `{parameter:x}` and its like, in commands and in the locations of inputs. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { StepItem } from '../../formats/pipelineFile/types.ts';
import { isInputDefault } from '../yaml/default.ts';
import { parameterOffers } from './named.ts';
import { matching, type Offer, type Offers, suggestNext } from './offers.ts';
import type { NamePlace } from './pipelineNames.ts';
import { stepAround, stepOfKeys } from './scope.ts';

/** Nothing unless a bracket is open before the cursor, in a text where it means something. */
export function placeholderOffers(place: NamePlace): Offers | undefined {
  const { text, cursor, yaml } = place;
  const lineStart = text.lastIndexOf('\n', cursor - 1) + 1;
  const typed = /\{([\w-]*)(?::([^{}:\s]*))?$/.exec(text.slice(lineStart, cursor));
  const isCommand = yaml.path[0] !== 'endpoint' && yaml.path.includes('command');
  if (!typed || !(isCommand || isInputDefault(yaml.path))) return undefined;
  const step = stepAt(place);
  const [, word = '', name] = typed;
  const rest = /^([^{}:\s"']*)(\}?)/.exec(text.slice(cursor))!;
  const close = rest[2] === '}' ? '' : '}';
  const end = cursor + rest[1]!.length;
  if (name === undefined) return offers(wordsFor(step, isCommand, close), word, { start: cursor - word.length, end });
  if (word !== 'parameter' && word !== 'parameter-value') return undefined;
  const names = step ? parameterOffers(step).map((offer): Offer => ({ ...offer, insertText: offer.label + close })) : [];
  return offers(names, name, { start: cursor - name.length, end });
}

function offers(items: readonly Offer[], typed: string, range: Offers['range']): Offers {
  const { taken } = matching(items, typed, ({ label }) => label);
  return { range, lead: '', items: taken };
}

function wordsFor(step: StepItem | undefined, isCommand: boolean, close: string): Offer[] {
  const kind = CompletionItemKind.Keyword;
  const named = (label: string, detail: string): Offer => ({ label, kind, detail, insertText: `${label}:`, command: suggestNext });
  const whole = (label: string, detail: string): Offer => ({ label, kind, detail, insertText: label + close });
  if (!isCommand) return [named('parameter', 'the value of a parameter')];
  return [
    whole('parameters', 'all parameters'),
    named('parameter', 'one parameter with its name'),
    named('parameter-value', 'the value of a parameter'),
    ...(step?.step.sourcePath === undefined ? [] : [whole('source-path', step.step.sourcePath)]),
  ];
}

/** The step whose parameters are meant: the one around, or that of the node whose override is here. */
function stepAt({ yaml, file, cursor }: NamePlace): StepItem | undefined {
  return yaml.path[0] === 'step' ? stepAround(file, cursor) : yaml.path[1] === 'nodes' ? stepOfKeys(yaml.keysAt(3), file) : undefined;
}
