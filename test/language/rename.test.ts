/** Renames: the lines as they are afterwards, or why it is not done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { prepareRename, rename } from '../../server/language/rename/rename.ts';
import type { SampleProject } from '../support/languageProject.ts';
import { cursorAt, sampleProject, sampleTexts, textIn } from './sampleProject.ts';

const pipeline = 'valohai.yaml';

/** Lines that changed, as they are now, in the order of files; a refusal as it is said. */
function renamed(project: SampleProject, [file, piece]: readonly [string, string], newName: string): string[] | string {
  const { file: source, offset, context } = cursorAt(project, file, piece);
  const answer = rename(source, offset, { ...context, newName });
  if (!answer) return 'nothing';
  if ('refused' in answer) return answer.refused;
  return Object.entries(answer.edit.changes!).flatMap(([uri, edits]) => {
    const { document } = project.file(uri)!;
    const before = document.getText().split('\n');
    const after = TextDocument.applyEdits(TextDocument.create(uri, '', 1, document.getText()), edits).split('\n');
    return after
      .filter((line, i) => line !== before[i])
      .map((line) => `${uri.slice('file:///project/'.length)}: ${line.trim()}`.replace('valohai.yaml: ', ''));
  });
}

const rows: [file: string, cursor: string, newName: string, expected: string[]][] = [
  [
    pipeline,
    'name: pr‸ep',
    'prepare data',
    [
      'name: prepare data',
      'step: prepare data',
      'prep.py: step="prepare data",',
      'explore.ipynb: "valohai.prepare(step=\\"prepare data\\")\\n",',
    ],
  ],
  [
    'explore.ipynb',
    'step=\\"pr‸ep',
    'p2',
    ['name: p2', 'step: p2', 'prep.py: step="p2",', 'explore.ipynb: "valohai.prepare(step=\\"p2\\")\\n",'],
  ],
  [pipeline, 'step: tr‸ain\n    type', ' fit-all ', ['name: fit-all', 'step: fit-all', 'step: fit-all']],
  [
    'prep.py',
    'inputs("r‸aw")',
    'images',
    ['- name: images', 'prep.py: default_inputs={"images": "digits:v1"},', 'prep.py: for path in valohai.inputs("images").paths():'],
  ],
  // a script that two steps run names the input of both
  [
    pipeline,
    'fit.input.ima‸ges',
    'pictures',
    [
      '- ls /valohai/inputs/pictures/ $VH_INPUTS_DIR/labels',
      '- name: pictures',
      '- name: pictures',
      '- [clean.output.*.png, fit.input.pictures]',
      'train.py: IMAGES = "pictures"',
    ],
  ],
  [
    'train.py',
    'inputs("lab‸els")',
    'truth',
    [
      '- ls /valohai/inputs/images/ $VH_INPUTS_DIR/truth',
      '- name: truth',
      '- name: truth',
      '- [clean.output.labels.csv, tune.input.truth]',
      'train.py: labels = vh.inputs("truth").path()',
    ],
  ],
  [
    pipeline,
    '{parameter-value:l‸r}',
    'rate',
    [
      '- python train.py {parameters} --rate={parameter-value:rate}',
      '- name: rate',
      '- name: rate',
      '- fit.parameter.rate',
      'command: python train.py --rate={parameter:rate}',
      'train.py: rate = vh.parameters("rate").value',
    ],
  ],
  [
    'prep.py',
    'parameters("se‸ed")',
    'random',
    ['prep.py: default_parameters={"random": 1},', 'prep.py: print(path, valohai.parameters("random").value)'],
  ],
  [
    pipeline,
    '- name: mod‸el',
    'weights.pt',
    ['- name: weights.pt', '- source: fit.output.weights.pt', 'train.py: vh.outputs("weights.pt").path("m.pt")'],
  ],
  [
    pipeline,
    '- name: cl‸ean',
    'wash',
    ['- name: wash', '- [wash.output.*.png, fit.input.images]', '- [wash.output.labels.csv, tune.input.labels]'],
  ],
  [
    pipeline,
    '[fi‸t.parameter.epochs',
    'learn',
    [
      '- learn.parameter.lr',
      '- name: learn',
      '- [clean.output.*.png, learn.input.images]',
      '- source: learn.output.model',
      '- [learn.parameter.epochs, tune.parameter.epochs]',
    ],
  ],
  [pipeline, 'name: night‸ly', 'weekly', ['name: weekly']],
  [pipeline, 'name: spe‸ed', 'tempo', ['- name: tempo']],
  [pipeline, 'task: swe‸ep', 'grid', ['name: grid', 'task: grid']],
  [pipeline, '[pre‸dict]', 'ask', ['name: ask', 'endpoints: [ask]', 'target: ship.file.ask.model']],
  [pipeline, 'name: li‸ve', 'prod', ['name: prod', 'deployment: prod']],
  ['other.py', 'digits:produc‸tion', 'blessed', ['default: dataset://digits/blessed', 'other.py: one = dataset("digits:blessed")']],
  [pipeline, 'name: night‸ly', 'nightly', []],
];

