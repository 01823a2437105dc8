/** Notebook files: which cells are read, where their characters stand, and what is said of broken ones. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readNotebookPython } from '../../server/formats/notebook/python.ts';
import { readNotebook } from '../../server/formats/notebook/read.ts';
import { mark, parseMarked } from '../support/markedText.ts';

const code = (source: unknown, more: object = {}) => ({ cell_type: 'code', metadata: {}, outputs: [], source, ...more });
const notebook = (cells: unknown, metadata: object = {}) => ({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
const named = (language: string) => notebook([code('a')], { kernelspec: { language } });

const read: [about: string, notebook: unknown, ...cells: [index: number, source: string][]][] = [
  ['a text', notebook([code('a = 1\nb')]), [0, 'a = 1\nb']],
  ['a list of lines', notebook([code(['a = 1\n', 'b'])]), [0, 'a = 1\nb']],
  ['an empty text', notebook([code('')]), [0, '']],
  ['an empty list', notebook([code([])]), [0, '']],
  ['no source', notebook([{ cell_type: 'code' }]), [0, '']],
  ['a source of another kind', notebook([code(1), code({ a: 'b' }), code(['a', null, 'b'])]), [0, ''], [1, ''], [2, 'ab']],
  ['other cells', notebook([{ cell_type: 'markdown', source: 'a' }, code('b'), { cell_type: 'raw', source: 'c' }]), [1, 'b']],
  ['what is no cell', notebook([1, null, 'code', [], {}, code('b')]), [5, 'b']],
  ['no cells', notebook([])],
  ['a source elsewhere', notebook([code('a', { metadata: { source: 'b' }, outputs: [{ source: 'c' }] })]), [0, 'a']],
  ['the last of two sources', '{"cells": [{"cell_type": "code", "source": "a", "source": "b"}]}', [0, 'b']],
  ['escaped names', '{"c\\u0065lls": [{"cell_type": "cod\\u0065", "sourc\\u0065": "b"}]}', [0, 'b']],
  ['a byte order mark', `\ufeff${JSON.stringify(notebook([code('a')]))}`, [0, 'a']],
  [
    'a number that only Python writes',
    '{"cells": [{"cell_type": "code", "source": "a", "outputs": [NaN, -Infinity, Infinity]}]}',
    [0, 'a'],
  ],
  ['other numbers', '{"cells": [{"source": "a", "x": [0, -1.5, 1e5, 2E-7, true, false, null], "cell_type": "code"}]}', [0, 'a']],
  ['an empty file', ''],
  ['a blank file', '\ufeff \r\n'],
  ['the kernel of Python', named('python'), [0, 'a']],
  ['the kernel of Python 3', named('Python3'), [0, 'a']],
  ['the kernel of Spark', named('pyspark'), [0, 'a']],
  ['another kernel', named('R')],
  ['the language of the kernel', notebook([code('a')], { language_info: { name: 'julia' } })],
  ['Python by the kernel', notebook([code('a')], { language_info: { name: 'ipython' } }), [0, 'a']],
  ['a kernel without a language', notebook([code('a')], { kernelspec: { name: 'x', language: '' } }), [0, 'a']],
  ['metadata of another kind', notebook([code('a')], ['kernelspec']), [0, 'a']],
  ['a cell in another language', notebook([code('a', { metadata: { vscode: { languageId: 'shellscript' } } }), code('b')]), [1, 'b']],
  ['a cell that says Python', notebook([code('a', { metadata: { vscode: { languageId: 'python' } } })]), [0, 'a']],
  [
    'format 3',
    {
      nbformat: 3,
      worksheets: [
        { cells: [{ cell_type: 'code', input: ['a\n', 'b'], language: 'python' }] },
        { metadata: {} },
        {
          cells: [
            { cell_type: 'heading', source: 'c' },
            { cell_type: 'code', input: 'd', language: 'haskell' },
            { cell_type: 'code', input: 'e' },
          ],
        },
      ],
    },
    [0, 'a\nb'],
    [3, 'e'],
  ],
];

describe('the cells that are read', () => {
  for (const [about, file, ...cells] of read) {
    test(about, () => {
      for (const json of typeof file === 'string' ? [file] : [JSON.stringify(file), JSON.stringify(file, undefined, 1)]) {
        const found = readNotebook(json);
        assert.equal(found.problem, undefined);
        assert.deepEqual(
          found.cells.map(({ index, source }) => [index, source.text]),
          cells,
        );
        assert.equal(readNotebookPython(json).text, cells.map(([, source]) => source).join('\n'));
      }
    });
  }
});

/** Cells as they are written in the file, and in marks what the named part of the Python text covers. */
const spelled: [about: string, cells: string, part: string][] = [
  ['a plain text', '"a = ⟦x:1⟧"', 'x:1'],
  ['all of it', '"⟦a⟧"', 'a'],
  ['after a line end', '"a\\n⟦x:1⟧"', 'x:1'],
  ['a line end', '"a⟦\\n⟧b"', '\n'],
  ['after quotes', '"f(\\"⟦x:1⟧\\")"', 'x:1'],
  ['with quotes', '"f(⟦\\"x:1\\"⟧)"', '"x:1"'],
  ['a quote at the end', '"f(⟦x\\"⟧"', 'x"'],
  ['every escape', '"a⟦\\"\\\\\\/\\b\\f\\n\\r\\t⟧b"', '"\\/\b\f\n\r\t'],
  ['after every escape', '"\\"\\\\\\/\\b\\f\\n\\r\\t⟦x⟧y"', 'x'],
  ['a code', '"a⟦\\u00fC⟧b"', 'ü'],
  ['a code of what needs none', '"a⟦x\\u003a1⟧b"', 'x:1'],
  ['a code of a backslash', '"a\\u005c⟦n⟧"', 'n'],
  ['a pair of codes', '"a⟦\\ud83d\\ude00⟧b"', '😀'],
  ['half a pair', '"a\\ud83d⟦\\ude00⟧b"', '\ude00'],
  ['half a pair alone', '"⟦\\ude00⟧b"', '\ude00'],
  ['a wide character', '"a😀⟦ü:1⟧😀"', 'ü:1'],
  ['in the second line', '["a\\n",\n "⟦x:1⟧\\n", "b"]', 'x:1'],
  ['the beginning of a line', '["a\\n", "⟦b⟧"]', 'b'],
  ['the end of a line', '["a⟦\\n⟧", "b"]', '\n'],
  ['over two lines', '["a⟦b\\n",\n "c⟧d"]', 'b\nc'],
  ['after empty lines', '["", "", "a⟦b⟧", ""]', 'b'],
  ['in another cell', '"a"}, {"cell_type": "code", "source": "⟦b⟧"', 'b'],
  ['after a cell with a command', '"!ls \\"x\\""}, {"cell_type": "code", "source": "\\"⟦é⟧\\""', 'é'],
  ['after a cell that is left open', '"f(\\n"}, {"cell_type": "code", "source": "a = ⟦b⟧"', 'b'],
];

