/** The tokens of a stop condition, which is written as a Python expression. */

export interface Token {
  kind: 'name' | 'word' | 'number' | 'text' | 'operator' | 'end' | 'fault';
  text: string;
  start: number;
  end: number;
  /** Of a fault: what is wrong. */
  message?: string;
}

/** Words that are no names. Python's others may be names here: what is measured may be called `class`. */
const words = new Set(['and', 'or', 'not', 'in', 'is', 'for', 'True', 'False', 'None']);

type Sort = 'blank' | 'newline' | 'number' | 'text' | 'quote' | 'name' | 'operator';

/** What may stand at a place, the first that fits. */
const sorts: readonly [sort: Sort, pattern: RegExp][] = [
  ['blank', /[ \t\f]+|#[^\n]*/y],
  ['newline', /\r?\n/y],
  ['number', /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]\d+)?[\p{L}\p{N}_]*/uy],
  ['text', /[a-zA-Z]{0,2}(?:"""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?!"")(?:[^"\\\n]|\\.)*"|'(?!'')(?:[^'\\\n]|\\.)*')/sy],
  ['quote', /["']/y],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['operator', /\*\*|\/\/|<<|>>|<=|>=|==|!=|:=|->|[-+*/%@<>=&|^~(),.[\]{}:;]/y],
];

const number =
  /^(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|0[0_]*|[1-9][\d_]*|(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?|\d[\d_]*[eE][+-]?[\d_]+)$/;

/** Always ends with an `end` token or with a fault, from which on nothing is read. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let start = 0;
  while (start < text.length) {
    const { sort, end } = sortAt(text, start);
    const piece = text.slice(start, end);
    if (sort === 'newline' && depth === 0 && text.slice(end).trim() !== '')
      return [...tokens, fault(start, end, 'A condition is one line.')];
    if (sort !== 'blank' && sort !== 'newline') tokens.push(token(sort, text, { start, end }));
    if (tokens.at(-1)?.kind === 'fault') return tokens;
    if (sort === 'operator') depth += /[([{]/.test(piece) ? 1 : /[)\]}]/.test(piece) ? -1 : 0;
    start = end;
  }
  return [...tokens, { kind: 'end', text: '', start, end: start }];
}

function sortAt(text: string, start: number): { sort: Sort | undefined; end: number } {
  for (const [sort, pattern] of sorts) {
    pattern.lastIndex = start;
    if (pattern.test(text)) return { sort, end: pattern.lastIndex };
  }
  return { sort: undefined, end: start + 1 };
}

function token(sort: Sort | undefined, whole: string, { start, end }: { start: number; end: number }): Token {
  const text = whole.slice(start, end);
  switch (sort) {
    case 'quote':
      return fault(start, whole.length, 'This text is not closed.');
    case 'number':
      return number.test(text) ? { kind: 'number', text, start, end } : fault(start, end, `"${text}" is no number.`);
    case 'text':
      return /^[rRuU]?["']/.test(text)
        ? { kind: 'text', text, start, end }
        : fault(start, end, 'Only plain texts can stand in a condition.');
    case 'name':
      return { kind: words.has(text) ? 'word' : 'name', text, start, end };
    case 'operator':
      return { kind: 'operator', text, start, end };
    default:
      return fault(start, end, `"${text}" cannot stand in a condition.`);
  }
}

function fault(start: number, end: number, message: string): Token {
  return { kind: 'fault', text: '', start, end, message };
}
