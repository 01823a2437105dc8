/** Scalars of a pipeline file are what PyYAML makes of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../server/core/execution.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';

const scalars: [yaml: string, value: Json][] = [
  ['1e-4', '1e-4'],
  ['1e5', '1e5'],
  ['1.0e5', '1.0e5'],
  ['1E+3', '1E+3'],
  ['2.5e-5', 2.5e-5],
  ['1.5E+3', 1500],
  ['.5', 0.5],
  ['-.5', '-.5'],
  ['1.', 1],
  ['-1.5', -1.5],
  ['+1', 1],
  ['1_000', 1000],
  ['1_0.5', 10.5],
  ['010', 8],
  ['08', '08'],
  ['0x1F', 31],
  ['0b101', 5],
  ['0o17', '0o17'],
  ['-0x10', -16],
  ['1:30', 90],
  ['-1:30', -90],
  ['1:30.5', 90.5],
  ['12345678901234567890', '12345678901234567890'],
  ['.inf', '.inf'],
  ['.nan', '.nan'],
  ['yes', true],
  ['On', true],
  ['OFF', false],
  ['no', false],
  ['true', true],
  ['y', 'y'],
  ['n', 'n'],
  ['tRue', 'tRue'],
  ['2020-09-02', '2020-09-02'],
  ['2020-09-02T00:00:00Z', '2020-09-02T00:00:00Z'],
  ['"yes"', 'yes'],
  ["'1'", '1'],
  ['"a\\tb"', 'a\tb'],
  ["'it''s'", "it's"],
  ['[1, two, 3.0]', [1, 'two', 3]],
  ['{a: 1}', { a: 1 }],
  ['!!str 1', '1'],
  ['|\n          a\n          b\n', 'a\nb\n'],
  ['>-\n          a\n          b\n', 'a b'],
];

describe('scalars, as PyYAML reads them', () => {
  for (const [yaml, value] of scalars) test(yaml, () => assert.deepEqual(defaultOf(yaml), value));
  for (const yaml of ['', '~', 'null', '# nothing']) test(`nothing: ${yaml}`, () => assert.equal(defaultOf(yaml), undefined));
});

function defaultOf(yaml: string): Json | undefined {
  const text = `- step:\n    name: s\n    parameters:\n      - name: p\n        default: ${yaml}\n`;
  const { file, problems } = parsePipelineFile(text);
  assert.deepEqual(
    problems.filter(({ code }) => code === 'yaml-syntax'),
    [],
  );
  return file.steps.get('s')?.item.step.parameters[0]?.default;
}
