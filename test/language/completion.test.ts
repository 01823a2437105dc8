/** What is offered at the cursor, and what stands there when it is taken. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complete, resolveCompletion } from '../../server/language/completion.ts';
import { dataset, memoryCatalog, now, sampleCatalog, version } from '../support/catalog.ts';
import { open, withInputs } from '../support/languageDocument.ts';
import { parseCursor } from '../support/markedText.ts';

function completeAt(file: string, marked: string, catalog = sampleCatalog) {
  const { text, cursor } = parseCursor(marked);
  const { document, analysis } = open(file, text);
  return { document, text, list: complete(document, analysis, { offset: cursor, catalog, now }) };
}

/** The text after the first offer (or the one named) was taken. */
function taken(file: string, marked: string, label?: string): string | undefined {
  const { document, list } = completeAt(file, marked);
  const item = label === undefined ? list?.items[0] : list?.items.find((one) => one.label === label);
  return item?.textEdit && withEdit(document, item.textEdit as { range: Range; newText: string });
}

type Range = { start: { line: number; character: number }; end: { line: number; character: number } };

function withEdit(document: ReturnType<typeof completeAt>['document'], edit: { range: Range; newText: string }): string {
  const text = document.getText();
  return text.slice(0, document.offsetAt(edit.range.start)) + edit.newText + text.slice(document.offsetAt(edit.range.end));
}

const all = ['churn', 'digits', 'empty', 'images-large'];
const versions = ['v3', 'v2', 'v1', 'latest', 'production', 'stable_1'];