describe('a part of the text stands in the file', () => {
  for (const [about, cells, part] of spelled) {
    test(about, () => {
      const marked = `{"cells": [{"cell_type": "code", "source": ${cells}}]}`;
      const { text: json, ranges } = parseMarked(marked);
      const python = readNotebookPython(json);
      const start = python.text.indexOf(part);
      const range = python.toFile({ start, end: start + part.length })!;
      assert.equal(mark(json, [range]), marked);
      assert.equal(python.fromFile(ranges[0]!.start), start, 'back');
    });
  }

  test('an empty range has a place', () => {
    const json = '{"cells": [{"cell_type": "code", "source": ["a\\n", "b"]}, {"cell_type": "code", "source": "c"}]}';
    const { text, toFile } = readNotebookPython(json);
    const places = Array.from({ length: text.length + 1 }, (_, at) => toFile({ start: at, end: at })!);
    assert.equal(mark(json, places).replaceAll('⟦⟧', '‸'), json.replace('a\\n", "b"', '‸a‸\\n", "‸b‸"').replace('"c"', '"‸c‸"'));
  });

  test('what no cell holds has none', () => {
    const { toFile, fromFile } = readNotebookPython(JSON.stringify(notebook([code('a'), code(''), code('b')])));
    for (const [start, end] of [
      [0, 2],
      [1, 3],
      [-1, 0],
      [3, 5],
      [1, 0],
    ] as const)
      assert.equal(toFile({ start, end }), undefined);
    assert.equal(fromFile(0), undefined);
  });
});