for (const [file, cursor, newName, expected] of rows) {
  test(`${file}: ${JSON.stringify(cursor)} to "${newName}"`, () => {
    const project = sampleProject();
    const found = renamed(project, [file, cursor], newName);
    assert.deepEqual(typeof found === 'string' ? found : found.toSorted(), expected.toSorted());
  });
}

const refused: [file: string, cursor: string, newName: string, why: string][] = [
  [pipeline, 'default: digits:v‸1', 'v2', 'A version never changes, so its name cannot either. Adopt it under a new name.'],
  [pipeline, 'default: dig‸its:v1', 'numbers', 'Versions keep the name of their dataset for good. Adopt the files under a new name.'],
  ['other.py', 'digits:lat‸est', 'newest', '"latest" is always the newest version, so it has no other name.'],
  ['other.py', 'digits:produc‸tion', 'latest', '"latest" is always the newest version and cannot be moved. Choose another alias.'],
  ['other.py', 'digits:produc‸tion', 'stable_1', '"digits:stable_1" is there already. Choose another alias.'],
  ['other.py', 'digits:produc‸tion', 'v1', '"digits:v1" is there already. Choose another alias.'],
  [
    'other.py',
    'digits:produc‸tion',
    'a/b',
    '"a/b" cannot be an alias. A name is made of letters, digits, "_", "." and "-", not starting with "." or "-", at most 128 characters.',
  ],
  [pipeline, 'name: pr‸ep', '  ', 'A name cannot be empty.'],
  [pipeline, 'name: pr‸ep', 'train', 'There is a step "train" already.'],
  [pipeline, '- name: wei‸ghts', 'labels', 'The step "train" already has an input "labels".'],
  [pipeline, 'fit.parameter.l‸r', 'epochs', 'The step "train" already has a parameter "epochs".'],
  [pipeline, '- name: cl‸ean', 'fit', 'The pipeline "nightly" already has a node "fit".'],
  [pipeline, '- name: cl‸ean', 'a.b', 'An edge parts its ends at ".", so a node cannot be called "a.b".'],
  [
    pipeline,
    'name: pre‸dict',
    'My API',
    'The name of an endpoint is made of two or more lower-case letters, digits and dashes, a letter first.',
  ],
  [pipeline, 'clean.output.*.p‸ng', 'x', 'No step lists "*.png" among its outputs: such a file is named by the code that writes it.'],
  [pipeline, 'name: pr‸ep', '12', 'YAML would not read "12" as a text. Choose a name that begins with a letter.'],
  [pipeline, 'name: pr‸ep', 'Yes', 'YAML would not read "Yes" as a text. Choose a name that begins with a letter.'],
  [
    pipeline,
    'name: pr‸ep',
    'a: b',
    '"a: b" has signs that YAML, Python or a shell would take for something else. Use letters, digits, "_", "-", "." and blanks.',
  ],
  [
    pipeline,
    'name: pr‸ep',
    'a"b',
    '"a"b" has signs that YAML, Python or a shell would take for something else. Use letters, digits, "_", "-", "." and blanks.',
  ],
  [pipeline, 'image: pyt‸hon:3.13\n    command: python prep', 'x', 'nothing'],
];

