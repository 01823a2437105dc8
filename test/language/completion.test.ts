/** What is offered at the cursor, and what stands there when it is taken. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveCompletion } from '../../server/language/completion.ts';
import { dataset, hashOf, memoryCatalog, version } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { completeAt, taken } from './completed.ts';

const all = ['churn', 'digits', 'empty', 'images-large', 'old'];
const shortHash = (ref: string) => `sha256:${hashOf(ref).slice(0, 12)}`;
const digest = (version: string) => shortHash(`digits:${version}`);
const versions = ['v3', 'v2', 'v1', 'latest', 'production', 'stable_1'];

/** Offers at a cursor in an input's lines, and those lines after the first of them was taken. */
const inputs: [lines: string, offers: string[] | undefined, after?: string][] = [
  ['- name: a\n  default: ‸', all, '- name: a\n  default: churn:'],
  ['- name: a\n  default:‸', all, '- name: a\n  default: churn:'],
  ['- name: a\n  default:   ‸', all, '- name: a\n  default:   churn:'],
  ['- name: a\n  default: dig‸', ['digits'], '- name: a\n  default: digits:'],
  ['- name: a\n  default: d‸ig', ['digits', 'old'], '- name: a\n  default: digits:'],
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
  ['- name: a\n  default: digits:v1@‸', [digest('v1')], `- name: a\n  default: digits:v1@${digest('v1')}`],
  ['- name: a\n  default: digits:v1@sha‸', [digest('v1')], `- name: a\n  default: digits:v1@${digest('v1')}`],
  ['- name: a\n  default: "digits:v1@sha256:‸0123"', [digest('v1')], `- name: a\n  default: "digits:v1@${digest('v1')}"`],
  ['- name: a\n  default: digits:latest@‸', [digest('v3')], `- name: a\n  default: digits:latest@${digest('v3')}`],
  ['- name: a\n  default: digits@‸', [digest('v3'), digest('v2'), digest('v1')], `- name: a\n  default: digits@${digest('v3')}`],
  ['- name: a\n  default: dataset://digits/v2@s‸', [digest('v2')], `- name: a\n  default: dataset://digits/v2@${digest('v2')}`],
  ['- name: a\n  default: [digits:v2@‸]', [digest('v2')], `- name: a\n  default: [digits:v2@${digest('v2')}]`],
  ['- name: a\n  default: digits:v9@‸', []],
  ['- name: a\n  default: nothing@‸', []],
  ['- name: a\n  default: old:‸', ['v2', 'latest', 'v1'], '- name: a\n  default: old:v2'],
  ['- name: a\n  default: old:v‸', ['v2', 'v1'], '- name: a\n  default: old:v2'],
  ['- name: a\n  default: empty:‸', []],
  ['- name: a\n  default: nothing:‸', []],
  ['- name: a\n  default: dataset://‸', all, '- name: a\n  default: dataset://churn/'],
  ['- name: a\n  default: dataset://d‸', ['digits', 'old'], '- name: a\n  default: dataset://digits/'],
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
  const { list } = completeAt('a.py', 'dataset("‸")', { context: { commands: undefined } });
  assert.equal(list?.items[0]?.command, undefined, 'where no such command is known');
});

test('versions carry their hash, and deprecated ones are struck through', () => {
  const { list } = completeAt('a.py', 'dataset("old:‸")');
  assert.deepEqual(
    list?.items.map(({ label, detail, tags }) => [label, detail, tags]),
    [
      ['v2', shortHash('old:v2'), undefined],
      ['latest', shortHash('old:v2'), undefined],
      ['v1', shortHash('old:v1'), [1]],
    ],
  );
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
      { detail: ' v2', description: '1 h ago' },
    ],
  );
});

test('documentation comes when an item is resolved', () => {
  const { context, list } = completeAt('a.py', 'dataset("digits:production‸")');
  const item = list!.items[0]!;
  assert.equal(item.documentation, undefined);
  const { documentation } = resolveCompletion(item, context);
  assert.match((documentation as { value: string }).value, /^\*\*digits:production\*\* → \*\*digits:v2\*\*/);
  assert.match((documentation as { value: string }).value, /\nv3 is newer: 1 version since {2}\n/, 'no diagnostic says so here');
  const empty = completeAt('a.py', 'dataset("empt‸")').list!.items[0]!;
  assert.deepEqual(resolveCompletion(empty, context), empty);
  assert.deepEqual(resolveCompletion({ label: 'of somebody else' }, context), { label: 'of somebody else' });
});

test('of very many names the first are offered, and more is asked for while typing', () => {
  const many = memoryCatalog(Array.from({ length: 1000 }, (_, i) => dataset(`set-${i}`, [version(`set-${i}`, 'v1')])));
  const { list } = completeAt('a.py', 'dataset("‸")', { context: { catalog: many } });
  assert.deepEqual([list?.items.length, list?.isIncomplete], [200, true]);
  assert.deepEqual(
    completeAt('a.py', 'dataset("set-999‸")', { context: { catalog: many } }).list?.items.map(({ label }) => label),
    ['set-999'],
  );
});