const edited: [about: string, source: string, newText: string, expected: string | undefined][] = [
  ['a plain text', '"a(\'⟦x:1⟧\')"', 'x:2', '"a(\'x:2\')"'],
  ['with quotes', '"a(⟦\\"x:1\\"⟧)"', '"x:2"', '"a(\\"x:2\\")"'],
  ['lines', '["a\\n", "⟦b⟧"]', 'b\n\tc', '["a\\n", "b\\n\\tc"]'],
  ['nothing', '"a⟦b⟧"', '', '"a"'],
  ['an insertion', '"a\\n⟦⟧b"', 'x\n', '"a\\nx\\nb"'],
  ['over two strings', '["a⟦b\\n", "c⟧d"]', 'x', undefined],
];

describe('a part of the text is replaced in the file', () => {
  for (const [about, source, newText, expected] of edited) {
    test(about, () => {
      const file = (cell: string) => `{"cells": [{"cell_type": "code", "source": ${cell}}]}`;
      const { text: json, ranges } = parseMarked(file(source));
      const { fromFile, editFile } = readNotebookPython(json);
      const [start, end] = [fromFile(ranges[0]!.start)!, fromFile(ranges[0]!.end)!];
      const edit = editFile({ start, end }, newText);
      assert.equal(edit && json.slice(0, edit.range.start) + edit.newText + json.slice(edit.range.end), expected && file(expected));
    });
  }
});

const broken: [about: string, marked: string, message: string][] = [
  ['no value', '{"cells": ⟦}⟧', 'a value is expected here.'],
  ['cut off', '{"cells": [⟦⟧', 'a value is expected here.'],
  ['cut off after a value', '{"cells": []⟦⟧', 'a comma or } is expected here.'],
  ['no comma', '{"cells": [1 ⟦2⟧]}', 'a comma or ] is expected here.'],
  ['a comma too many', '{"cells": [1, ⟦]⟧}', 'a value is expected here.'],
  ['a comma after the last name', '{"cells": [], ⟦}⟧', 'a name in double quotes is expected here.'],
  ['a comma first', '{"cells": [⟦,⟧ 1]}', 'a value is expected here.'],
  ['a bare name', '{⟦c⟧ells: []}', 'a name in double quotes is expected here.'],
  ['no colon', '{"cells" ⟦[⟧]}', 'a colon is expected here.'],
  ['the wrong end', '{"cells": [⟦}⟧', 'a value is expected here.'],
  ['more than one value', '{"cells": []} ⟦{⟧}', 'the end of the file is expected here.'],
  ['a text over its line', '{"cells": [⟦"abc⟧\n"]}', 'this text does not end on its line.'],
  ['a text without an end', '{"cells": [⟦"abc]}⟧', 'this text has no end.'],
  ['a text that ends in a backslash', '{"cells": ["abc⟦\\⟧', 'another escape is expected here.'],
  ['an escape that is none', '{"cells": ["abc⟦\\⟧x"]}', 'another escape is expected here.'],
  ['a code too short', '{"cells": ["abc⟦\\⟧u12"]}', 'another escape is expected here.'],
  ['a name over its line', '{⟦"abc⟧\n": 1}', 'this text does not end on its line.'],
  ['a word that is none', '{"cells": ⟦N⟧one}', 'a value is expected here.'],
  ['a number that is none', '{"cells": ⟦0⟧1}', 'a value is expected here.'],
  ['a half number', '{"cells": ⟦1⟧.}', 'a value is expected here.'],
  ['an unresolved merge', '{"cells": [\n⟦<⟧<<<<<< HEAD\n1', 'a value is expected here.'],
  ['Python', '⟦i⟧mport valohai', 'a value is expected here.'],
];
const foreign: [about: string, marked: string][] = [
  ['an object', '⟦{⟧}'],
  ['a list', ' ⟦[⟧{"cells": []}]'],
  ['a number', '⟦1⟧2'],
  ['cells of another kind', '⟦{⟧"cells": {}}'],
  ['worksheets of another kind', '⟦{⟧"worksheets": 3}'],
];

describe('what is no notebook gives no cells and a problem', () => {
  const all = [
    ...broken.map(([about, marked, message]) => [about, marked, `This notebook is broken JSON: ${message}`] as const),
    ...foreign.map(([about, marked]) => [about, marked, 'This file is not a notebook: it has no list of cells.'] as const),
  ];
  for (const [about, marked, message] of all) {
    test(about, () => {
      const { text } = parseMarked(marked);
      const { cells, problem } = readNotebook(text);
      assert.deepEqual(cells, []);
      assert.equal(problem?.message, message);
      assert.equal(mark(text, [problem!.range]), marked);
      assert.deepEqual({ ...readNotebookPython(text).problem }, { ...problem });
    });
  }
});
