/** Tabs before what stands in a line: YAML counts blanks only. */
import type { YAMLError } from 'yaml';
import type { PipelineFix, PipelineProblem } from './types.ts';

/**
 * Where the first of the faults is due to a tab, or any is said to be: one problem for all tabs of the text, at the first.
 * `faults` in the order in which they stand there.
 */
export function tabProblem(faults: readonly YAMLError[], text: string): PipelineProblem | undefined {
  const fault = faults.find(({ code }) => code === 'TAB_AS_INDENT') ?? faults[0];
  if (!fault) return undefined;
  const line = text.lastIndexOf('\n', fault.pos[0] - 1) + 1;
  const tabs = /^ *(\t+)[\t ]*(?=[^\s#])/d.exec(lineAt(text, line));
  if (!tabs) return undefined;
  const [from, to] = tabs.indices![1]!;
  const range = { start: line + from, end: line + to };
  return { code: 'yaml-syntax', message: 'A tab cannot indent YAML: use blanks.', range, fix: toBlanks(text, range) };
}

/** An item's keys stand four deep where its dash begins the line, so fewer blanks would make them keys of the list's item. */
const blanks = '    ';

/** All the tabs that begin a line from the first on, since a file with some of them is no more read than before. */
function toBlanks(text: string, first: PipelineProblem['range']): PipelineFix {
  const rest = text.slice(first.start);
  const last = [...rest.matchAll(/(?<=\n)\t+/g)].at(-1);
  const end = Math.max(first.end, last ? first.start + last.index + last[0].length : 0);
  const inside = text.slice(first.start, end).replace(/(?<=^|\n)\t+/g, (run) => blanks.repeat(run.length));
  return { title: 'Change tabs to blanks', range: { start: first.start, end }, text: inside, safe: true };
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}
