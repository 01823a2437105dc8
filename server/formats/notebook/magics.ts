/**
 * What a notebook's cell holds besides Python, by the rules of IPython: `%magic`, `!command`, `x = !command`, `?help`, and
 * cells that begin with `%%magic`. It is blanked out, so that Python can be parsed and every offset stays.
 */

export interface PythonCell {
  /** As long as the cell. */
  text: string;
  /** What must follow for another cell to begin afresh: the ends of a string and of brackets that are still open. */
  tail: string;
}

/**
 * A blanked statement leaves `_` behind: its block is not empty, and a name that a command's answer is assigned to loses
 * what it held before.
 */
export function blankMagics(source: string): PythonCell {
  const cell: Cell = { source, parts: [], done: 0 };
  let at = passCellMagics(cell);
  let tail = '';
  while (at < source.length) ({ at, tail } = passStatement(cell, at));
  cell.parts.push(source.slice(cell.done));
  return { text: cell.parts.join(''), tail };
}

interface Cell {
  source: string;
  /** The text up to `done`. */
  parts: string[];
  done: number;
}

interface Passed {
  at: number;
  tail: string;
}

/** Magics whose cell is still Python, run where the other cells run. */
const pythonMagics: ReadonlySet<string> = new Set(
  'time timeit capture prun debug memit wandb snakeviz pyinstrument scalene heat'.split(' '),
);

/** Blanks `%%magic` lines above the code, and the code of another language with them. The offset at which Python begins. */
function passCellMagics(cell: Cell): number {
  const { source } = cell;
  const magic = /\s*%%(\S*)/y;
  for (let at = 0; ; ) {
    magic.lastIndex = at;
    const match = magic.exec(source);
    if (!match) return at;
    const isHelp = match[1]!.endsWith('?');
    at = isHelp || pythonMagics.has(match[1]!) ? lineEnd(source, magic.lastIndex) : source.length;
    blank(cell, { from: match.index, to: at, first: '' });
  }
}

/** Passes a statement, with the lines that its brackets, strings and backslashes add; blanks it when it is no Python. */
function passStatement(cell: Cell, start: number): Passed {
  const { source } = cell;
  const first = afterBlanks(source, start);
  const timed = /%time[ \t]+(?=[^\s%!?])/y;
  timed.lastIndex = first;
  if (timed.test(source)) {
    const { lastIndex } = timed;
    blank(cell, { from: first, to: lastIndex - 1, first: '_' });
    blank(cell, { from: lastIndex - 1, to: lastIndex, first: ';' });
    return passPython(cell, { first, at: lastIndex });
  }
  if (/[%!?,;/]/.test(source.charAt(first))) return passCommand(cell, { from: first, at: first });
  return passPython(cell, { first, at: first });
}

/** Blanks up to the end of the line of `at`, and of the lines that backslashes add to it. */
function passCommand(cell: Cell, { from, at }: { from: number; at: number }): Passed {
  const { source } = cell;
  let end = lineEnd(source, at);
  while (end < source.length && /\\\r?$/.test(source.slice(end - 2, end))) end = lineEnd(source, end + 1);
  blank(cell, { from, to: end, first: '_' });
  return { at: end + 1, tail: '' };
}

function passPython(cell: Cell, { first, at }: { first: number; at: number }): Passed {
  const { source } = cell;
  const open: string[] = [];
  const sign = /["'#()[\]{}\n?=]|\\\r?\n/g;
  sign.lastIndex = at;
  for (let match = sign.exec(source); match; match = sign.exec(source)) {
    const { 0: char, index } = match;
    if (char === '"' || char === "'") {
      const { end, quote } = passString(source, index);
      if (quote) return { at: end, tail: tailOf(quote, open) };
      sign.lastIndex = end;
    } else if (char === '#') sign.lastIndex = lineEnd(source, index);
    else if (closers[char]) open.push(closers[char]);
    else if (open.length > 0) {
      // an end that does not fit is a slip, and ends nothing
      if (char === open.at(-1)) open.pop();
    } else if (char === '\n') return { at: index + 1, tail: '' };
    else if (char === '?') return passCommand(cell, { from: first, at: index });
    else if (char === '=') {
      const value = afterBlanks(source, index + 1);
      if (/[!%]/.test(source.charAt(value))) return passCommand(cell, { from: value, at: value });
    }
  }
  return { at: source.length, tail: open.length > 0 || /\\\r?\n?$/.test(source.slice(-3)) ? tailOf('', open) : '' };
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** On a line of its own, for the cell may end in a comment or a backslash. */
function tailOf(quote: string, open: string[]): string {
  return `\n${quote}${open.reverse().join('')}`;
}

/** Where a string ends, its line when it is not closed there; `quote` when it goes on over the end of the cell. */
function passString(source: string, start: number): { end: number; quote: string } {
  const quote = source.startsWith(source[start]!.repeat(3), start) ? source[start]!.repeat(3) : source[start]!;
  const sign = quote.length === 3 ? /\\.|"""|'''/gs : /\\(?:\r\n|.)|["'\n]/gs;
  sign.lastIndex = start + quote.length;
  for (let match = sign.exec(source); match; match = sign.exec(source)) {
    if (match[0] === quote) return { end: sign.lastIndex, quote: '' };
    if (match[0] === '\n') return { end: match.index, quote: '' };
  }
  return { end: source.length, quote: quote.length === 3 ? quote : '' };
}

/** Blanks a range, but for what is blanked already and the ends of lines; `first` stands at its beginning. */
function blank(cell: Cell, { from, to, first }: { from: number; to: number; first: string }): void {
  const { source, parts, done } = cell;
  const begin = Math.max(from, done);
  parts.push(source.slice(done, begin), first, source.slice(begin + first.length, to).replace(/[^\r\n]/g, ' '));
  cell.done = to;
}

function afterBlanks(source: string, at: number): number {
  const blanks = /[ \t\f]*/y;
  blanks.lastIndex = at;
  return at + blanks.exec(source)![0].length;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end;
}
