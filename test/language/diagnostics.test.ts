/** What is said of references, and where exactly: each table row is a text with its squiggles and the codes under them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diagnose } from '../../server/language/diagnostics.ts';
import { hashOf } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { openProject } from '../support/languageProject.ts';
import { check, type Row, writingOnly } from './checkDiagnostics.ts';

const short = hashOf('digits:v1').slice(0, 12);
const other = hashOf('digits:v2').slice(0, 12);

const defaults: Row[] = [
  ['digits:v1'],
  ['digits:v3'],
  ['digits:latest'],
  ['digits:production'],
  ['images-large:20240912-115835'],
  ['churn:v1'],
  [`digits:v1@sha256:${short}`],
  [`digits:v1@sha256:${hashOf('digits:v1')}`],
  [`digits:latest@sha256:${hashOf('digits:v3').slice(0, 20)}`],
  [`digits@sha256:${short}`],
  [`digits@sha256:${short.toUpperCase()}`],
  ['dataset://digits/v1'],
  ['dataset://digits/production'],
  [`dataset://digits@sha256:${short}`],
  ['dataset://churn/v1'],
  ['model://churn/v2'],
  ['model://churn/latest'],
  ['⟦digit⟧:v1', 'unknown-dataset digits'],
  ['⟦Digits⟧:v1', 'unknown-dataset digits'],
  ['⟦no-such-thing⟧:v1', 'unknown-dataset'],
  ['dataset://⟦digitz⟧/v1', 'unknown-dataset digits'],
  ['model://⟦chur⟧/v1', 'unknown-dataset churn'],
  ['digits:⟦v4⟧', 'unknown-version v3'],
  ['digits:⟦V1⟧', 'unknown-version v1'],
  ['digits:⟦prodction⟧', 'unknown-version production'],
  ['digits:⟦lattest⟧', 'unknown-version latest'],
  ['digits:⟦something-else⟧', 'unknown-version'],
  ['dataset://digits/⟦v7⟧', 'unknown-version v3'],
  ['empty:⟦latest⟧', 'unknown-version'],
  ['empty:⟦v1⟧', 'unknown-version'],
  [`digits:v1@sha256:⟦${other}⟧`, `digest-mismatch ${short}`],
  [`digits:production@sha256:⟦${short}⟧`, `digest-mismatch ${other}`],
  [`dataset://digits/v1@sha256:⟦${other}⟧`, `digest-mismatch ${short}`],
  ['digits@sha256:⟦000000000000⟧', 'unknown-version'],
  [`digits:⟦v9⟧@sha256:${short}`, 'unknown-version v3'],
  ['digits:v1@sha256:⟦9f86d081884⟧', 'malformed-reference'],
  ['digits:v1⟦@md5:9f86d081884c⟧', 'malformed-reference'],
  ['digits:v1⟦@⟧', 'malformed-reference'],
  ['⟦:⟧v1', 'malformed-reference'],
  ['⟦dataset://⟧', 'malformed-reference'],
  ['dataset://⟦digits⟧', 'malformed-reference'],
  ['dataset://⟦digits/⟧', 'malformed-reference'],
  ['dataset://digits⟦:⟧v1', 'malformed-reference'],
  ['model://⟦digits⟧/v1', 'not-a-model'],
  ['⟦größe⟧:v1', 'wide-name'],
  ['⟦anna/digits⟧:v1', 'wide-name'],
  ['digits:⟦v1:v2⟧', 'wide-name'],
  ['dataset://ibm/⟦aml_hi_small/pattern⟧', 'wide-name'],
  ['digits'],
  ['train.csv'],
  ['relative/path'],
  ['./a:b'],
  ['../a:b'],
  ['/data/a:b'],
  ['~/a:b'],
  ['C:\\data\\digits'],
  ['s3://bucket/key'],
  ['s3://bucket/**.jpg'],
  ['gs://b/k:1'],
  ['azure://account/container/blob'],
  ['swift://p/c/k'],
  ['https://example.org/a:b'],
  ['http://127.0.0.1:8080/x'],
  ['datum://model-prod'],
  ['file:///data/x'],
  ['digits:{parameter:version}'],
  ['dataset://{parameter:name}_train/latest'],
  ['dataset://nothing/{parameter:version}'],
  ['digits:$VERSION'],
  [`dataset://\${NAME}/v1`],
];

describe('the default of an input', () => {
  const needsQuotes = /^[:{]/;
  for (const [text, ...codes] of defaults) {
    const plain = text.replaceAll(/[⟦⟧]/g, '');
    if (!needsQuotes.test(plain)) test(`plain: ${text}`, () => check('valohai.yaml', withInputs(`- name: a\n  default: ${text}`), codes));
    test(`single quotes: ${text}`, () => check('valohai.yaml', withInputs(`- name: a\n  default: '${text}'`), codes));
    const escaped = text.replaceAll('\\', '\\\\');
    test(`double quotes, in a list: ${text}`, () =>
      check('datapin.yaml', withInputs(`- {name: a, default: ["s3://b/k", "${escaped}"]}`), codes));
  }
});

const files: [file: string, ...Row][] = [
  [
    'valohai.yaml',
    withInputs('- name: a\n  default:\n    - digits:v1\n    - ⟦digit⟧:v1\n    - "digits:⟦v9⟧"'),
    'unknown-dataset digits',
    'unknown-version v3',
  ],
  ['valohai.yaml', withInputs('- name: a\n  default: "digits:v1⟦ ⟧"'), 'malformed-reference'],
  ['valohai.yaml', withInputs('- name: a\n  default: "⟦ ⟧digits:v1"'), 'malformed-reference'],
  ['valohai.yaml', withInputs('- name: a\n  default: >-\n    ⟦digit⟧:v1'), 'unknown-dataset digits'],
  ['valohai.yaml', withInputs('- name: a\n  default: |-\n    digits:⟦v9⟧'), 'unknown-version v3'],
  ['valohai.yaml', withInputs('- name: a\n  default: "⟦dig\\x69t:v1⟧"'), 'unknown-dataset'],
  ['valohai.yaml', withInputs('- name: a\n  default: digits:v1 # dataset://nothing/v1')],
  ['valohai.yaml', withInputs('# digit:v1\n- name: a\n  # default: digit:v1\n  default: digits:v1')],
  ['valohai.yaml', withInputs('- name: a\n  description: digit:v1, or dataset://⟦digit⟧/v1.'), 'unknown-dataset digits'],
  ['valohai.yaml', withInputs('- name: digit:v1')],
  [
    'valohai.yaml',
    '- step:\n    name: s\n    image: i:latest\n    command:\n      - cp digit:v1 dataset://⟦digit⟧/v1 .\n      - "train --data=dataset://digits/⟦v9⟧"\n',
    'unknown-dataset digits',
    'unknown-version v3',
  ],
  [
    'valohai.yaml',
    '- step:\n    name: s\n    image: i\n    command: |\n      # dataset://nothing/v1\n      train dataset://⟦digit⟧/v1 dataset://digits # dataset://nothing/v1\n',
    'unknown-dataset digits',
  ],
  [
    'valohai.yaml',
    '- step:\n    name: s\n    image: i\n    command: c\n    parameters:\n      - name: p\n        default: digit:v1\n      - name: q\n        default: dataset://⟦digit⟧/v1\n',
    'unknown-dataset digits',
  ],
  [
    'valohai.yaml',
    '- pipeline:\n    name: p\n    nodes:\n      - name: n\n        type: execution\n        step: s\n        override:\n          inputs:\n            - name: a\n              default: digits:⟦v9⟧\n    edges: []\n',
    'unknown-version v3',
  ],
  [
    'valohai.yaml',
    '- blueprint:\n    name: p\n    nodes:\n      - {name: n, override: {inputs: [{name: a, default: "⟦digit⟧:v1"}]}}\n',
    'unknown-dataset digits',
  ],
  // an alias stands for the same text: it is squiggled once, where it is written
  [
    'valohai.yaml',
    '- step: &a\n    name: a\n    inputs:\n      - name: x\n        default: ⟦digit⟧:v1\n- step:\n    <<: *a\n    name: b\n',
    'unknown-dataset digits',
  ],
  ['valohai.yaml', '- step:\n    name: a\n    name: b\n    ⟦name⟧: c\n'.replace('name: b', '⟦name⟧: b'), 'duplicate-key', 'duplicate-key'],
  ['valohai.yaml', '- step:\n    name: [⟦a⟧\n', 'yaml-syntax'],
  [
    'valohai.yaml',
    '- step:\n    name: a\n⟦<<<<<<< HEAD⟧\n    image: b\n⟦=======⟧\n⟦>>>>>>> theirs⟧\n',
    'yaml-syntax',
    'yaml-syntax',
    'yaml-syntax',
  ],
  // other YAML is somebody else's: no syntax, no short spelling
  ['other.yaml', 'a: [b\ninputs:\n  - default: digit:v1\n'],
  ['other.yaml', 'a: dataset://⟦digit⟧/v1 # dataset://digit/v1\n', 'unknown-dataset digits'],
  ['other.yaml', '# dataset://digit/v1\nb: "x # dataset://⟦digit⟧/v1"\n', 'unknown-dataset digits'],
  ['pyproject.toml', '[tool.x]\ndata = "dataset://⟦digit⟧/v1" # dataset://digit/v1\nshort = "digit:v1"\n', 'unknown-dataset digits'],
  [
    'run.sh',
    `#!/bin/sh\n# dataset://digit/v1\ntrain --data dataset://⟦digit⟧/v1 --n \${#x} dataset://$NAME/v1\n`,
    'unknown-dataset digits',
  ],
  [
    'x.json',
    '{"a": "dataset://⟦digit⟧/v1", "b": "digit:v1", "valohai.dataset-versions": ["dataset://new/v1"], "uri": "dataset://new/v2"}',
    'unknown-dataset digits',
  ],
  ['x.jsonc', '// dataset://digit/v1\n{"a": "dataset://⟦digit⟧/v1"}', 'unknown-dataset digits'],
  ['README.md', 'See dataset://digit/v1.'],
];

describe('files', () => {
  for (const [file, text, ...codes] of files) test(`${file}: ${text.slice(0, 70).replaceAll('\n', '⏎')}`, () => check(file, text, codes));
});

test('messages are whole sentences, name what is known, and inputs weigh more than mentions', () => {
  const inputs = '- name: a\n  default: [digit:v1, digits:v9, digits:other-thing, empty:v1, größe:v1]\n  description: dataset://digit/v1';
  const project = openProject({ 'valohai.yaml': withInputs(inputs) }, { severities: writingOnly });
  assert.deepEqual(
    diagnose(project.named('valohai.yaml'), project.context).map(({ message, severity, source }) => [severity, source, message]),
    [
      [1, 'datapin', 'There is no dataset "digit". Did you mean "digits"?'],
      [1, 'datapin', '"digits" has no version "v9". Did you mean "v3"?'],
      [1, 'datapin', '"digits" has no version "other-thing". The newest is v3.'],
      [1, 'datapin', '"empty" has no version yet.'],
      [
        3,
        'datapin',
        '"größe" is no dataset name here: letters, digits, "_", "." and "-", not starting with "." or "-", at most 128 characters.',
      ],
      [2, 'datapin', 'There is no dataset "digit". Did you mean "digits"?'],
    ],
  );
});
