/** Colours by meaning. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LanguageContext, SourceFile } from '../../server/language/project.ts';
import { tokenEdits } from '../../server/language/tokens/delta.ts';
import { semanticTokens, tokenLegend } from '../../server/language/tokens/semanticTokens.ts';
import { pipelineText, sampleProject } from './sampleProject.ts';

/** `name=type.modifier`, in the order of the text. */
function coloured(file: SourceFile, data: readonly number[]): string[] {
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [lines, columns, length, type, bits] = data.slice(i, i + 5) as [number, number, number, number, number];
    character = lines === 0 ? character + columns : columns;
    line += lines;
    const at = { line, character };
    const modifiers = tokenLegend.tokenModifiers.filter((_, bit) => bits & (2 ** bit));
    found.push(
      `${file.document.getText().slice(file.document.offsetAt(at), file.document.offsetAt(at) + length)}=${[tokenLegend.tokenTypes[type], ...modifiers].join('.')}`,
    );
  }
  return found;
}

function tokensOf(name: string, text: string, about: Partial<LanguageContext> = {}): string[] {
  const project = sampleProject({ [name]: text });
  return coloured(project.named(name), semanticTokens(project.named(name), { ...project.context, ...about }));
}

const step = 'valohai.yaml';
const rows: [what: string, file: string, text: string, expected: string[]][] = [
  ['a version', 'a.py', 'x = "dataset://digits/v1"\n', ['digits=namespace', 'v1=enumMember.readonly']],
  ['an alias', 'a.py', 'x = "dataset://digits/production"\n', ['digits=namespace', 'production=enumMember.modification']],
  ['latest', 'a.py', 'x = "dataset://digits/latest"\n', ['digits=namespace', 'latest=enumMember.modification']],
  ['a deprecated version', 'a.py', 'x = "dataset://old/v1"\n', ['old=namespace', 'v1=enumMember.deprecated.readonly']],
  ['an unknown version', 'a.py', 'x = "dataset://digits/v9"\n', ['digits=namespace']],
  ['an unknown dataset', 'a.py', 'x = "dataset://unheard/v1"\n', []],
  ['no reference', 'a.py', 'x = f"dataset://digits/{v}"\n', []],
  [
    'two on a line',
    'a.py',
    'x = ["dataset://digits/v1", "model://churn/v2"]\n',
    ['digits=namespace', 'v1=enumMember.readonly', 'churn=namespace', 'v2=enumMember.readonly'],
  ],
  [
    'what a script prepares',
    'prep.py',
    'import valohai\nvalohai.prepare(step="prep", default_inputs={"raw": "digits:v1"})\n',
    ['prep=function', 'raw=parameter', 'digits=namespace', 'v1=enumMember.readonly'],
  ],
  ['a step that is not there', 'a.py', 'import valohai\nvalohai.prepare(step="unheard")\n', []],
  [
    'inputs by two steps',
    'train.py',
    'import valohai\nvalohai.inputs("images")\nvalohai.inputs("imagse")\nvalohai.parameters("lr")\n',
    ['images=parameter', 'lr=parameter'],
  ],
  [
    'a step and its input',
    step,
    '- step:\n    name: a\n    inputs:\n      - name: x\n',
    ['a=function.declaration', 'x=parameter.declaration'],
  ],
  [
    'a placeholder',
    step,
    '- step:\n    name: a\n    command: f {parameter:p} {parameter:q}\n    parameters:\n      - name: p\n',
    ['a=function.declaration', 'p=parameter', 'p=parameter.declaration'],
  ],
  [
    'an edge, with a node that is not there',
    step,
    '- step:\n    name: a\n    inputs:\n      - name: x\n- pipeline:\n    name: p\n    nodes:\n      - {name: n, type: execution, step: a}\n    edges:\n      - [n.output.f, n.input.x]\n      - [m.output.f, n.input.y]\n',
    [
      'a=function.declaration',
      'x=parameter.declaration',
      'p=class.declaration',
      'n=method.declaration',
      'a=function',
      'n=method',
      'n=method',
      'x=parameter',
      'n=method',
    ],
  ],
  ['plain text', 'run.sh', 'get dataset://digits/v1\n', ['digits=namespace', 'v1=enumMember.readonly']],
  ['a file that holds none', 'a.md', 'dataset://digits/v1\n', []],
];

for (const [what, file, text, expected] of rows) test(what, () => assert.deepEqual(tokensOf(file, text), expected));

test('without a registry, what the project defines', () => {
  assert.deepEqual(
    tokensOf(step, '- step:\n    name: a\n    inputs:\n      - name: x\n        default: digits:v1\n', { catalog: undefined }),
    ['a=function.declaration', 'x=parameter.declaration'],
  );
});

test('of a range, what is in it', () => {
  const project = sampleProject();
  const file = project.named(step);
  const start = pipelineText.indexOf('- task:');
  const data = semanticTokens(file, project.context, { start, end: pipelineText.indexOf('- endpoint:') });
  assert.deepEqual(coloured(file, data), ['sweep=class.declaration', 'train=function', 'lr=parameter']);
});

const edits: [before: number[], after: number[]][] = [
  [[], []],
  [[], [1, 2, 3, 4, 5]],
  [[1, 2, 3, 4, 5], []],
  [
    [1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1],
  ],
  [
    [1, 2, 3, 4, 5, 6],
    [1, 2, 9, 9, 5, 6],
  ],
  [
    [1, 1, 1],
    [1, 1],
  ],
  [
    [1, 1],
    [1, 1, 1],
  ],
  [
    [7, 1, 2],
    [1, 2],
  ],
];

for (const [before, after] of edits) {
  test(`from [${before}] to [${after}]`, () => {
    const result = [...before];
    for (const { start, deleteCount, data = [] } of tokenEdits(before, after)) result.splice(start, deleteCount, ...data);
    assert.deepEqual(result, after);
    if (`${before}` === `${after}`) assert.deepEqual(tokenEdits(before, after), []);
  });
}
