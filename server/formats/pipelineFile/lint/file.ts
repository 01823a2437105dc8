/**
 * What can be said of a pipeline file as a whole: names that one item gives and another uses. It is said anew at every
 * keystroke, so nothing here looks at the text.
 */
import { placedProblem } from '../file.ts';
import type { Item, PipelineFile, PipelineProblem } from '../types.ts';
import { quoted, suggester } from './problem.ts';
import { lintReferences } from './references.ts';
import { fileNames } from './scope.ts';

/** Ranges count from the beginning of the file. */
export function lintFile(file: PipelineFile): PipelineProblem[] {
  const context = { file, names: fileNames(file), suggest: suggester() };
  const seen = new Set<string>();
  const problems: PipelineProblem[] = [];
  for (const at of file.parts) {
    for (const item of at.part.items) {
      for (const problem of [...duplicateItem(item, seen), ...lintReferences(item, at.part, context)])
        problems.push(placedProblem(at, problem));
    }
  }
  return problems;
}

function* duplicateItem({ kind, name }: Item, seen: Set<string>): Generator<PipelineProblem> {
  if (!name) return;
  const key = `${kind} ${name.text}`;
  if (seen.has(key)) {
    const message = `There is another ${kind} ${quoted(name.text)} above; the last one counts.`;
    yield { code: 'duplicate-name', message, range: name.range };
  }
  seen.add(key);
}
