/** Large, strange and damaged notebooks, judged by JSON.parse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinCells } from '../../server/formats/notebook/join.ts';
import { toFile } from '../../server/formats/notebook/mappedText.ts';
import { readNotebookPython } from '../../server/formats/notebook/python.ts';
import { type NotebookCell, readNotebook } from '../../server/formats/notebook/read.ts';
import { type Random, seeded } from '../support/random.ts';

test('every character of a large notebook stands where JSON.parse finds it', () => {
  const random = seeded(1);
  for (const style of [{ indent: 1 }, { indent: 0 }, { indent: 1, ascii: true }]) {
    const json = written(largeNotebook(random, 150), style);
    assert.ok(json.length > 1_000_000);
    const { cells, problem } = readNotebook(json);
    assert.equal(problem, undefined);
    assert.equal(cells.length, 100);
    const expected = JSON.parse(json);
    for (const cell of cells) checkCell(json, { cell, expected });
  }
});

test('parts of the joined text of a large notebook stand where JSON.parse finds them', () => {
  const random = seeded(2);
  const json = written(largeNotebook(random, 60), { indent: 1, ascii: true });
  const { text, toFile: inFile, fromFile, editFile } = readNotebookPython(json);
  const strings = [...text.matchAll(/"dataset:\/\/[^"\n]*"/g)];
  assert.equal(strings.length, 40);
  for (const { 0: found, index } of strings) {
    const range = inFile({ start: index, end: index + found.length })!;
    assert.equal(JSON.parse(`"${json.slice(range.start, range.end)}"`), found);
    assert.equal(fromFile(range.start), index);
    assert.deepEqual(editFile({ start: index, end: index + found.length }, found)!.range, range);
  }
});

test('damaged notebooks are judged as JSON.parse judges them, and never throw', () => {
  const random = seeded(3);
  const whole = written(largeNotebook(random, 6, 40), { indent: 1, ascii: true });
  let good = 0;
  for (let i = 0; i < 4000; i++) {
    const json = damaged(whole, random);
    const expected = parsed(json);
    const { cells, problem } = readNotebook(json);
    assert.equal(problem?.message.startsWith('This notebook is broken JSON') ?? false, expected === undefined, json);
    for (const cell of cells) checkCell(json, { cell, expected: expected! });
    if (expected !== undefined) good++;
    if (problem) assert.ok(problem.range.start >= 0 && problem.range.start <= problem.range.end && problem.range.end <= json.length);
  }
  assert.ok(good > 400 && good < 3600, `${good} of 4000 were left good`);
});

test('cells in any state keep their length and every place', () => {
  const random = seeded(4);
  const signs = [
    '%',
    '%%',
    '%%time\n',
    '!',
    '?',
    '\\',
    '\n',
    '\r\n',
    '"',
    "'",
    '"""',
    "'''",
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '#',
    '=',
    ' ',
    '    ',
  ];
  const words = [...signs, 'a', '😀', 'f"', '%time ', 'x = ', ';', 'if a:'];
  const cell = () => Array.from({ length: random.below(12) }, () => random.pick(words)).join('');
  for (let i = 0; i < 4000; i++) {
    const sources = [cell(), cell(), cell()];
    const { text, locate, offsetOf } = joinCells(sources);
    for (const [index, source] of sources.entries()) {
      const start = offsetOf(index, 0)!;
      const end = offsetOf(index, source.length)!;
      assert.equal(text.slice(start, end).replace(/[^\r\n]/g, ''), source.replace(/[^\r\n]/g, ''), source);
      assert.deepEqual(locate({ start, end }), { cell: index, span: { start: 0, end: source.length } });
    }
  }
});

const piles: [about: string, json: string][] = [
  ['brackets', `{"cells": ${'['.repeat(300_000)}${']'.repeat(300_000)}}`],
  ['objects', `{"cells": [{"cell_type": "code", "source": "a", "x": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}]}`],
  ['skipped objects', `{"cells": [{"cell_type": "code", "source": "a", "outputs": ${'[{"a":'.repeat(100_000)}1${'}]'.repeat(100_000)}}]}`],
  ['open brackets', '['.repeat(500_000)],
  ['escapes', JSON.stringify({ cells: [{ cell_type: 'code', source: '\\"'.repeat(300_000) }] })],
  ['Python brackets', JSON.stringify({ cells: [{ cell_type: 'code', source: `${'('.repeat(200_000)}${']'.repeat(200_000)}` }] })],
  ['quotes', JSON.stringify({ cells: [{ cell_type: 'code', source: `"'`.repeat(200_000) }] })],
  ['continued commands', JSON.stringify({ cells: [{ cell_type: 'code', source: '!a \\\n'.repeat(100_000) }] })],
  ['cell magics', JSON.stringify({ cells: [{ cell_type: 'code', source: '%%time\n'.repeat(100_000) }] })],
  ['blank lines', JSON.stringify({ cells: [{ cell_type: 'code', source: ' \n'.repeat(200_000) }] })],
  ['small cells', JSON.stringify({ cells: Array.from({ length: 20_000 }, () => ({ cell_type: 'code', source: ['a'] })) })],
];
for (const [about, json] of piles) {
  // were it not linear, or did it recurse, it would not end or not be survived
  test(`a pile of ${about} is read`, () => {
    const { text, problem } = readNotebookPython(json);
    assert.equal(problem === undefined, parsed(json) !== undefined);
    assert.ok(text.length <= json.length);
  });
}

interface Parsed {
  cells: { source: unknown }[];
}

/** The source is what JSON.parse reads, and each character's range in the file spells it and touches the next one's. */
function checkCell(json: string, { cell, expected }: { cell: NotebookCell; expected: Parsed }): void {
  const { source } = cell;
  const written = expected.cells[cell.index]!.source;
  const strings: string[] = (Array.isArray(written) ? written : [written]).filter((one: unknown) => typeof one === 'string');
  assert.equal(source.text, strings.join(''));
  let at = 0;
  for (const string of strings) {
    const from = at;
    for (; at < from + string.length; at++) {
      const range = toFile(source, { start: at, end: at + 1 })!;
      assert.equal(JSON.parse(`"${json.slice(range.start, range.end)}"`), source.text[at]);
      if (at > from) assert.equal(range.start, toFile(source, { start: at - 1, end: at })!.end);
    }
    if (string === '') continue;
    const { start, end } = toFile(source, { start: from, end: at })!;
    assert.equal(json[start - 1], '"');
    assert.equal(json[end], '"');
    assert.equal(JSON.parse(json.slice(start - 1, end + 1)), string);
  }
}

