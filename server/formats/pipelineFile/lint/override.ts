/** What a node changes of its step must be there to be changed. */
import type { Span } from '../../../core/ref.ts';
import type { NodeItem, Override, PipelineProblem, StepItem } from '../types.ts';
import { valueProblem } from './handedOn.ts';
import { nodeWords } from './labels.ts';
import type { Suggest } from './problem.ts';
import { defaultsOf, lintPlaceholders, missingEnvironment } from './step.ts';
import { unknownInput, unknownParameter } from './unknown.ts';

/** `text` is that of the part. */
export function* lintOverride(
  node: NodeItem,
  override: Override,
  { step, text, suggest }: { step: StepItem; text: string; suggest: Suggest },
): Generator<PipelineProblem> {
  for (const { name } of override.inputs) if (name) yield* unknownInput(name, step, { suggest });
  for (const { name, default: given, range } of override.parameters) {
    if (!name) continue;
    yield* unknownParameter(name, step, { suggest });
    const parameter = step.step.parameters.find((one) => one.name === name.text);
    if (!parameter || !given) continue;
    const problems = [...valueProblem(parameter, given)];
    if (problems.length > 0 && !restatesType(text, range)) yield* problems;
  }
  yield* lintPlaceholders([...override.commands, ...defaultsOf(override.inputs)], step, { text, override, suggest });
  if (override.preset?.text && !override.environment?.text) {
    yield missingEnvironment(nodeWords(node), override.preset);
  }
}

/** Such a parameter is judged by what it says itself, with its part. */
function restatesType(text: string, { start, end }: Span): boolean {
  return /(?:^|[\s{,"'])type["']?\s*:/.test(text.slice(start, end));
}
