/** Placeholders as other tools write them: `{inputs.model}`, `{parameters.rate}`. Commands get them as they are written. */
import type { PipelineFix, PipelineProblem, StepItem, TextAt } from '../types.ts';
import { quoted } from './problem.ts';
import { isNamed } from './unknown.ts';

/** Only for names that the step has: other braces are the shell's. `text` is that of the part. */
export function* lintLookalikes(step: StepItem, text: string): Generator<PipelineProblem> {
  for (const command of step.commands) {
    let from = command.range.start;
    for (const { 0: whole, groups } of command.text.matchAll(lookalike)) {
      const { kind, name } = groups as { kind: string; name: string };
      const isInput = kind.startsWith('input');
      if (!isNamed(isInput ? step.inputs : step.parameters, name)) continue;
      const start = text.indexOf(whole, from);
      const end = start + whole.length;
      // escapes are not followed: then all of the command is shown
      const isThere = start >= 0 && end <= command.range.end;
      if (isThere) from = end;
      yield problemAt({ text: whole, range: isThere ? { start, end } : command.range }, isThere && !isInput ? name : undefined);
    }
  }
}

const lookalike =
  /\{(?<kind>(?:input|parameter|param)s?)(?:\.|(?<!\{parameter):|(?<!\{parameter)-value:|(?:-value)?[[(])(?<name>[^{}()[\]\n]+)[\])]?\}/g;

/** With the parameter whose value is meant. */
function problemAt({ text, range }: TextAt, parameter: string | undefined): PipelineProblem {
  const wanted = parameter === undefined ? 'an input is a folder in /valohai/inputs' : `write {parameter-value:${parameter}}`;
  const message = `${quoted(text)} is no placeholder, so it is passed on as it is written: ${wanted}.`;
  return { code: 'unknown-placeholder', message, range, fix: parameter === undefined ? undefined : fixTo(parameter, range) };
}

function fixTo(parameter: string, range: TextAt['range']): PipelineFix {
  const text = `{parameter-value:${parameter}}`;
  return { title: `Change to ${text}`, range, text, safe: false };
}
