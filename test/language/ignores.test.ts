/** Ignore comments: which squiggles are left, in every language that has comments. */
import { describe, test } from 'node:test';
import { check, type Row } from './checkDiagnostics.ts';

/** Lines of a step; its input names a version that is not there. */
const step = (lines: string) => `- step:\n    name: train\n    image: a\n    command: b\n    inputs:\n      - name: x\n${lines}`;

const pipeline: Row[] = [
  [step('        default: digits:⟦v9⟧\n'), 'unknown-version v3'],
  [step('        default: digits:v9 # datapin: ignore\n')],
  [step('        default: digits:v9 #datapin:ignore\n')],
  [step('        default: digits:v9  # datapin: ignore[unknown-version]\n')],
  [step('        default: digits:v9 # datapin: ignore [unknown-version]\n')],
  [step('        default: digits:v9 # datapin: ignore[ unpinned , unknown-version ]\n')],
  [step('        default: digits:v9 # datapin: ignore[unpinned,no-such-code,unknown-version]\n')],
  [step('        default: digits:⟦v9⟧ # datapin: ignore[unknown-dataset]\n'), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧ # datapin: ignore[]\n'), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧ # datapin: ignore[unknown-vers\n'), 'unknown-version v3'],
  [step('        default: digits:v9 # datapin: ignore[unknown-version\n')],
  [step('        default: digits:v9 # datapin: ignore because it is made later\n')],
  [step('        default: digits:v9 # the next one # datapin: ignore\n')],
  [step('        default: digits:⟦v9⟧ # datapin: ignored\n'), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧ # datapin: ignore-files\n'), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧ # please datapin: ignore\n'), 'unknown-version v3'],
  [step('        # datapin: ignore[unknown-version]\n        default: digits:v9\n')],
  [step('# datapin: ignore[unknown-version]\n        default: digits:v9\n')],
  [step('        # datapin: ignore[unknown-version]\n\n        # it is made later\n        default: digits:v9\n')],
  [step('        # datapin: ignore[unknown-version]\n        # datapin: ignore[unpinned]\n        default: digits:v9\n')],
  [step('        # datapin: ignore[unknown-dataset]\n        default: digits:⟦v9⟧\n'), 'unknown-version v3'],
  [step('        # datapin: ignore\n        optional: true\n        default: digits:⟦v9⟧\n'), 'unknown-version v3'],
  [step('        optional: true # datapin: ignore\n        default: digits:⟦v9⟧\n'), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧\n        # datapin: ignore\n'), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧\n# datapin: ignore'), 'unknown-version v3'],
  [`# datapin: ignore-file\n${step('        default: digits:v9\n')}`],
  [`# datapin: ignore-file[unknown-version]\n${step('        default: digits:v9\n')}`],
  [`# datapin: ignore-file[unpinned]\n${step('        default: digits:⟦v9⟧\n')}`, 'unknown-version v3'],
  [`${step('        default: digits:v9\n')}\n# datapin: ignore-file[unpinned, unknown-version]`],
  [`${step('        default: digits:v9\n')}- step: # datapin: ignore-file[unknown-version, missing-key]\n    name: other\n`],
  [`\ufeff# datapin: ignore-file[unknown-version]\n${step('        default: digits:v9\n')}`],
  // what stands in a text is no comment
  [step('        default: digits:⟦v9⟧\n        description: "x # datapin: ignore-file"\n'), 'unknown-version v3'],
  [step("        default: digits:⟦v9⟧\n        description: 'x # datapin: ignore-file'\n"), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧\n        description: |\n          # datapin: ignore-file\n'), 'unknown-version v3'],
  [step('        default: digits:⟦v9⟧\n        description: >\n          x # datapin: ignore-file\n'), 'unknown-version v3'],
  [step('        description: | # datapin: ignore-file\n          a text\n        default: digits:v9\n')],
  [step('        default: # datapin: ignore\n          digits:⟦v9⟧\n'), 'unknown-version v3'],
  [step('        default: [digits:v9, # datapin: ignore\n          digits:⟦v8⟧]\n'), 'unknown-version v3'],
];

const python: Row[] = [
  ['dataset("digits:⟦v9⟧")\n', 'unknown-version v3'],
  ['dataset("digits:v9")  # datapin: ignore\n'],
  ['dataset("digits:v9")  # noqa  # datapin: ignore[unknown-version]\n'],
  ['# datapin: ignore[unknown-version]\ndataset("digits:v9")\n'],
  ['x = "# datapin: ignore-file"\ndataset("digits:⟦v9⟧")\n', 'unknown-version v3'],
  ['"""\n# datapin: ignore-file\n"""\ndataset("digits:⟦v9⟧")\n', 'unknown-version v3'],
  ["x = '''a ' b\n# datapin: ignore-file'''\ndataset('digits:⟦v9⟧')\n", 'unknown-version v3'],
  ['x = "a \\" # datapin: ignore-file"\ndataset("digits:⟦v9⟧")\n', 'unknown-version v3'],
  ['x = "a \\\n # datapin: ignore-file"\ndataset("digits:⟦v9⟧")\n', 'unknown-version v3'],
  ['x = r"a \\\\"  # datapin: ignore-file\ndataset("digits:v9")\n'],
  ['x = "it\'s"  # datapin: ignore-file\ndataset("digits:v9")\n'],
  ['x = "never closed\n# datapin: ignore-file\ndataset("digits:v9")\n'],
  ['dataset("digits:⟦v9⟧", "# datapin: ignore")\n', 'unknown-version v3'],
  ['dataset(\n    "digits:v9",  # datapin: ignore\n    "x",\n)\n'],
  ['dataset(  # datapin: ignore\n    "digits:⟦v9⟧",\n)\n', 'unknown-version v3'],
];

const others: [file: string, ...Row][] = [
  ['a.yaml', 'x: dataset://digits/v9 # datapin: ignore\n'],
  ['a.yaml', 'x: dataset://digits/⟦v9⟧ # datapin: ignore[unknown-dataset]\n', 'unknown-version v3'],
  ['a.yaml', 'a: b\n---\nx: dataset://digits/v9 # datapin: ignore\n'],
  ['a.yaml', 'a: "# datapin: ignore-file"\nx: dataset://digits/⟦v9⟧\n', 'unknown-version v3'],
  ['a.toml', 'x = "dataset://digits/v9" # datapin: ignore\n'],
  ['a.toml', 'a = """\n# datapin: ignore-file\n"""\nx = "dataset://digits/⟦v9⟧"\n', 'unknown-version v3'],
  ['a.toml', "a = 'c:\\' # datapin: ignore-file\nx = 'dataset://digits/v9'\n"],
  ['a.sh', 'get dataset://digits/v9 # datapin: ignore\n'],
  ['a.sh', 'echo "\n# datapin: ignore-file\n"\nget dataset://digits/⟦v9⟧\n', 'unknown-version v3'],
  ['a.sh', 'cat <<EOF\n# datapin: ignore-file\nEOF\nget dataset://digits/⟦v9⟧\n', 'unknown-version v3'],
  ['a.sh', "cat <<'EOF'\nit's\nEOF\nget dataset://digits/v9 # datapin: ignore\n"],
  ['a.sh', 'echo a# datapin: ignore-file\nget dataset://digits/⟦v9⟧\n', 'unknown-version v3'],
  ['a.jsonc', '{ "x": "dataset://digits/v9" } // datapin: ignore\n'],
  ['a.jsonc', '// datapin: ignore-file\n{ "x": "dataset://digits/v9" }\n'],
  ['a.jsonc', '{ "a": "// datapin: ignore-file", "x": "dataset://digits/⟦v9⟧" }\n', 'unknown-version v3'],
  ['a.json', '{ "a": "# datapin: ignore-file", "x": "dataset://digits/⟦v9⟧" }\n', 'unknown-version v3'],
];

const cell = (...lines: string[]) => `{"cells": [{"cell_type": "code", "source": ${JSON.stringify(lines, null, 1)}}]}`;

const notebooks: Row[] = [
  [cell("dataset('digits:⟦v9⟧')\n"), 'unknown-version v3'],
  [cell("dataset('digits:v9')  # datapin: ignore\n")],
  [cell('# datapin: ignore[unknown-version]\n', "dataset('digits:v9')\n")],
  [cell('# datapin: ignore\n', "a = dataset('digits:v9')\n", "b = dataset('digits:⟦v8⟧')\n"), 'unknown-version v3'],
  [cell("x = '# datapin: ignore-file'\n", "dataset('digits:⟦v9⟧')\n"), 'unknown-version v3'],
  [
    `{"cells": [{"cell_type": "code", "source": "# datapin: ignore\\na = dataset('digits:v9')\\nb = dataset('digits:⟦v8⟧')"}]}`,
    'unknown-version v3',
  ],
];

describe('in a pipeline file', () => rows('valohai.yaml', pipeline));
describe('in Python', () => rows('train.py', python));
describe('in a notebook', () => rows('train.ipynb', notebooks));
describe('in other files', () => {
  for (const [file, marked, ...codes] of others) test(`${file}: ${marked}`, () => check(file, marked, codes));
});

describe('with the line ends of Windows', () => {
  rows('valohai.yaml', pipeline.map(withCarriageReturns));
  rows('train.py', python.map(withCarriageReturns));
});

function rows(file: string, table: readonly Row[]): void {
  for (const [marked, ...codes] of table) test(marked, () => check(file, marked, codes));
}

function withCarriageReturns([marked, ...codes]: Row): Row {
  return [marked.replaceAll('\n', '\r\n'), ...codes];
}
