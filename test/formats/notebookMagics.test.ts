/** Cells as one Python text: what is blanked out, what is closed, and where every part stands. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parser } from '@lezer/python';
import { joinCells } from '../../server/formats/notebook/join.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** Written with `·` for every blank that stands in the place of something else. */
const blanked: [about: string, source: string, python: string][] = [
  ['plain Python', 'import x\nx.y(1)', 'import x\nx.y(1)'],
  ['nothing', '', ''],
  ['a magic', '%matplotlib inline\na = 1', '_·················\na = 1'],
  ['a magic alone', '%', '_'],
  ['a command', '!pip install x', '_·············'],
  ['a command twice', '!!ls', '_···'],
  ['a help line', '?x', '_·'],
  ['help behind', 'x.y?', '_···'],
  ['more help behind', 'a = 1\nx.y??\nb = 2', 'a = 1\n_····\nb = 2'],
  ['help of a magic', '%time?', '_·····'],
  ['quoting and calling', ',f a b\n;f a b\n/f a', '_·····\n_·····\n_···'],
  ['in a block', 'if x:\n    %cd ..\nelse:\n\t!ls\ny = 1', 'if x:\n    _·····\nelse:\n\t_··\ny = 1'],
  ['with wide characters', '!echo 😀ü\na = 1', '_········\na = 1'],
  ['with line ends of Windows', '!ls\r\na = 1\r\n%cd\r\n', '_··\r\na = 1\r\n_··\r\n'],
  ['over several lines', '!ls \\\n  -l \\\n  (\na = 1', '_····\n······\n···\na = 1'],
  ['over several lines of Windows', '!ls \\\r\n  -l\r\na = 1', '_····\r\n····\r\na = 1'],
  ['its brackets are not ours', '!echo (\na = 1', '_······\na = 1'],
  ['its quotes are not ours', "!echo '''\na = 1", '_········\na = 1'],
  ['an answer', 'x = !ls -l\ny = x', 'x = _·····\ny = x'],
  ['an answer without blanks', 'x=!ls', 'x=_··'],
  ['an answer of a magic', 'x = %env HOME', 'x = _········'],
  ['two answers', 'x, y = !ls', 'x, y = _··'],
  ['an answer over several lines', 'x = !ls \\\n  -l\ny = 1', 'x = _····\n····\ny = 1'],
  ['an answer in an item', 'x["a=b"] = !ls', 'x["a=b"] = _··'],
  ['an annotated answer', 'x: list = !ls', 'x: list = _··'],
  ['a timed statement', '%time x = f(\n  1)\ny = 2', '_····;x = f(\n  1)\ny = 2'],
  ['a timed command', '%time !ls', '_········'],
  ['timed: nothing', '%time \nx = 1', '_·····\nx = 1'],
  ['timed help', '%time x?', '_····;_·'],
  ['a remainder', 'x = (a\n  % b)\ny = a % b\nz %= 2', 'x = (a\n  % b)\ny = a % b\nz %= 2'],
  ['a remainder on a continued line', 'x = a \\\n  % b', 'x = a \\\n  % b'],
  ['not equal', 'x = (a\n  != b)\ny = a != b\nx == b', 'x = (a\n  != b)\ny = a != b\nx == b'],
  ['a conversion', "x = f'{a!r}'", "x = f'{a!r}'"],
  ['a text with signs', 'x = "a?" + \'%s\'\ny = "=!"', 'x = "a?" + \'%s\'\ny = "=!"'],
  ['a long text with lines like magics', 'x = """\n%a\n!b\n?c\n"""\n!d', 'x = """\n%a\n!b\n?c\n"""\n_·'],
  ['a long text with quotes', "x = '''\"\"\"\n%a\n'''\n!d", "x = '''\"\"\"\n%a\n'''\n_·"],
  ['a long text with an escaped end', 'x = """\\"""\n%a\n"""\n!d', 'x = """\\"""\n%a\n"""\n_·'],
  ['an empty text', 'x = ""\n!d', 'x = ""\n_·'],
  ['an escaped quote', 'x = "\\"("\n!d', 'x = "\\"("\n_·'],
  ['a text over two lines', 'x = "a\\\n%b"\n!d', 'x = "a\\\n%b"\n_·'],
  ['a comment', '# is it? (\n!d', '# is it? (\n_·'],
  ['a comment after a statement', 'x = 1 # "why?\n!d', 'x = 1 # "why?\n_·'],
  ['a magic in brackets is none', 'x = [\n  # %a\n  1,\n]\n%a', 'x = [\n  # %a\n  1,\n]\n_·'],
  ['a cell of time', '%%time\nx = 1', '······\nx = 1'],
  ['a cell of time, with options', '%%timeit -n 10\nx = 1', '··············\nx = 1'],
  ['a cell that is kept', '%%capture out\nx = 1\n!ls', '·············\nx = 1\n_··'],
  ['two magics of a cell', '%%time\n%%capture\nx = 1', '······\n·········\nx = 1'],
  ['after empty lines', '\n  \n%%time\nx = 1', '\n··\n······\nx = 1'],
  ['a shell', '%%bash\nls "\n\npwd', '······\n····\n\n···'],
  ['a shell after empty lines', '\n%%bash\nls', '\n······\n··'],
  ['a shell in time', '%%time\n%%bash\nls', '······\n······\n··'],
  ['a file', '%%writefile a.py\nx = "digits:v1"', '················\n···············'],
  ['another Python', '%%python3\nx = 1', '·········\n·····'],
  ['a magic nobody knows', '%%nobody\nx = 1', '········\n·····'],
  ['a magic without a name', '%%\nx = 1', '··\n·····'],
  ['help of a cell magic', '%%bash?\nx = 1', '·······\nx = 1'],
  ['a cell magic further down', 'x = 1\n%%bash\ny = 2', 'x = 1\n_·····\ny = 2'],
  ['only a cell magic', '%%time', '······'],
];

