/** Flow style, `[a, {b: c}]`, read up to the cursor and on to its end: it also works where brackets are still open. */
import type { Span } from '../../core/ref.ts';

/** One bracket that is open at the cursor. */
export interface Frame {
  kind: 'list' | 'mapping';
  /** Of a list, its items before the one that the cursor is in. */
  items: readonly string[];
  /** Of a mapping, the key whose value the cursor is in; nothing while it is in a key. */
  key: string | undefined;
  /** All keys of the mapping with their values, also those behind the cursor. */
  keys: ReadonlyMap<string, string>;
}

export interface FlowPlace {
  /** From the outermost. */
  frames: Frame[];
  /** The scalar around the cursor, quotes excluded. */
  token: Span;
}

/** `start` is the first bracket. Nothing when all brackets are closed before the cursor. */
export function flowAt(text: string, start: number, cursor: number): FlowPlace | undefined {
  const stack: Open[] = [];
  const end = Math.min(text.length, cursor + lookAhead);
  let place: FlowPlace | undefined;
  for (let at = start; at < end; ) {
    const token = tokenAt(text, at, isInKey(stack.at(-1)));
    const isHere = token.sign === undefined ? cursor <= token.end : cursor < token.end;
    if (!place && stack.length > 0 && isHere) place = { frames: stack.map(toFrame), token: token.sign ? emptyAt(cursor) : token.inner };
    if (token.sign === undefined) fill(stack.at(-1), text.slice(token.inner.start, token.inner.end));
    else take(stack, token.sign);
    if (stack.length === 0) return place;
    at = token.end;
  }
  return place ?? (stack.length > 0 ? { frames: stack.map(toFrame), token: emptyAt(cursor) } : undefined);
}

/** Characters behind the cursor in which more keys of a mapping are looked for. */
const lookAhead = 2000;

interface Open {
  kind: Frame['kind'];
  items: string[];
  /** The scalar that was read last. */
  last: string;
  key: string | undefined;
  keys: Map<string, string>;
}

interface Token {
  end: number;
  /** Of punctuation; a blank for what is to be skipped. Nothing for a scalar. */
  sign?: string;
  /** Without quotes. */
  inner: Span;
}

/** Keys are shared, since there will be more of them until the end is reached. */
function toFrame({ kind, items, key, keys }: Open): Frame {
  return { kind, items: [...items], key, keys };
}

function emptyAt(at: number): Span {
  return { start: at, end: at };
}

function isInKey(open: Open | undefined): boolean {
  return open?.kind === 'mapping' && open.key === undefined;
}

function take(stack: Open[], sign: string): void {
  const top = stack.at(-1);
  if (sign === '[' || sign === '{') {
    stack.push({ kind: sign === '[' ? 'list' : 'mapping', items: [], last: '', key: undefined, keys: new Map() });
  } else if (sign === ']' || sign === '}') stack.pop();
  else if (sign === ':' && isInKey(top)) {
    top!.key = top!.last;
    top!.keys.set(top!.last, '');
  } else if (sign === ',' && top) {
    if (top.kind === 'list') top.items.push(top.last);
    top.key = undefined;
    top.last = '';
  }
}

function fill(open: Open | undefined, scalar: string): void {
  if (!open) return;
  open.last = scalar;
  if (open.key !== undefined) open.keys.set(open.key, scalar);
}

const blank = /(?:\s+(?:#[^\n]*)?)+/y;
const quoted = /"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?/y;

function tokenAt(text: string, at: number, inKey: boolean): Token {
  const skipped = matchAt(blank, text, at);
  if (skipped) return { end: at + skipped.length, sign: ' ', inner: emptyAt(at) };
  const literal = matchAt(quoted, text, at);
  if (literal) {
    const end = at + literal.length;
    const isClosed = literal.length > 1 && literal.endsWith(literal[0]!);
    return { end, inner: { start: at + 1, end: isClosed ? end - 1 : end } };
  }
  const end = plainEnd(text, at, inKey);
  return end === at ? { end: at + 1, sign: text[at]!, inner: emptyAt(at) } : { end, inner: { start: at, end } };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A colon ends a key, also right before the end; elsewhere it belongs to the text until a blank follows: `[digits:]` is being typed. */
function plainEnd(text: string, start: number, inKey: boolean): number {
  let end = start;
  while (end < text.length && !'[]{},\r\n'.includes(text[end]!)) {
    const next = text[end + 1] ?? '\n';
    if (text[end] === ':' && (next === ' ' || (inKey && ',]}\r\n'.includes(next)))) break;
    if (text[end] === '#' && text[end - 1] === ' ') break;
    end++;
  }
  return start + text.slice(start, end).trimEnd().length;
}