/** Offers at a cursor in an input's lines, and those lines after the first of them was taken. */
const inputs: [lines: string, offers: string[] | undefined, after?: string][] = [
  ['- name: a\n  default: ‸', all, '- name: a\n  default: churn:'],
  ['- name: a\n  default:‸', all, '- name: a\n  default: churn:'],
  ['- name: a\n  default:   ‸', all, '- name: a\n  default:   churn:'],
  ['- name: a\n  default: dig‸', ['digits'], '- name: a\n  default: digits:'],
  ['- name: a\n  default: d‸ig', ['digits'], '- name: a\n  default: digits:'],
  ['- name: a\n  default: GIT‸', ['digits'], '- name: a\n  default: digits:'],
  ['- name: a\n  default: "‸"', all, '- name: a\n  default: "churn:"'],
  ["- name: a\n  default: 'ima‸'", ['images-large'], "- name: a\n  default: 'images-large:'"],
  ['- name: a\n  default: "‸', all, '- name: a\n  default: "churn:'],
  ['- name: a\n  default: digits:‸', versions, '- name: a\n  default: digits:v3'],
  ['- name: a\n  default: digits:v‸', ['v3', 'v2', 'v1'], '- name: a\n  default: digits:v3'],
  ['- name: a\n  default: digits:‸v1', versions, '- name: a\n  default: digits:v3'],
  ['- name: a\n  default: digits:v1‸', ['v1'], '- name: a\n  default: digits:v1'],
  ['- name: a\n  default: digits:p‸', ['production'], '- name: a\n  default: digits:production'],
  ['- name: a\n  default: dig‸:v1', ['digits'], '- name: a\n  default: digits:v1'],
  ['- name: a\n  default: "digits:‸"', versions, '- name: a\n  default: "digits:v3"'],
  ['- name: a\n  default: "digits:‸', versions, '- name: a\n  default: "digits:v3'],
  ['- name: a\n  default: digits:v‸@sha256:123456789012', ['v3', 'v2', 'v1'], '- name: a\n  default: digits:v3@sha256:123456789012'],
  ['- name: a\n  default: digits:v1@sha‸', undefined],
  ['- name: a\n  default: empty:‸', []],
  ['- name: a\n  default: nothing:‸', []],
  ['- name: a\n  default: dataset://‸', all, '- name: a\n  default: dataset://churn/'],
  ['- name: a\n  default: dataset://d‸', ['digits'], '- name: a\n  default: dataset://digits/'],
  ['- name: a\n  default: dataset://digits/‸', versions, '- name: a\n  default: dataset://digits/v3'],
  ['- name: a\n  default: "dataset://digits/‸v1"', versions, '- name: a\n  default: "dataset://digits/v3"'],
  ['- name: a\n  default: model://‸', ['churn'], '- name: a\n  default: model://churn/'],
  ['- name: a\n  default: model://churn/‸', ['v2', 'v1', 'latest'], '- name: a\n  default: model://churn/v2'],
  ['- name: a\n  default: data‸set://digits/v1', undefined],
  ['- name: a\n  default:\n    - ‸', all, '- name: a\n  default:\n    - churn:'],
  ['- name: a\n  default:\n    -‸', all, '- name: a\n  default:\n    - churn:'],
  ['- name: a\n  default:\n  - ‸', all, '- name: a\n  default:\n  - churn:'],
  ['- name: a\n  default:\n    - digits:v1\n    - ‸', all, '- name: a\n  default:\n    - digits:v1\n    - churn:'],
  ['- name: a\n  default:\n    - digits:‸', versions, '- name: a\n  default:\n    - digits:v3'],
  ['- name: a\n  default:\n    - digits:v1\n    - digits:‸', versions, '- name: a\n  default:\n    - digits:v1\n    - digits:v3'],
  ['- name: a\n  default:\n    - digits:‸\n    - digits:v1', versions, '- name: a\n  default:\n    - digits:v3\n    - digits:v1'],
  ['- name: a\n  default:\n    - "digits:‸"\n- name: b', versions, '- name: a\n  default:\n    - "digits:v3"\n- name: b'],
  ['- name: a\n  default: [‸]', all, '- name: a\n  default: [churn:]'],
  ['- name: a\n  default: [digits:v1, ‸]', all, '- name: a\n  default: [digits:v1, churn:]'],
  ['- name: a\n  default: ["digits:v1", "dig‸"]', ['digits'], '- name: a\n  default: ["digits:v1", "digits:"]'],
  ['- name: a\n  default: [digits:‸', versions, '- name: a\n  default: [digits:v3'],
  ['- {name: a, default: ‸}', all, '- {name: a, default: churn:}'],
  ['- {name: a, default: "digits:‸"}', versions, '- {name: a, default: "digits:v3"}'],
  ['- {default: digits:‸, name: a}', versions, '- {default: digits:v3, name: a}'],
  ['- {name: a, default: [digits:v1, digits:‸]}', versions, '- {name: a, default: [digits:v1, digits:v3]}'],
  ['- default: digits:‸\n  name: a', versions, '- default: digits:v3\n  name: a'],
  ['- default: ‸\n  name: a', all, '- default: churn:\n  name: a'],
  [
    '- name: a\n  default: digits:‸\n- name: b\n  default: digits:v1',
    versions,
    '- name: a\n  default: digits:v3\n- name: b\n  default: digits:v1',
  ],
  ['- name: a\n\n  # a comment\n  default: digits:‸', versions, '- name: a\n\n  # a comment\n  default: digits:v3'],
  // nothing is offered where no reference is expected
  ['- name: ‸', undefined],
  ['- name: a\n  optional: ‸', undefined],
  ['- name: a\n  description: digits:‸', undefined],
  ['- name: a\n  default: digits:v1 ‸', undefined],
  ['- name: a\n  default: digits:v1 # dig‸', undefined],
  ['- name: a\n  # default: ‸', undefined],
  ['- name: a # dataset://‸', undefined],
  ['- name: a\n  default: s3://buck‸', undefined],
  ['- name: a\n  default: {parameter:x}‸', undefined],
  ['- name: a\n  ‸default: digits:v1', undefined],
  ['- ‸', undefined],
  ['- name: a\n  keep-directories: ‸', undefined],
];

describe('inputs of a step', () => {
  for (const [lines, offers, after] of inputs) {
    test(lines.replaceAll('\n', '⏎'), () => {
      const marked = withInputs(lines);
      assert.deepEqual(
        completeAt('valohai.yaml', marked).list?.items.map(({ label }) => label),
        offers,
      );
      if (after !== undefined) assert.equal(taken('valohai.yaml', marked), withInputs(after));
    });
  }
});

