/** Which edits of a file matter to other files. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDeclared } from '../../server/lsp/declared.ts';
import { open } from '../support/languageDocument.ts';

const pipeline = `- step:
    name: train
    image: python:3.13
    command:
      - python train.py {parameters}
    inputs:
      - name: images
        default: digits:v1
    parameters:
      - name: epochs
        type: integer
        default: 5
- pipeline:
    name: all
    nodes:
      - name: t
        type: execution
        step: train
    edges: []
`;
const script = `import valohai
valohai.prepare(step="train", default_inputs={"images": "digits:v1"}, default_parameters={"epochs": 5})
x = valohai.inputs("images").path()
y = valohai.parameters("epochs").value
`;

/** Changes of the text; an empty one puts a line before it. */
type Edit = [from: string, to: string];
const cases: Record<string, { text: string; own: Edit[]; others: Edit[] }> = {
  'valohai.yaml': {
    text: pipeline,
    own: [
      ['', '# a comment\n'],
      ['digits:v1', 'digits:v2'],
      ['python:3.13', 'python:3.14'],
      ['default: 5', 'default: 6'],
      ['type: integer', 'type: float'],
      ['name: t\n', 'name: u\n'],
    ],
    others: [
      ['name: train', 'name: learn'],
      ['name: images', 'name: image'],
      ['name: epochs', 'name: epoch'],
      ['train.py', 'learn.py'],
      ['    inputs:\n      - name: images\n        default: digits:v1\n', ''],
      ['name: all', 'name: some'],
      [pipeline, ''],
    ],
  },
  'train.py': {
    text: script,
    own: [
      ['', '# a comment\n'],
      ['"digits:v1"', '"digits:v2"'],
      ['x = ', 'x = 1 + '],
      ['"epochs": 5', '"epochs": 6'],
    ],
    others: [
      ['inputs("images")', 'inputs("image")'],
      ['parameters("epochs")', 'parameters("epoch")'],
      ['step="train"', 'step="learn"'],
      ['inputs("images")', 'inputs(name)'],
      ['import valohai\n', 'import valohai\nimport loader\n'],
      [script, ''],
    ],
  },
};

for (const [name, { text, own, others }] of Object.entries(cases)) {
  describe(name, () => {
    const declared = createDeclared();
    const before = declared(open(name, text));
    const edited = ([from, to]: Edit) => (from === '' ? to + text : text.replace(from, () => to));
    for (const edit of own) {
      test(`${JSON.stringify(edit)} is its own business`, () => {
        assert.notEqual(edited(edit), text, 'it changes something');
        assert.equal(declared(open(name, edited(edit))), before);
      });
    }
    for (const edit of others) {
      test(`${JSON.stringify(edit).slice(0, 60)} may matter to others`, () => assert.notEqual(declared(open(name, edited(edit))), before));
    }
  });
}

test('no file, and files that say the same under other names', () => {
  const declared = createDeclared();
  const texts = [declared(undefined), declared(open('a.py', '')), declared(open('b.py', '')), declared(open('a.py', ''))];
  assert.equal(new Set(texts).size, 3);
});
