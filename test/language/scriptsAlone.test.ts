/** What a script without a pipeline file says of itself: names that its `valohai.prepare` declares, against those that it asks for. */
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toldFindings } from '../../server/language/diagnostics.ts';
import { openProject } from '../support/languageProject.ts';
import { mark, parseMarked } from '../support/markedText.ts';

const prepare = `import valohai
valohai.prepare(step="train", default_inputs={"images": "s3://b/k"}, default_parameters={"epochs": 5})
`;

const rows: readonly (readonly [marked: string, ...told: string[]])[] = [
  [`${prepare}valohai.parameters("epochs").value`],
  [`${prepare}valohai.parameters("⟦epoch⟧").value`, 'unknown-parameter warning epochs'],
  [`${prepare}valohai.inputs('⟦imagse⟧').path()`, 'unknown-input warning images'],
  [`import valohai\nvalohai.inputs("⟦imagse⟧").path()\n${prepare}`, 'unknown-input warning images'],
  // what is near to nothing may come from anywhere
  [`${prepare}valohai.inputs("weights").path()\nvalohai.outputs("imagse").path("x")\nvalohai.inputs("")`],
  [`${prepare}valohai.inputs("epochs").path()`],
  ['import valohai\nvalohai.inputs("imagse").path()'],
  ['import valohai\nvalohai.prepare(step="a", default_inputs=read())\nvalohai.inputs("imagse").path()'],
  [`${prepare}valohai.prepare(**more)\nvalohai.inputs("imagse").path()`],
  [`${prepare}def main(valohai):\n    valohai.inputs("imagse").path()`],
];

describe('a script without a pipeline file', () => {
  for (const [marked, ...told] of rows) {
    test(marked, () => {
      const { text } = parseMarked(marked);
      const project = openProject({ 'train.py': text });
      const found = toldFindings(project.named('train.py'), project.context);
      const spans = found.map(({ span }) => span);
      const shown = found.map(({ code, severity, fixes }) => [code, severity, fixes?.[0]?.text].join(' '));
      deepEqual([mark(text, spans), ...shown], [marked, ...told]);
    });
  }
});