for (const [file, cursor, newName, why] of refused) {
  test(`refused: ${file}: ${JSON.stringify(cursor)} to "${newName}"`, () => {
    assert.equal(renamed(sampleProject(), [file, cursor], newName), why);
  });
}

test('before it is asked for the new name', () => {
  const project = sampleProject();
  const prepared = (file: string, piece: string) => {
    const { file: source, offset, context } = cursorAt(project, file, piece);
    const answer = prepareRename(source, offset, context);
    return answer && ('refused' in answer ? answer.refused : [answer.placeholder, textIn(source, answer.range)]);
  };
  assert.deepEqual(prepared(pipeline, 'fit.input.ima‸ges'), ['images', 'images']);
  assert.deepEqual(prepared('train.py', 'IMAGES = "images‸"'), ['images', 'images']);
  assert.equal(prepared('train.py', 'digits/v‸1'), 'A version never changes, so its name cannot either. Adopt it under a new name.');
  assert.equal(prepared('train.py', 'pri‸nt'), undefined);
});

test('an alias that gets another name is told to the registry with its version', () => {
  const project = sampleProject();
  const { file, offset, context } = cursorAt(project, 'other.py', 'digits:produc‸tion');
  const answer = rename(file, offset, { ...context, newName: 'blessed' });
  assert.deepEqual(answer && 'alias' in answer && answer.alias, { dataset: 'digits', name: 'blessed', version: 'v2' });
});

const anchored = `- step:
    name: one
    image: i
    command: python one.py
    inputs: &shared
      - name: images
- step:
    name: two
    image: i
    command: python two.py
    inputs: *shared
- step:
    name: three
    image: i
    command: "python \\x74hree.py"
    inputs:
      - name: images
      - name: "l\\x61bels"
- pipeline:
    name: p
    nodes:
      - {name: b, type: execution, step: two}
      - {name: c, type: execution, step: three}
    edges:
      - [b.output.x, c.input.labels]
      - [c.output.x, b.input.images]
`;

const inAnchors: [cursor: string, expected: string[] | string][] = [
  [
    'inputs: &shared\n      - name: ima‸ges',
    ['- name: pictures', '- [c.output.x, b.input.pictures]', 'two.py: valohai.inputs("pictures")'],
  ],
  ['b.input.ima‸ges', ['- name: pictures', '- [c.output.x, b.input.pictures]', 'two.py: valohai.inputs("pictures")']],
  ['      - name: ima‸ges\n      - name: "l', ['- name: pictures']],
  ['c.input.lab‸els', 'The input "labels" is named by an alias of YAML or with escapes, so it cannot be renamed from here.'],
];

for (const [cursor, expected] of inAnchors) {
  test(`what steps share by an anchor: ${JSON.stringify(cursor)}`, () => {
    const project = sampleProject({ [pipeline]: anchored, 'two.py': 'import valohai\nvalohai.inputs("images")\n' });
    assert.deepEqual(renamed(project, [pipeline, cursor], 'pictures'), expected);
  });
}

test('two projects that have names in common stay apart', () => {
  const project = sampleProject({ 'sub/valohai.yaml': sampleTexts[pipeline]!, 'sub/prep.py': sampleTexts['prep.py']! });
  const found = renamed(project, ['sub/prep.py', 'step="pr‸ep"'], 'p2');
  assert.deepEqual(found, ['sub/name: p2', 'sub/step: p2', 'sub/prep.py: step="p2",']);
});
