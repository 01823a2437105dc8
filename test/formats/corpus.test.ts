/** Every sample gets the verdict of the format's own lint, message by message, but for the table of differences. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import { parseYaml } from '../../server/formats/pipelineFile/dialect.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import type { PipelineProblem } from '../../server/formats/pipelineFile/types.ts';
import { rules } from '../../server/language/rules.ts';
import { positionAt } from '../support/markedText.ts';
import { differences, type Verdict, verdicts } from './corpusDifferences.ts';
import { type Expectation, expectationOf } from './corpusMessages.ts';

interface Answer {
  errors?: number;
  warnings?: number;
  messages?: { message: string; type: 'error' | 'warning' | 'hint' }[];
  lint_exception?: string;
}

const folder = new URL('../fixtures/pipeline-files/', import.meta.url);
const answers = JSON.parse(readFileSync(new URL('expected/lint.json', folder), 'utf8')) as Record<string, Answer>;

describe('samples', () => {
  for (const [file, answer] of Object.entries(answers)) test(file, () => compare(file, answer));
});

test('every difference is of a sample that is there', () => {
  const files = [...differences.map(({ file }) => file), ...Object.keys(verdicts)];
  assert.deepEqual(
    files.filter((file) => !answers[file]),
    [],
  );
});

test('samples that are meant to be right and get an error: names that are not there', () => {
  const wrong = Object.keys(answers).filter(
    (file) => /examples\/|valohai-utils|sandbox/.test(file) && !/error_|warning_/.test(file) && verdictOf(problemsIn(file)) === 'errors',
  );
  assert.deepEqual(wrong, [
    'valohai-utils/tests/test_yaml/test4.expected.valohai.yaml',
    'valohai-utils/tests/test_yaml/test4.original.valohai.yaml',
    'valohai-yaml/examples/pipeline-example.yaml',
  ]);
});

function compare(file: string, answer: Answer): void {
  const text = read(file);
  const problems = problemsIn(file);
  const left = new Set(problems);
  const unmatched: string[] = [];
  for (const { message, type } of answer.messages ?? []) {
    const expectation = expectationOf(message);
    assert.ok(expectation, `No pattern for: ${message}`);
    const found = [...(expectation.repeats ? problems : left)].filter(
      (problem) => meets(problem, expectation, text) && (type === 'hint' || severityOf(problem) === type),
    );
    for (const problem of expectation.several ? found : found.slice(0, 1)) left.delete(problem);
    if (found.length === 0) unmatched.push(message);
  }
  if (answer.lint_exception) unmatched.push(answer.lint_exception);
  const rows = differences.filter((row) => row.file === file);
  const ours = [...left].map((problem) => `${problem.code} ${underlined(problem, text)}`);
  assert.deepEqual(ours.sort(), rows.flatMap((row) => row.ours ?? []).sort(), 'what only we say');
  assert.equal(unmatched.length, rows.filter(({ theirs }) => theirs !== undefined).length, unmatched.join('\n'));
  for (const message of unmatched)
    assert.ok(
      rows.some(({ theirs }) => theirs !== undefined && message.startsWith(theirs)),
      message,
    );
  const [theirs, own] = verdicts[file] ?? [theirVerdict(answer), theirVerdict(answer)];
  assert.deepEqual([theirVerdict(answer), verdictOf(problems)], [theirs, own]);
  if (verdicts[file]) assert.notEqual(theirs, own, 'a verdict that does not differ needs no row');
}

function meets(problem: PipelineProblem, { codes, at, path, says, line }: Expectation, text: string): boolean {
  if (!codes.includes(problem.code)) return false;
  if (at && !at.includes(underlined(problem, text))) return false;
  if (says !== undefined && !problem.message.includes(says)) return false;
  if (line !== undefined) return positionAt(text, problem.range.start).line >= line - 1;
  return path === undefined || isWithin(problem, path, text);
}

/** Within the value at a path, its key included. */
function isWithin({ range }: PipelineProblem, path: string, text: string): boolean {
  let node = parseYaml(text).contents as Node | null;
  let key: Node | undefined;
  for (const part of path === '' ? [] : path.split('.')) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === part) : undefined;
    key = pair?.key as Node | undefined;
    node = (pair ? pair.value : isSeq(node) ? node.items[Number(part)] : null) as Node | null;
  }
  const start = (key ?? node)?.range?.[0] ?? 0;
  const end = (isCollection(node) || isScalar(node) ? node.range?.[2] : key?.range?.[2]) ?? text.length;
  return start <= range.start && range.end <= Math.max(end, key?.range?.[2] ?? 0);
}

function read(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

function problemsIn(file: string): readonly PipelineProblem[] {
  return parsePipelineFile(read(file)).problems;
}

function underlined({ range }: PipelineProblem, text: string): string {
  return text.slice(range.start, range.end);
}

function severityOf({ code, severity }: PipelineProblem): string {
  return severity ?? rules[code].severity;
}

function verdictOf(problems: readonly PipelineProblem[]): Verdict {
  const severities = problems.map(severityOf);
  return severities.includes('error') ? 'errors' : severities.includes('warning') ? 'warnings' : 'clean';
}

function theirVerdict({ errors, warnings, lint_exception }: Answer): Verdict {
  if (lint_exception) return 'crash';
  return errors ? 'errors' : warnings ? 'warnings' : 'clean';
}