const files: [file: string, marked: string, offers: string[] | undefined, after?: string][] = [
  ['valohai.yaml', '- step:\n    parameters:\n      - name: p\n        default: ‸\n', undefined],
  ['valohai.yaml', '- step:\n    parameters:\n      - name: p\n        default: digits:‸\n', undefined],
  ['valohai.yaml', '- step:\n    parameters:\n      - name: p\n        default:\n          - ‸\n', undefined],
  [
    'valohai.yaml',
    '- step:\n    command: train dataset://dig‸ --n 3\n',
    ['digits'],
    '- step:\n    command: train dataset://digits/ --n 3\n',
  ],
  [
    'valohai.yaml',
    '- step:\n    inputs:\n    - name: a\n      default: digits:‸',
    versions,
    '- step:\n    inputs:\n    - name: a\n      default: digits:v3',
  ],
  [
    'datapin.yaml',
    '- step:\n    inputs:\n    - name: a\n      default:\n      - digits:‸\n    image: b',
    versions,
    '- step:\n    inputs:\n    - name: a\n      default:\n      - digits:v3\n    image: b',
  ],
  [
    'valohai.yaml',
    '- pipeline:\n    nodes:\n      - name: n\n        override:\n          inputs:\n            - name: a\n              default: ‸',
    all,
    '- pipeline:\n    nodes:\n      - name: n\n        override:\n          inputs:\n            - name: a\n              default: churn:',
  ],
  [
    'valohai.yaml',
    '- step:\r\n    inputs:\r\n      - name: a\r\n        default: ‸\r\n    image: x\r\n',
    all,
    '- step:\r\n    inputs:\r\n      - name: a\r\n        default: churn:\r\n    image: x\r\n',
  ],
  ['valohai.yaml', 'default: ‸', undefined],
  ['valohai.yaml', '‸', undefined],
  ['other.yaml', 'inputs:\n  - name: a\n    default: ‸', undefined],
  ['other.yaml', 'a: dataset://‸', all, 'a: dataset://churn/'],
  ['other.yaml', '# dataset://‸', undefined],
  ['a.toml', 'a = "dataset://digits/‸"', versions, 'a = "dataset://digits/v3"'],
  ['a.json', '{"a": "dataset://digits/la‸"}', ['latest'], '{"a": "dataset://digits/latest"}'],
  ['README.md', 'dataset://‸', undefined],
  ['a.py', 'dataset("‸")', all, 'dataset("churn:")'],
  ['a.py', "dataset('dig‸')", ['digits'], "dataset('digits:')"],
  ['a.py', 'dataset("digits:‸")', versions, 'dataset("digits:v3")'],
  ['a.py', 'dataset("digits:‸', versions, 'dataset("digits:v3'],
  ['a.py', 'dataset("digits:‸\nx = 1\n', versions, 'dataset("digits:v3\nx = 1\n'],
  ['a.py', 'dataset("""digits:‸""")', versions, 'dataset("""digits:v3""")'],
  ['a.py', 'dataset("digits:v1‸", "x")', ['v1'], 'dataset("digits:v1", "x")'],
  ['a.py', 'dataset("a", "‸")', undefined],
  ['a.py', 'dataset("dataset://‸")', all, 'dataset("dataset://churn/")'],
  ['a.py', 'dataset(f"digits:{v}‸")', undefined],
  ['a.py', 'x = "‸"', undefined],
  ['a.py', 'x = "digits:‸"', undefined],
  ['a.py', 'x = "dataset://digits/‸"', versions, 'x = "dataset://digits/v3"'],
  ['a.py', 'x = f"dataset://di‸gits/{v}"', ['digits'], 'x = f"dataset://digits/{v}"'],
  ['a.py', '# dataset://‸', undefined],
  [
    'a.py',
    'import valohai\nvalohai.prepare(step="a", default_inputs={"a": "‸"})',
    all,
    'import valohai\nvalohai.prepare(step="a", default_inputs={"a": "churn:"})',
  ],
  [
    'a.py',
    'import valohai as v\nv.prepare(step="a", default_inputs={"a": ["digits:v1", "digits:‸"]})',
    versions,
    'import valohai as v\nv.prepare(step="a", default_inputs={"a": ["digits:v1", "digits:v3"]})',
  ],
  [
    'a.py',
    'import valohai\ninputs = {"a": "digits:‸"}\nvalohai.prepare(default_inputs=inputs)',
    versions,
    'import valohai\ninputs = {"a": "digits:v3"}\nvalohai.prepare(default_inputs=inputs)',
  ],
  [
    'a.py',
    'import valohai\nvalohai.prepare(step="a", default_inputs={"a": "digits:‸\n',
    versions,
    'import valohai\nvalohai.prepare(step="a", default_inputs={"a": "digits:v3\n',
  ],
  ['a.py', 'import valohai\nvalohai.prepare(step="‸")', undefined],
  ['a.py', 'import valohai\nvalohai.prepare(default_inputs={"‸": ""})', undefined],
];

