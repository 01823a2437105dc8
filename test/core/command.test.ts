/** Command lines: the parameters of a step filled in as upstream does it, and one script made of them. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { fillReference, type ParameterValues, stepCommands } from '../../server/core/command.ts';
import type { Json } from '../../server/core/execution.ts';
import type { StepParameter } from '../../server/core/pipeline.ts';
import { parsePythonJson, pythonText } from '../../server/core/pythonText.ts';
import { interpreterOf, shellQuote, shellScript } from '../../server/core/shell.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { withoutProgram } from '../support/environment.ts';
import { tempFolder } from '../support/temp.ts';

const corpus = join(import.meta.dirname, '..', 'fixtures', 'pipeline-files');

interface Expected {
  command: string[];
  parameter_defaults: Record<string, Json>;
}

test('the commands of every step of the corpus are those that upstream makes', () => {
  const expected = Object.entries(
    JSON.parse(readFileSync(join(corpus, 'expected', 'step-commands.json'), 'utf8')) as Record<string, Expected>,
  );
  assert.ok(expected.length > 100);
  for (const [key, { command, parameter_defaults }] of expected) {
    const [file = '', name = ''] = key.split('::');
    const step = parsePipelineFile(readFileSync(join(corpus, file), 'utf8')).file.steps.get(name)?.item.step;
    assert.ok(step, key);
    // Upstream fills in no defaults of flags.
    const flags = new Set(step.parameters.filter(({ type }) => type === 'flag').map((parameter) => parameter.name));
    const values = Object.fromEntries(Object.entries(parameter_defaults).filter(([parameter]) => !flags.has(parameter)));
    assert.deepEqual(stepCommands(step, values), command, key);
  }
});

const parameter = (about: Partial<StepParameter>): StepParameter => ({
  name: 'p',
  type: 'string',
  optional: false,
  multipleSeparator: ',',
  ...about,
});

const lines: [title: string, command: string, parameters: Partial<StepParameter>[], values: ParameterValues, expected: string][] = [
  ['all parameters, in order', 'x {parameters}', [{ name: 'b' }, { name: 'a' }], { a: 1, b: 'two' }, 'x --b=two --a=1'],
  ['their short name', 'x {params}', [{}], { p: 1 }, 'x --p=1'],
  ['one parameter', 'x {parameter:p}', [{}, { name: 'q' }], { p: 1, q: 2 }, 'x --p=1'],
  ['a value alone', 'x {parameter-value:p}', [{}], { p: 'a b' }, "x 'a b'"],
  ['no value, no word', 'x {parameters} {parameter:p} y', [{}], {}, 'x   y'],
  ['a value that is not there is left', 'x {parameter-value:p}', [{}], {}, 'x {parameter-value:p}'],
  [
    'what is unknown is left',
    `x \${HOME} {foo} {parameter:no} {source-path} {}`,
    [{}],
    {},
    `x \${HOME} {foo} {parameter:no} {source-path} {}`,
  ],
  [
    'names of every object are no values',
    'x {parameters} {parameter-value:constructor}',
    [{ name: 'constructor' }],
    {},
    'x  {parameter-value:constructor}',
  ],
  ['pass-as', 'x {parameters}', [{ passAs: '-p {v}' }], { p: 'a b' }, "x -p 'a b'"],
  ['pass-as without a value', 'x {parameters}', [{ passAs: '--fixed {name}' }], { p: 'a' }, 'x --fixed p'],
  ['pass-as with braces of its own', 'x {parameters}', [{ passAs: '{{{value}}}' }], { p: 'a' }, "x '{a}'"],
  ['a value with braces is no template', 'x {parameters}', [{}], { p: '{name}$&$1' }, "x '--p={name}$&$1'"],
  ['a flag that is set', 'x {parameters}', [{ type: 'flag' }], { p: true }, 'x --p'],
  ['a flag that is not', 'x {parameters} y', [{ type: 'flag' }], { p: false }, 'x  y'],
  ['a flag with both words, set', 'x {parameters}', [{ type: 'flag', passTrueAs: '--yes', passFalseAs: '--no' }], { p: true }, 'x --yes'],
  [
    'a flag with both words, not set',
    'x {parameters}',
    [{ type: 'flag', passTrueAs: '--yes', passFalseAs: '--no-{name}' }],
    { p: false },
    'x --no-p',
  ],
  ['a flag with a word for false alone', 'x {parameters} y', [{ type: 'flag', passFalseAs: '--no' }], { p: true }, 'x  y'],
  ['repeated', 'x {parameters}', [{ multiple: 'repeat' }], { p: ['a', 'b c'] }, "x --p=a '--p=b c'"],
  ['repeated, in two words', 'x {parameters}', [{ multiple: 'repeat', passAs: '-p {v}' }], { p: ['a', 'b'] }, 'x -p a -p b'],
  ['separated', 'x {parameters}', [{ multiple: 'separate', multipleSeparator: '-' }], { p: [1, 2] }, 'x --p=1-2'],
  ['an empty list', 'x {parameters} y', [{ multiple: 'separate' }], { p: [] }, 'x  y'],
  ['an empty list, repeated', 'x {parameters} y', [{ multiple: 'repeat' }], { p: [] }, 'x  y'],
  ['the value of a list', 'x {parameter-value:p}', [{ multiple: 'separate' }], { p: ['a', 'b c'] }, "x 'a,b c'"],
  ['booleans and small numbers as Python has them', 'x {parameters}', [{}, { name: 'q' }], { p: true, q: 0.00001 }, 'x --p=True --q=1e-05'],
];

describe('a command is filled in', () => {
  for (const [title, command, parameters, values, expected] of lines) {
    test(title, () => {
      const step = { command: [command], parameters: parameters.map(parameter), sourcePath: undefined };
      assert.deepEqual(stepCommands(step, values), [expected]);
    });
  }

  test('with the source path', () => {
    assert.deepEqual(stepCommands({ command: ['python {source-path}'], parameters: [], sourcePath: './a b.py' }, {}), [
      "python './a b.py'",
    ]);
  });

  test('in references without quotes', () => {
    assert.equal(fillReference('dataset://{parameter:name}_train/{parameter:no}', { name: 'a b' }), 'dataset://a b_train/{parameter:no}');
  });
});

const python = withoutProgram('python3');
const pythonSays = (code: string, input: unknown) =>
  JSON.parse(execFileSync('python3', ['-c', code], { input: JSON.stringify(input), encoding: 'utf8' }));

describe('as Python has it', { skip: python }, () => {
  test('words are quoted', () => {
    const texts = [
      '',
      'a',
      'a b',
      "it's",
      '"x"',
      '$HOME',
      '`x`',
      'a\nb',
      '*',
      '~',
      'ünï',
      '-n',
      'a=b',
      '{x}',
      '\\',
      '!',
      '#x',
      'a;b',
      '@%+=:,./-_',
    ];
    assert.deepEqual(
      texts.map(shellQuote),
      pythonSays('import json,sys,shlex; print(json.dumps([shlex.quote(t) for t in json.load(sys.stdin)]))', texts),
    );
  });

  test('numbers are written', () => {
    const numbers = [0, 1, -1, 0.1, 1.5, 1e-4, 0.00011, 1e-5, 2.5e-5, -3e-7, 1e-10, 123456.789, 9007199254740991, 0.1 + 0.2];
    assert.deepEqual(
      numbers.map(pythonText),
      pythonSays('import json,sys; print(json.dumps([str(n) for n in json.load(sys.stdin)]))', numbers),
    );
  });

  test('what json.dumps prints is read, also where it is no JSON', () => {
    const printed = execFileSync(
      'python3',
      [
        '-c',
        'import json; print(json.dumps({"a": float("nan"), "b": [float("inf"), -float("inf")], "NaN": "is NaN \\" NaN", "c": 2**70, "d": -2**53-1, "e": "12345678901234567890", "f": 0.1 + 0.2, "g": 1e300}))',
      ],
      { encoding: 'utf8' },
    );
    assert.deepEqual(parsePythonJson(printed), {
      a: 'NaN',
      b: ['Infinity', '-Infinity'],
      NaN: 'is NaN " NaN',
      c: String(2n ** 70n),
      d: String(-(2n ** 53n) - 1n),
      e: '12345678901234567890',
      f: 0.1 + 0.2,
      g: 1e300,
    });
  });

  test('what is no JSON stays none', () => {
    for (const text of ['{NaN}', '{"a": nan}', '{"a": NaNa}', '{', 'xNaN']) assert.throws(() => parsePythonJson(text), SyntaxError, text);
  });
});

const scripts: [title: string, commands: string[], stdout: string, code: number][] = [
  ['a folder and a variable hold for the next command', ['cd /', 'export A=1 B=2', 'echo $PWD $A$B'], '/ 12\n', 0],
  ['the first failure ends it', ['echo 1', 'sh -c "exit 3"', 'echo 2'], '1\n', 3],
  ['a failure inside a command does not', ['false\necho 1', 'echo 2'], '1\n2\n', 0],
  ['the last command decides', ['true', 'exit 4'], '', 4],
  ['a comment swallows nothing', ['false # why', 'echo 2'], '', 1],
  ['a here-document swallows nothing', ['cat <<END\nx\nEND', 'echo 2'], 'x\n2\n', 0],
  ['a comment alone is a command', ['# first', 'echo 2 # second', '  '], '2\n', 0],
  ['a command in the background', ['sleep 0 &', 'wait', 'echo 2'], '2\n', 0],
  ['no command', [], '', 0],
  ['a shebang of a shell', ['#!/bin/sh\necho 1', 'false', 'echo 2'], '1\n', 1],
  ['a shebang as a command of its own', ['#!/bin/sh -e', 'true; false; echo 1', 'echo 2'], '', 1],
  ['a long line', [`: ${'x'.repeat(300_000)}`, 'echo 2'], '2\n', 0],
];

describe('commands become one script', () => {
  const folder = tempFolder(nodeTest, 'command');
  for (const [title, commands, stdout, code] of scripts) {
    test(title, () => {
      const script = shellScript(commands);
      const [program = 'sh', ...args] = interpreterOf(script);
      const file = join(folder, 'script');
      writeFileSync(file, script);
      const ended = spawnSync(program, [...args, file], { encoding: 'utf8' });
      assert.deepEqual([ended.stdout, ended.status], [stdout, code], ended.stderr);
    });
  }

  test('of another language, it is left alone', { skip: python }, () => {
    const script = shellScript(['#!/usr/bin/env python3\nprint(1)', 'print(2)']);
    assert.deepEqual(interpreterOf(script), ['/usr/bin/env', 'python3']);
    assert.equal(script, '#!/usr/bin/env python3\nprint(1)\nprint(2)\n');
  });
});