/** Two cells of code to one of words, as Jupyter writes them, with images and tables for outputs. */
function largeNotebook(random: Random, cells: number, outputSize = 20_000) {
  const image = () => Array.from({ length: outputSize / 4 }, () => random.pick(['iVBO', 'Rw0K', 'Gg+/', 'AAA='])).join('');
  const lines = (count: number) => Array.from({ length: count }, () => random.pick(sourceLines));
  return {
    cells: Array.from({ length: cells }, (_, i) => {
      if (i % 3 === 0) return { cell_type: 'markdown', metadata: {}, source: ['# Über "digits:v1"\n', '😀'] };
      const source = [...lines(8), `x = "dataset://digits/v${i}"`];
      return {
        cell_type: 'code',
        execution_count: i,
        metadata: { tags: [] },
        outputs: [
          { data: { 'image/png': image(), 'text/html': ['<table>\n', '"\\/"'] }, output_type: 'display_data' },
          { values: [0.25, -1e9] },
        ],
        source: i % 2 ? source : source.join(''),
      };
    }),
    metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' }, language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

const sourceLines = [
  'import valohai\n',
  'valohai.prepare(step="train", default_inputs={"images": "digits:v1"})\n',
  'path = \'C:\\\\temp\\t\' + "ü😀\\u00fc"\n',
  '\n',
  '%matplotlib inline\n',
  '!pip install "x"\n',
  'for a in range(3):\n    print(f"{a!r}\\n")\t# comment / slash\n',
];

/** JSON as it may be written: indented or not, with every wide character as a code or none. */
function written(value: unknown, { indent, ascii = false }: { indent: number; ascii?: boolean }): string {
  const json = JSON.stringify(value, undefined, indent);
  return ascii ? json.replace(/[^ -~\n]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
}

function damaged(json: string, random: Random): string {
  let text = json;
  for (let edits = 1 + random.below(3); edits > 0; edits--) {
    const at = random.below(text.length);
    const insert = random.pick([
      '',
      '',
      'a',
      '7',
      ' ',
      '\n',
      '"',
      '\\',
      '\\n',
      '\\u0041',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '\t',
      '\u0001',
      '\u2028',
      '\ud83d',
      'null',
    ]);
    text = text.slice(0, at) + insert + text.slice(at + random.below(random.below(8) === 0 ? 400 : 3));
  }
  return text;
}

function parsed(json: string): Parsed | undefined {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
