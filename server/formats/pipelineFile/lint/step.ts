/** What a step says of itself: names given twice, parameters that its command asks for, a preset without an environment. */
import type { Span } from '../../../core/ref.ts';
import type { InputItem, Override, PipelineProblem, StepItem, TextAt } from '../types.ts';
import { stepWords } from './labels.ts';
import { lintLookalikes } from './lookalikes.ts';
import { duplicates } from './names.ts';
import { misspelt, quoted, type Suggest } from './problem.ts';
import { namesOf } from './unknown.ts';

/** `text` is that of the part. */
export function* lintStep(step: StepItem, text: string, suggest: Suggest): Generator<PipelineProblem> {
  const where = stepWords(step);
  yield* duplicates(step.inputs, { where, what: 'input' });
  yield* duplicates(step.outputs, { where, what: 'output' });
  yield* duplicates(step.parameters, { where, what: 'parameter' });
  yield* duplicates(step.environmentVariables, { where, what: 'environment variable' });
  yield* lintPlaceholders([...step.commands, ...defaultsOf(step.inputs)], step, { text, suggest });
  yield* lintLookalikes(step, text);
  if (step.preset && step.preset.text !== '' && !step.environment?.text) yield missingEnvironment(where, step.preset);
}

export function missingEnvironment(where: string, preset: TextAt): PipelineProblem {
  const message = `${where} has a runtime config preset, so it needs an "environment" as well.`;
  return { code: 'missing-environment', message, range: preset.range };
}

/** Where the inputs come from, as far as that is written as text. */
export function defaultsOf(inputs: readonly InputItem[]): TextAt[] {
  return inputs.flatMap(({ defaults }) => defaults);
}

/**
 * `{parameter:name}` and `{parameter-value:name}` in commands of a step, or of a node's override, and in defaults of their
 * inputs. Other braces are the shell's. `text` is that of the part in which they stand.
 */
export function* lintPlaceholders(
  texts: readonly TextAt[],
  step: StepItem,
  { text, override, suggest }: { text: string; override?: Override; suggest: Suggest },
): Generator<PipelineProblem> {
  const known = new Set([...namesOf(step.parameters), ...namesOf(override?.parameters ?? [])]);
  for (const { whole, head, name, range: at } of texts.flatMap((one) => placeholdersIn(one, text))) {
    if (known.has(name)) continue;
    const isExact = at.end - at.start === whole.length;
    const range = isExact ? { start: at.start + head.length, end: at.end - 1 } : at;
    const message = `${stepWords(step)} has no parameter ${quoted(name)}, so this is passed on as it is written.`;
    const problem = misspelt({ text: name, range }, { code: 'unknown-placeholder', message }, suggest(name, known));
    yield isExact ? problem : { ...problem, fix: undefined };
  }
}

interface Placeholder {
  whole: string;
  /** What stands before the name. */
  head: string;
  name: string;
  /** All of the text, where the placeholder is not found in its source. */
  range: Span;
}

const placeholder = /(?<head>\{parameter(?:-value)?:)(?<name>[^{}\n]+)\}/g;

/** Lines of a command may be folded in its source, but no line breaks within braces. */
function placeholdersIn(command: TextAt, source: string): Placeholder[] {
  const { text, range } = command;
  const isExact = range.end - range.start === text.length;
  let from = range.start;
  return [...text.matchAll(placeholder)].map(({ 0: whole, index, groups }) => {
    const start = isExact ? range.start + index : source.indexOf(whole, from);
    const isThere = start >= 0 && start < range.end;
    if (isThere) from = start + whole.length;
    const { head, name } = groups as { head: string; name: string };
    return { whole, head, name, range: isThere ? { start, end: start + whole.length } : range };
  });
}
