/** Who speaks of what is under the cursor, across YAML, Python, notebooks and plain text; and within one document. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { findReferences } from '../../server/language/findReferences.ts';
import { highlights } from '../../server/language/highlights.ts';
import { cursorAt, sampleProject, shown } from './sampleProject.ts';

const pipeline = 'valohai.yaml';

/** The places by file; those that define come first in the table, marked with `=`. */
const rows: [file: string, cursor: string, expected: string[]][] = [
  [
    pipeline,
    'name: pr‸ep',
    ['= name: ⟦prep⟧', 'step: ⟦prep⟧', 'prep.py: step="⟦prep⟧",', 'explore.ipynb: "valohai.prepare(step=\\"⟦prep⟧\\")\\n",'],
  ],
  [
    'prep.py',
    'step="pr‸ep"',
    ['= name: ⟦prep⟧', 'step: ⟦prep⟧', 'prep.py: step="⟦prep⟧",', 'explore.ipynb: "valohai.prepare(step=\\"⟦prep⟧\\")\\n",'],
  ],
  [pipeline, 'step: tr‸ain\n    type', ['= name: ⟦train⟧', 'step: ⟦train⟧', 'step: ⟦train⟧']],
  [
    pipeline,
    '- name: r‸aw',
    ['= - name: ⟦raw⟧', 'prep.py: default_inputs={"⟦raw⟧": "digits:v1"},', 'prep.py: for path in valohai.inputs("⟦raw⟧").paths():'],
  ],
  [
    pipeline,
    'fit.input.ima‸ges',
    [
      '- ls /valohai/inputs/⟦images⟧/ $VH_INPUTS_DIR/labels',
      '= - name: ⟦images⟧',
      '- [clean.output.*.png, fit.input.⟦images⟧]',
      'train.py: IMAGES = "⟦images⟧"',
    ],
  ],
  [
    pipeline,
    '- name: lab‸els\n        optional',
    [
      '- ls /valohai/inputs/images/ $VH_INPUTS_DIR/⟦labels⟧',
      '= - name: ⟦labels⟧',
      '- name: ⟦labels⟧',
      '- [clean.output.labels.csv, tune.input.⟦labels⟧]',
      'train.py: labels = vh.inputs("⟦labels⟧").path()',
    ],
  ],
  [
    'train.py',
    'parameters("l‸r")',
    [
      '- python train.py {parameters} --rate={parameter-value:⟦lr⟧}',
      '= - name: ⟦lr⟧',
      '- name: ⟦lr⟧',
      '- fit.parameter.⟦lr⟧',
      'command: python train.py --rate={parameter:⟦lr⟧}',
      'train.py: rate = vh.parameters("⟦lr⟧").value',
    ],
  ],
  [
    pipeline,
    '[fit.parameter.ep‸ochs',
    ['= - name: ⟦epochs⟧', '- [fit.parameter.⟦epochs⟧, tune.parameter.epochs]', '- [fit.parameter.epochs, tune.parameter.⟦epochs⟧]'],
  ],
  [pipeline, '- name: mod‸el', ['= - name: ⟦model⟧', '- source: fit.output.⟦model⟧', 'train.py: vh.outputs("⟦model⟧").path("m.pt")']],
  [
    pipeline,
    '- name: cl‸ean',
    ['= - name: ⟦clean⟧', '- [⟦clean⟧.output.*.png, fit.input.images]', '- [⟦clean⟧.output.labels.csv, tune.input.labels]'],
  ],
  [pipeline, 'target: sh‸ip', ['= - name: ⟦ship⟧', 'target: ⟦ship⟧.file.predict.model']],
  [pipeline, 'name: swe‸ep', ['= name: ⟦sweep⟧', 'task: ⟦sweep⟧']],
  [pipeline, 'name: pred‸ict', ['= name: ⟦predict⟧', 'endpoints: [⟦predict⟧]', 'target: ship.file.⟦predict⟧.model']],
  [pipeline, 'name: li‸ve', ['= name: ⟦live⟧', 'deployment: ⟦live⟧']],
  [pipeline, 'name: spe‸ed', ['= - name: ⟦speed⟧']],
  // data: all of a dataset, one version, one alias
  [
    pipeline,
    'default: dig‸its:v1',
    [
      'default: ⟦digits⟧:v1',
      'default: dataset://⟦digits⟧/production',
      '- ⟦digits⟧:v2',
      'prep.py: default_inputs={"raw": "⟦digits⟧:v1"},',
      'train.py: again = "dataset://⟦digits⟧/v1"',
      'other.py: one = dataset("⟦digits⟧:production")',
      'other.py: two = dataset("⟦digits⟧:latest")',
      'jobs/run.sh: get dataset://⟦digits⟧/v1 # dataset://digits/v1',
      'explore.ipynb: "x = \\"dataset://⟦digits⟧/v1\\""',
    ],
  ],
  [
    'jobs/run.sh',
    'get dataset://digits/v‸1',
    [
      'default: digits:⟦v1⟧',
      'prep.py: default_inputs={"raw": "digits:⟦v1⟧"},',
      'train.py: again = "dataset://digits/⟦v1⟧"',
      'jobs/run.sh: get dataset://digits/⟦v1⟧ # dataset://digits/v1',
      'explore.ipynb: "x = \\"dataset://digits/⟦v1⟧\\""',
    ],
  ],
  ['other.py', 'digits:produc‸tion', ['default: dataset://digits/⟦production⟧', 'other.py: one = dataset("digits:⟦production⟧")']],
  ['other.py', 'digits:la‸test', ['other.py: two = dataset("digits:⟦latest⟧")']],
  ['other.py', 'model://chu‸rn', ['default: ⟦churn⟧:v1', 'other.py: three = "model://⟦churn⟧/v1"']],
  [pipeline, 'image: pyt‸hon:3.13\n    command: python prep', []],
];