describe('what is no Python is blanked out', () => {
  for (const [about, source, python] of blanked) {
    test(about, () => {
      const { text } = joinCells([source]);
      assert.equal(text, python.replaceAll('·', ' '));
      assert.equal(text.length, source.length);
      assert.deepEqual(faults(text), [], 'Python parses');
    });
  }
});

test('a text over two lines of Windows', () => {
  // apart from the others, for @lezer/python does not parse it
  assert.equal(joinCells(['x = "a\\\r\n%b"\r\n!d']).text, 'x = "a\\\r\n%b"\r\n_ ');
});

/** A cell that is being written, and what follows it, so that the next is read as if it stood alone. */
const open: [about: string, source: string, tail: string][] = [
  ['nothing', 'x = 1', ''],
  ['a line end', 'x = 1\n', ''],
  ['a comment', 'x = 1 # (', ''],
  ['a text', 'x = "a', ''],
  ['a bracket', 'f(', '\n)'],
  ['brackets', 'f({"a": [1', '\n]})'],
  ['a bracket before a comment', 'f( # one', '\n)'],
  ['a bracket closed twice', 'f())', ''],
  ['a bracket closed by another', 'f(]', '\n)'],
  ['a long text', 'x = """a', '\n"""'],
  ["a long text in ' and brackets", "f(['''a", "\n'''])"],
  ['a long text before a backslash', 'x = """a\\', '\n"""'],
  ['a backslash', 'x = 1 \\', '\n'],
  ['a backslash and a line end', 'x = 1 \\\n', '\n'],
  ['a command', '!ls (', ''],
  ['a command that goes on', '!ls \\', ''],
];

describe('what a cell leaves open is closed after it', () => {
  for (const [about, source, tail] of open) {
    test(about, () => {
      const { text } = joinCells([source, 'v.prepare(step="a")\n', 'last = 1']);
      const alone = joinCells([source]).text;
      assert.equal(text, `${alone}${tail}\nv.prepare(step="a")\n\nlast = 1`);
      assert.deepEqual(statements(text).slice(-2), ['v.prepare(step="a")', 'last = 1']);
    });
  }
});

