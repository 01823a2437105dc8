/** Rows of marked text and what is said of them: the squiggles, the codes in order, and the fixes. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import type { PipelineProblem } from '../../server/formats/pipelineFile/types.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** A finding is `code`, `code -> text` with a fix that must be asked for, or `code => text` with a safe one. */
export type Row = [about: string, marked: string, ...findings: string[]];

/** Checks rows, and that every fix takes its problem away. */
export function checkRows(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [about, marked, ...findings] of rows) test(about, () => check(marked, findings));
  });
}

export function problemsOf(text: string): PipelineProblem[] {
  return [...parsePipelineFile(text).problems].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
}

export function applied(text: string, { range, text: wanted }: NonNullable<PipelineProblem['fix']>): string {
  return text.slice(0, range.start) + wanted + text.slice(range.end);
}

/** Lines of a step's body in a step that is otherwise right. */
export function inStep(body: string): string {
  return `- step:\n    name: s\n    image: i\n    command: c\n${indented(body)}`;
}

export function inTask(body: string): string {
  return `${inStep('parameters: [{name: rate}]')}- task:\n    name: t\n    step: s\n${indented(body)}`;
}

export function inEndpoint(body: string): string {
  return `- endpoint:\n    name: answer\n    image: i\n${indented(body)}`;
}

/** The body of a pipeline below two steps: `make` with input, output and parameters, and `use`. */
export function inPipeline(body: string): string {
  return `${pipelineSteps}- pipeline:\n    name: p\n${indented(body)}`;
}

/** Edges of a pipeline whose nodes `a`, `b` and `c` run the two steps. */
export function withEdges(edges: string): string {
  return inPipeline(`nodes: [${node('a', 'make')}, ${node('b', 'use')}, ${node('c', 'use')}]\nedges:\n${edges}`);
}

/** A pipeline of one node `a` that runs `make`, with more keys of the node. */
export function withNode(keys: string): string {
  return inPipeline(`edges: []\nnodes:\n  - name: a\n    type: execution\n    step: make\n${indented(keys)}`);
}

const pipelineSteps = `- step:
    name: make
    image: i
    command: c
    inputs: [{name: raw}]
    outputs: [{name: model.pkl}, {name: images/*}]
    parameters: [{name: rate, type: float}, {name: epochs, type: integer, max: 9}]
- step: {name: use, image: i, command: c, inputs: [{name: model}, {name: images}], parameters: [{name: rate, type: float}]}
`;

function node(name: string, step: string): string {
  return `{name: ${name}, type: execution, step: ${step}}`;
}

function indented(body: string): string {
  return body
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}\n`))
    .join('');
}

function check(marked: string, findings: readonly string[]): void {
  const { text } = parseMarked(marked);
  const problems = problemsOf(text);
  assert.deepEqual(problems.map(shown), findings, problems.map(({ message }) => message).join('\n'));
  assert.equal(
    mark(
      text,
      problems.map(({ range }) => range),
    ),
    marked,
  );
  for (const { message } of problems) assert.match(message, /^[A-Z"].*[.?]$/s);
  for (const problem of problems) if (problem.fix) checkFix(text, problem, problem.fix);
}

function checkFix(text: string, { message, code }: PipelineProblem, fix: NonNullable<PipelineProblem['fix']>): void {
  const count = (of: string) => problemsOf(of).filter((problem) => problem.message === message || problem.code === 'yaml-syntax').length;
  assert.ok(count(applied(text, fix)) < count(text), `${code}: ${fix.title}`);
}

function shown({ code, fix }: PipelineProblem): string {
  if (!fix) return code;
  return `${code} ${fix.safe ? '=>' : '->'} ${fix.text}`;
}