for (const [file, cursor, expected] of rows) {
  for (const includeDeclaration of [true, false]) {
    test(`${file}: ${JSON.stringify(cursor)}${includeDeclaration ? '' : ', uses alone'}`, () => {
      const project = sampleProject();
      const at = cursorAt(project, file, cursor);
      const found = findReferences(at.file, at.offset, { ...at.context, includeDeclaration }) ?? [];
      const wanted = includeDeclaration ? expected : expected.filter((one) => !one.startsWith('= '));
      assert.deepEqual(
        found.map((one) => shown(project, one).replace('valohai.yaml: ', '')),
        wanted.map((one) => one.replace(/^= /, '')),
      );
    });
  }
}

test('a file outside of the project is searched too', () => {
  const project = sampleProject();
  const { file, offset } = cursorAt(project, 'train.py', 'dataset://dig‸its/v1');
  const alone = { ...project.context, project: { ...project, files: () => [] } };
  assert.equal(findReferences(file, offset, { ...alone, includeDeclaration: true })?.length, 1);
});

test('a digest alone names its version', () => {
  const hash = sampleProject()
    .context.catalog!.dataset('digits')!
    .versions.find(({ name }) => name === 'v1')!.hash;
  const project = sampleProject({ 'digest.py': `x = "dataset://digits@sha256:${hash.slice(0, 12)}"\n` });
  const { file, offset, context } = cursorAt(project, 'jobs/run.sh', 'get dataset://digits/v‸1');
  const found = findReferences(file, offset, { ...context, includeDeclaration: true })!.map((one) => shown(project, one));
  assert.ok(found.includes(`digest.py: x = "dataset://digits@sha256:⟦${hash.slice(0, 12)}⟧"`));
});

const highlighted: [file: string, cursor: string, expected: string[]][] = [
  [pipeline, 'name: swe‸ep', ['write name: ⟦sweep⟧', 'read task: ⟦sweep⟧']],
  [
    pipeline,
    '[cl‸ean.output.*',
    ['write - name: ⟦clean⟧', 'read - [⟦clean⟧.output.*.png, fit.input.images]', 'read - [⟦clean⟧.output.labels.csv, tune.input.labels]'],
  ],
  [pipeline, 'name: r‸aw', ['write - name: ⟦raw⟧']],
  ['prep.py', 'inputs("r‸aw")', ['read default_inputs={"⟦raw⟧": "digits:v1"},', 'read for path in valohai.inputs("⟦raw⟧").paths():']],
  ['prep.py', 'parameters("se‸ed")', ['read default_parameters={"⟦seed⟧": 1},', 'read print(path, valohai.parameters("⟦seed⟧").value)']],
  ['train.py', 'IMAGES = "ima‸ges"', ['read IMAGES = "⟦images⟧"']],
  ['other.py', 'dig‸its:latest', ['read one = dataset("⟦digits⟧:production")', 'read two = dataset("⟦digits⟧:latest")']],
  ['other.py', 'imp‸ort', []],
];

for (const [file, cursor, expected] of highlighted) {
  test(`highlights of ${file}: ${JSON.stringify(cursor)}`, () => {
    const project = sampleProject();
    const at = cursorAt(project, file, cursor);
    const found = highlights(at.file, at.offset, at.context) ?? [];
    const { uri } = at.file.document;
    assert.deepEqual(
      found.map(
        ({ range, kind }) =>
          `${kind === DocumentHighlightKind.Write ? 'write' : 'read'} ${shown(project, { uri, range }).replace(`${file}: `, '')}`,
      ),
      expected,
    );
  });
}
