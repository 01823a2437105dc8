/** Where a name or a reference leads. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition } from '../../server/language/definition.ts';
import { cursorAt, sampleProject, shown } from './sampleProject.ts';

const pipeline = 'valohai.yaml';
const step = { prep: 'valohai.yaml: name: ⟦prep⟧', train: 'valohai.yaml: name: ⟦train⟧', gpu: 'valohai.yaml: name: ⟦train-gpu⟧' };

const rows: [file: string, cursor: string, expected: string[]][] = [
  // references
  [pipeline, 'default: dig‸its:v1', ['datapin:/digits%20v1.sha256']],
  [pipeline, 'dataset://digits/product‸ion', ['datapin:/digits%20v2.sha256']],
  [pipeline, 'churn:v‸1', ['datapin:/churn%20v1.sha256']],
  ['other.py', 'digits:lat‸est', ['datapin:/digits%20v3.sha256']],
  ['jobs/run.sh', 'get data‸set', ['datapin:/digits%20v1.sha256']],
  // items
  [pipeline, 'step: tr‸ain\n    type: grid', [step.train]],
  [pipeline, 'step: pr‸ep', [step.prep]],
  [pipeline, 'task: swe‸ep', ['valohai.yaml: name: ⟦sweep⟧']],
  [pipeline, 'deployment: li‸ve', ['valohai.yaml: name: ⟦live⟧']],
  [pipeline, '[pre‸dict]', ['valohai.yaml: name: ⟦predict⟧']],
  // edges: the node, then what its step has of that name
  [pipeline, '[cl‸ean.output.*', ['valohai.yaml: - name: ⟦clean⟧']],
  [pipeline, ', fi‸t.input.images', ['valohai.yaml: - name: ⟦fit⟧']],
  [pipeline, 'fit.input.ima‸ges', ['valohai.yaml: - name: ⟦images⟧']],
  [pipeline, 'tune.input.lab‸els', ['valohai.yaml: - name: ⟦labels⟧']],
  [pipeline, 'fit.output.mod‸el', ['valohai.yaml: - name: ⟦model⟧']],
  [pipeline, 'clean.output.*.p‸ng', [step.prep]],
  [pipeline, 'fit.parameter.ep‸ochs', ['valohai.yaml: - name: ⟦epochs⟧']],
  [pipeline, 'fit.parameter.l‸r', ['valohai.yaml: - name: ⟦lr⟧']],
  [pipeline, 'fit.out‸put.model', []],
  // in commands, tasks and overrides
  [pipeline, '{parameter-value:l‸r}', ['valohai.yaml: - name: ⟦lr⟧']],
  [pipeline, '/valohai/inputs/ima‸ges/', ['valohai.yaml: - name: ⟦images⟧']],
  [pipeline, '$VH_INPUTS_DIR/lab‸els', ['valohai.yaml: - name: ⟦labels⟧']],
  [pipeline, '- name: l‸r\n        rules', ['valohai.yaml: - name: ⟦lr⟧']],
  [pipeline, '- name: lab‸els\n              default', ['valohai.yaml: - name: ⟦labels⟧']],
  // an input's own name leads to what feeds it; any other to itself
  [pipeline, '- name: ima‸ges\n        default: dataset', [step.prep]],
  [pipeline, '- name: lab‸els\n        optional', [step.prep]],
  [pipeline, '- name: wei‸ghts', ['valohai.yaml: - name: ⟦weights⟧']],
  [pipeline, '- name: l‸r\n        type: float', ['valohai.yaml: - name: ⟦lr⟧']],
  [pipeline, 'name: tra‸in\n    image', [step.train]],
  [pipeline, 'name: night‸ly', ['valohai.yaml: name: ⟦nightly⟧']],
  [pipeline, 'name: spe‸ed', ['valohai.yaml: - name: ⟦speed⟧']],
  [pipeline, 'name: cle‸an', ['valohai.yaml: - name: ⟦clean⟧']],
  // Python
  ['prep.py', 'step="pr‸ep"', [step.prep]],
  ['prep.py', '{"r‸aw"', ['valohai.yaml: - name: ⟦raw⟧']],
  ['prep.py', 'inputs("ra‸w")', ['valohai.yaml: - name: ⟦raw⟧']],
  ['prep.py', 'parameters("se‸ed")', []],
  ['prep.py', '"dig‸its:v1"', ['datapin:/digits%20v1.sha256']],
  ['train.py', 'IMAGES = "ima‸ges"', ['valohai.yaml: - name: ⟦images⟧', 'valohai.yaml: - name: ⟦images⟧']],
  ['train.py', 'inputs("lab‸els")', ['valohai.yaml: - name: ⟦labels⟧']],
  ['train.py', 'parameters("l‸r")', ['valohai.yaml: - name: ⟦lr⟧']],
  ['train.py', 'outputs("mod‸el")', ['valohai.yaml: - name: ⟦model⟧', step.gpu]],
  ['explore.ipynb', 'step=\\"pr‸ep', [step.prep]],
  // nothing
  [pipeline, 'ima‸ge: python:3.13\n    command: python prep', []],
  [pipeline, 'type: inte‸ger', []],
  ['train.py', 'pri‸nt', []],
  ['jobs/run.sh', '# data‸set', []],
];

for (const [file, cursor, expected] of rows) {
  test(`${file}: ${JSON.stringify(cursor)}`, () => {
    const project = sampleProject();
    const at = cursorAt(project, file, cursor);
    const links = definition(at.file, at.offset, at.context);
    assert.deepEqual(
      links.map(({ targetUri, targetSelectionRange }) => shown(project, { uri: targetUri, range: targetSelectionRange })),
      expected,
    );
    for (const { originSelectionRange: origin } of links) {
      assert.ok(at.file.document.offsetAt(origin!.start) <= at.offset && at.offset <= at.file.document.offsetAt(origin!.end));
    }
  });
}

test('all of an item is the target, its name what is selected', () => {
  const project = sampleProject();
  const { file, offset, context } = cursorAt(project, 'valohai.yaml', 'task: swe‸ep');
  const [link] = definition(file, offset, context);
  assert.ok(link!.targetRange.start.line < link!.targetSelectionRange.start.line + 1);
  assert.ok(link!.targetRange.end.line > link!.targetSelectionRange.end.line);
});

test('without a registry a reference leads nowhere, a name where it led', () => {
  const project = sampleProject();
  const lead = (piece: string) => {
    const { file, offset, context } = cursorAt(project, 'valohai.yaml', piece);
    return definition(file, offset, { ...context, catalog: undefined }).length;
  };
  assert.deepEqual([lead('churn:v‸1'), lead('task: swe‸ep')], [0, 1]);
});
