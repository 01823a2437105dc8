/** One line of a `.datapinignore`, read as git reads one of .gitignore, but by characters in place of bytes. */

export interface IgnorePattern {
  /** What it says of what fits: left out, or, after a `!`, kept. */
  leavesOut: boolean;
  foldersOnly: boolean;
  /** Whether it is about the whole path, from the folder of its file on; else about the name alone. */
  whole: boolean;
  expression: RegExp;
}

/** Nothing for a comment, an empty line, and what can fit nothing. */
export function parsePattern(line: string): IgnorePattern | undefined {
  if (line.startsWith('#')) return undefined;
  // Spaces at the end count only behind a backslash.
  let text = line.replace(/\r$/, '').replace(/^((?:[^\\]|\\.)*?) +$/su, '$1');
  const leavesOut = !text.startsWith('!');
  if (!leavesOut) text = text.slice(1);
  const foldersOnly = text.endsWith('/');
  if (foldersOnly) text = text.slice(0, -1);
  const whole = text.includes('/');
  const source = toExpression(text.replace(/^\//, ''), whole);
  return source ? { leavesOut, foldersOnly, whole, expression: new RegExp(`^${source}$`, 'su') } : undefined;
}

function toExpression(glob: string, whole: boolean): string | undefined {
  const chars = [...glob];
  let result = '';
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (char === '*') {
      const start = i;
      while (chars[i + 1] === '*') i++;
      const next = chars[i + 1];
      const own = (start === 0 || chars[start - 1] === '/') && (next === undefined || next === '/');
      if (!whole || i === start || !own) result += '[^/]*';
      else if (next === undefined) result += '.*';
      else {
        result += '(?:.*/)?';
        i++;
      }
    } else if (char === '?') result += '[^/]';
    else if (char === '[') {
      const set = parseSet(chars, i + 1);
      if (!set) return undefined;
      result += set.expression;
      i = set.end;
    } else if (char === '\\') {
      const next = chars[++i];
      if (next === undefined) return undefined;
      result += literal(next);
    } else result += literal(char);
  }
  return result;
}

const classes: Record<string, string> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  space: '\\t-\\r ',
  upper: 'A-Z',
  xdigit: '0-9a-fA-F',
};

/** What stands in brackets, from the place after the first; `end` is the place of the last. Nothing, when it has none. */
function parseSet(chars: string[], start: number): { expression: string; end: number } | undefined {
  const negated = chars[start] === '!' || chars[start] === '^';
  const first = negated ? start + 1 : start;
  let members = '';
  for (let i = first; i < chars.length; i++) {
    if (chars[i] === ']' && i > first) return { expression: `(?!/)[${negated ? '^' : ''}${members}]`, end: i };
    const named = chars[i] === '[' && chars[i + 1] === ':' ? /^\[:([^\]]*):\]/u.exec(chars.slice(i).join('')) : undefined;
    if (named) {
      const all = classes[named[1]!];
      if (all === undefined) return undefined;
      members += all;
      i += [...named[0]].length - 1;
      continue;
    }
    if (chars[i] === '\\') i++;
    const low = chars[i];
    const ranged = chars[i + 1] === '-' && chars[i + 2] !== undefined && chars[i + 2] !== ']';
    if (ranged) i += chars[i + 2] === '\\' ? 3 : 2;
    const high = chars[i];
    if (low === undefined || high === undefined) return undefined;
    if (low.codePointAt(0)! <= high.codePointAt(0)!) members += `${literal(low)}-${literal(high)}`;
  }
  return undefined;
}

function literal(char: string): string {
  return `\\u{${char.codePointAt(0)!.toString(16)}}`;
}