describe('files', () => {
  for (const [file, marked, offers, after] of files) {
    test(`${file}: ${marked.replaceAll('\n', '⏎').replaceAll('\r', '')}`, () => {
      assert.deepEqual(
        completeAt(file, marked).list?.items.map(({ label }) => label),
        offers,
      );
      if (after !== undefined) assert.equal(taken(file, marked), after);
    });
  }
});

test('a dataset asks for its versions next, unless a version is there already', () => {
  const first = (marked: string) => completeAt('a.py', marked).list?.items[0]?.command?.command;
  assert.equal(first('dataset("‸")'), 'editor.action.triggerSuggest');
  assert.equal(first('x = "dataset://‸"'), 'editor.action.triggerSuggest');
  assert.equal(first('dataset("dig‸:v1")'), undefined);
});

test('items carry age, files and size; they keep their order whatever the editor sorts by', () => {
  const { list } = completeAt('a.py', 'dataset("digits:‸")');
  assert.deepEqual(
    list?.items.map(({ labelDetails, sortText, filterText }) => [sortText, filterText, labelDetails?.detail, labelDetails?.description]),
    [
      ['00000', 'v3', ' 1,797 files, 2.1 MB', '2 d ago'],
      ['00001', 'v2', ' 1 file, 999 B', '2026-09-01'],
      ['00002', 'v1', ' 1,797 files, 2.1 MB', '2024-01-01'],
      ['00003', 'latest', ' → v3', '2 d ago'],
      ['00004', 'production', ' → v2', '2026-09-01'],
      ['00005', 'stable_1', ' → v2', '2026-09-01'],
    ],
  );
  assert.deepEqual(
    completeAt('a.py', 'dataset("‸")').list?.items.map(({ labelDetails }) => labelDetails),
    [
      { detail: ' v2', description: '1 h ago' },
      { detail: ' v3', description: '2 d ago' },
      { description: 'no version yet' },
      { detail: ' 20240912-115835', description: '1 h ago' },
    ],
  );
});

test('documentation comes when an item is resolved', () => {
  const item = completeAt('a.py', 'dataset("digits:production‸")').list!.items[0]!;
  assert.equal(item.documentation, undefined);
  const { documentation } = resolveCompletion(item, { catalog: sampleCatalog, now });
  assert.match((documentation as { value: string }).value, /^\*\*digits:production\*\* → \*\*digits:v2\*\*/);
  const empty = completeAt('a.py', 'dataset("empt‸")').list!.items[0]!;
  assert.deepEqual(resolveCompletion(empty, { catalog: sampleCatalog, now }), empty);
  assert.deepEqual(resolveCompletion({ label: 'of somebody else' }, { catalog: sampleCatalog, now }), { label: 'of somebody else' });
});

test('of very many names the first are offered, and more is asked for while typing', () => {
  const many = memoryCatalog(Array.from({ length: 1000 }, (_, i) => dataset(`set-${i}`, [version(`set-${i}`, 'v1')])));
  const { list } = completeAt('a.py', 'dataset("‸")', many);
  assert.deepEqual([list?.items.length, list?.isIncomplete], [200, true]);
  assert.deepEqual(
    completeAt('a.py', 'dataset("set-999‸")', many).list?.items.map(({ label }) => label),
    ['set-999'],
  );
});