/** A range of the joined text, in marks; what `locate` says of it. */
const located: [about: string, sources: string[], range: [start: number, end: number], expected: string[] | undefined][] = [
  ['in the first', ['abc', 'def'], [0, 2], ['⟦ab⟧c', 'def']],
  ['a whole cell', ['abc', 'def'], [0, 3], ['⟦abc⟧', 'def']],
  ['in the second', ['abc', 'def'], [5, 7], ['abc', 'd⟦ef⟧']],
  ['nothing at an end', ['abc', 'def'], [3, 3], ['abc⟦⟧', 'def']],
  ['nothing at a beginning', ['abc', 'def'], [4, 4], ['abc', '⟦⟧def']],
  ['an empty cell', ['abc', '', 'def'], [4, 4], ['abc', '⟦⟧', 'def']],
  ['after an empty cell', ['', '', 'def'], [2, 3], ['', '', '⟦d⟧ef']],
  ['over a line end between two', ['abc', 'def'], [3, 4], undefined],
  ['over two', ['abc', 'def'], [2, 5], undefined],
  ['over the end', ['abc'], [2, 4], undefined],
  ['before the beginning', ['abc'], [-1, 2], undefined],
  ['backwards', ['abc'], [2, 1], undefined],
  ['no cells', [], [0, 0], undefined],
  ['into what closes a cell', ['f(a', 'b'], [1, 5], ['f⟦(a⟧', 'b']],
  ['only what closes a cell', ['f(a', 'b'], [4, 5], ['f(a⟦⟧', 'b']],
  ['after what closes a cell', ['f(a', 'b'], [6, 7], ['f(a', '⟦b⟧']],
  ['in a blanked cell', ['!ls -l', 'b'], [1, 3], ['!⟦ls⟧ -l', 'b']],
];

describe('a range of the text is located in its cell', () => {
  for (const [about, sources, [start, end], expected] of located) {
    test(about, () => {
      const found = joinCells(sources).locate({ start, end });
      const shown = found && sources.map((source, cell) => (cell === found.cell ? mark(source, [found.span]) : source));
      assert.deepEqual(shown, expected);
      assert.ok(!found || found.span.end <= sources[found.cell]!.length);
    });
  }

  test('every place of every cell, there and back', () => {
    const sources = ['a = 1\n!ls', '', 'f((', '%%bash\nls', 'x = """', 'end'];
    const joined = joinCells(sources);
    for (const [cell, source] of sources.entries()) {
      for (let offset = 0; offset <= source.length; offset++) {
        const at = joined.offsetOf(cell, offset)!;
        assert.deepEqual(joined.locate({ start: at, end: at }), { cell, span: { start: offset, end: offset } });
      }
      assert.equal(joined.offsetOf(cell, source.length + 1), undefined);
      assert.equal(joined.offsetOf(cell, -1), undefined);
    }
    assert.equal(joined.offsetOf(sources.length, 0), undefined);
  });

  test('a name found in the parsed text stands where it was written', () => {
    const written = ['import valohai\n%cd x', '!ls (', 'valohai.prepare(\n  step=⟦"train"⟧,', 'print(1)'];
    const sources = written.map((cell) => parseMarked(cell).text);
    const { text, locate } = joinCells(sources);
    const found = locate(firstString(text))!;
    assert.equal(mark(sources[found.cell]!, [found.span]), written[found.cell]);
  });
});

function faults(python: string): string[] {
  const found: string[] = [];
  parser.parse(python).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) found.push(`${from}: ${python.slice(from, to)}`);
    },
  });
  return found;
}

function statements(python: string): string[] {
  const found: string[] = [];
  for (let node = parser.parse(python).topNode.firstChild; node; node = node.nextSibling) found.push(python.slice(node.from, node.to));
  return found;
}

function firstString(python: string): { start: number; end: number } {
  for (const cursor = parser.parse(python).cursor(); cursor.next(); ) {
    if (cursor.name === 'String') return { start: cursor.from, end: cursor.to };
  }
  throw new Error('The text has no string.');
}
