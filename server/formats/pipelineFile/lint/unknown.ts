/** Names that are used and not there. */
import type { NamedItem, Override, PipelineProblem, PlacedItem, StepItem, TextAt } from '../types.ts';
import { stepWords } from './labels.ts';
import { misspelt, quoted, type Suggest } from './problem.ts';
import type { FileContext } from './scope.ts';

/** A name that no item of the file has; nothing while a part of the file cannot be read. */
export function* unknownItem(
  name: TextAt | undefined,
  items: ReadonlyMap<string, PlacedItem>,
  { code, words, context }: { code: 'unknown-step' | 'unknown-task' | 'unknown-endpoint'; words: string; context: FileContext },
): Generator<PipelineProblem> {
  if (!name || items.has(name.text) || context.names.isTorn) return;
  const message = `There is no ${words} ${quoted(name.text)} in this file.`;
  yield misspelt(name, { code, message }, context.suggest(name.text, items.keys()));
}

/** An input that a step does not have, nor gets from a node's override. */
export function* unknownInput(name: TextAt, step: StepItem, { override, suggest }: Among): Generator<PipelineProblem> {
  if (isNamed(step.inputs, name.text) || (override && isNamed(override.inputs, name.text))) return;
  yield unknown(name, { code: 'unknown-input', words: `${stepWords(step)} has no input`, known: namesOf(step.inputs), suggest });
}

/** A parameter that a step does not have, nor gets from a node's override. */
export function* unknownParameter(name: TextAt, step: StepItem, { override, suggest }: Among): Generator<PipelineProblem> {
  if (isNamed(step.parameters, name.text) || (override && isNamed(override.parameters, name.text))) return;
  yield unknown(name, {
    code: 'unknown-parameter',
    words: `${stepWords(step)} has no parameter`,
    known: namesOf(step.parameters),
    suggest,
  });
}

/** `words` is all of the message but the name. */
export function unknown(
  name: TextAt,
  { code, words, known, suggest }: { code: PipelineProblem['code']; words: string; known: Iterable<string>; suggest: Suggest },
): PipelineProblem {
  return misspelt(name, { code, message: `${words} ${quoted(name.text)}.` }, suggest(name.text, known));
}

export function isNamed(items: readonly Pick<NamedItem, 'name'>[], name: string): boolean {
  return items.some((item) => item.name?.text === name);
}

export function namesOf(items: readonly Pick<NamedItem, 'name'>[]): string[] {
  return items.flatMap(({ name }) => name?.text ?? []);
}

interface Among {
  override?: Override | undefined;
  suggest: Suggest;
}
