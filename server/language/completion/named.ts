/** Names as they are offered: with a word about what each is. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { NamedItem, StepItem } from '../../formats/pipelineFile/types.ts';
import { count } from '../../protocol/words.ts';
import type { Offer } from './offers.ts';

export function stepOffer({ step }: StepItem): Offer {
  return {
    label: step.name,
    kind: CompletionItemKind.Function,
    labelDetails: details(count(step.inputs.length, 'input')),
    detail: step.image,
  };
}

export function inputOffers({ step }: StepItem): Offer[] {
  return step.inputs.map(({ name, default: defaults }) => ({
    label: name,
    kind: CompletionItemKind.Field,
    labelDetails: details(defaults.join(', ')),
  }));
}

export function parameterOffers({ step }: StepItem): Offer[] {
  return step.parameters.map(({ name, type, default: value }) => ({
    label: name,
    kind: CompletionItemKind.Variable,
    labelDetails: details(value === undefined ? type : `${type} = ${typeof value === 'string' ? value : JSON.stringify(value)}`),
  }));
}

export function plainOffers(items: readonly NamedItem[], kind: CompletionItemKind): Offer[] {
  return namesOf(items).map((label) => ({ label, kind }));
}

export function nameOffers(names: Iterable<string>, kind: CompletionItemKind): Offer[] {
  return [...names].map((label) => ({ label, kind }));
}

/** Without the empty ones, each once. */
export function namesOf(items: readonly NamedItem[]): string[] {
  return [...new Set(items.flatMap(({ name }) => name?.text || []))];
}

/** More than this of a default would push the names out of sight. */
const longest = 60;

function details(text: string): Offer['labelDetails'] {
  return text === '' ? undefined : { description: text.length > longest ? `${text.slice(0, longest)}…` : text };
}
