/** A project in which every name is spoken of from somewhere else, and how its places are written in tables. */
import type { Range } from 'vscode-languageserver-types';
import type { LanguageContext, SourceFile } from '../../server/language/project.ts';
import { openProject, type SampleProject, uriOf } from '../support/languageProject.ts';
import { mark } from '../support/markedText.ts';

export const pipelineText = `- step:
    name: prep
    image: python:3.13
    command: python prep.py
    inputs:
      - name: raw
        default: digits:v1
- step:
    name: train
    image: python:3.13
    command:
      - ls /valohai/inputs/images/ $VH_INPUTS_DIR/labels
      - python train.py {parameters} --rate={parameter-value:lr}
    inputs:
      - name: images
        default: dataset://digits/production
      - name: labels
        optional: true
      - name: weights
    parameters:
      - name: lr
        type: float
        default: 0.1
      - name: epochs
        type: integer
    outputs:
      - name: model
- step:
    name: train-gpu
    image: python:3.13
    command: python train.py
    inputs:
      - name: images
        default:
          - digits:v2
          - images-large:20240912-115835
- task:
    name: sweep
    step: train
    type: grid_search
    parameters:
      - name: lr
        rules: [0.1, 0.2]
- endpoint:
    name: predict
    image: python:3.13
    server-command: python serve.py
- deployment:
    name: live
    defaults:
      target: somewhere
- pipeline:
    name: nightly
    parameters:
      - name: speed
        targets:
          - fit.parameter.lr
        default: 0.3
    nodes:
      - name: clean
        type: execution
        step: prep
      - name: fit
        type: execution
        step: train
        override:
          inputs:
            - name: labels
              default: churn:v1
          command: python train.py --rate={parameter:lr}
      - name: tune
        type: task
        task: sweep
      - name: ship
        type: deployment
        deployment: live
        endpoints: [predict]
    edges:
      - [clean.output.*.png, fit.input.images]
      - [clean.output.labels.csv, tune.input.labels]
      - source: fit.output.model
        target: ship.file.predict.model
      - [fit.parameter.epochs, tune.parameter.epochs]
`;

export const sampleTexts: Readonly<Record<string, string>> = {
  'valohai.yaml': pipelineText,
  'prep.py': `import valohai

valohai.prepare(
    step="prep",
    default_inputs={"raw": "digits:v1"},
    default_parameters={"seed": 1},
)
for path in valohai.inputs("raw").paths():
    print(path, valohai.parameters("seed").value)
`,
  'train.py': `import valohai as vh

IMAGES = "images"
for path in vh.inputs(IMAGES).paths():
    print(path)
labels = vh.inputs("labels").path()
rate = vh.parameters("lr").value
vh.outputs("model").path("m.pt")
again = "dataset://digits/v1"
`,
  'other.py': `from datapin import dataset
one = dataset("digits:production")
two = dataset("digits:latest")
three = "model://churn/v1"
`,
  'jobs/run.sh': 'get dataset://digits/v1 # dataset://digits/v1\n',
  'explore.ipynb': JSON.stringify(
    {
      cells: [
        { cell_type: 'code', metadata: {}, source: ['import valohai\n', 'valohai.prepare(step="prep")\n', 'x = "dataset://digits/v1"'] },
      ],
    },
    undefined,
    1,
  ),
};

export function sampleProject(more: Readonly<Record<string, string>> = {}): SampleProject {
  return openProject({ ...sampleTexts, ...more });
}

/** A file of a project, and the offset in it that a piece of its text shows with `‸`. */
export function cursorAt(
  project: SampleProject,
  file: string,
  piece: string,
): { file: SourceFile; offset: number; context: LanguageContext } {
  const source = project.named(file);
  const [before, ...after] = source.document.getText().split(piece.replace('‸', ''));
  if (after.length !== 1 || !piece.includes('‸')) throw new Error(`"${piece}" is not one place of ${file}.`);
  return { file: source, offset: before!.length + piece.indexOf('‸'), context: project.context };
}

/** What stands in a range of a document. */
export function textIn({ document }: SourceFile, { start, end }: Range): string {
  return document.getText().slice(document.offsetAt(start), document.offsetAt(end));
}

/** `valohai.yaml: step: ⟦train⟧`; a manifest or log by its URI. */
export function shown(project: SampleProject, { uri, range }: { uri: string; range: Range }): string {
  const file = project.file(uri);
  if (!file) return uri;
  const { document } = file;
  const text = document.getText();
  const at = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const start = text.lastIndexOf('\n', at.start - 1) + 1;
  const next = text.indexOf('\n', at.end);
  const end = next < 0 ? text.length : next;
  const line = mark(text.slice(start, end), [{ start: at.start - start, end: at.end - start }]);
  return `${uri.slice(uriOf('').length)}: ${line.trim()}`;
}
