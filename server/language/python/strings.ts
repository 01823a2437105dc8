/** String literals of Python with the range of what stands between their quotes. */
import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../core/ref.ts';
import { childrenOf, outerOf } from './tree.ts';

export interface StringLiteral {
  text: string;
  /** Between the quotes; of several literals in a row, from the first one's text to the last one's. */
  range: Span;
  /** Whether a part of the text is only known when the program runs, or is written as an escape. */
  dynamic: boolean;
  /** Whether it is only a part of the text that the program makes: `"a" + b`, `"a %s" % b`, `"{}".format(b)`, `join("a", b)`. */
  built: boolean;
  closed: boolean;
  /** Literals in a row. */
  pieces: Piece[];
}

interface Piece {
  text: string;
  /** Offset of the piece in the document. */
  start: number;
  dynamic: boolean;
  closed: boolean;
}

export function readString(node: SyntaxNode, source: string): StringLiteral {
  const nodes = node.name === 'ContinuedString' ? childrenOf(node).filter(isLiteral) : [node];
  const all = nodes.map((piece) => readPiece(piece, source));
  const open = all.findIndex((piece) => !piece.closed);
  // what follows a string without its closing quote belongs to other code
  const pieces = open < 0 ? all : all.slice(0, open + 1);
  const last = pieces.at(-1)!;
  const built = isPart(node, source);
  return {
    text: pieces.map((piece) => piece.text).join(''),
    range: { start: pieces[0]!.start, end: last.start + last.text.length },
    dynamic: built || pieces.some((piece) => piece.dynamic),
    built,
    closed: open < 0,
    pieces,
  };
}

/** Where a part of the text stands, with the quotes between its pieces when it runs over several. */
export function spanInString({ pieces }: StringLiteral, part: Span): Span {
  return { start: offsetIn(pieces, part.start, 0), end: offsetIn(pieces, part.end, 1) };
}

/** Whether a string, or a name for one, stands where the program makes another text of it. */
export function isPart(node: SyntaxNode, source: string): boolean {
  const outer = outerOf(node);
  if (!outer) return false;
  if (outer.name === 'BinaryExpression') return outer.getChild('ArithOp') !== null;
  if (outer.name === 'UpdateStatement') return true;
  // what a text's method answers is another text
  if (outer.name === 'MemberExpression') return outer.lastChild?.name === 'PropertyName' && outer.parent?.name === 'CallExpression';
  return isJoined(outer, source);
}

/** The offset of a place in the text: at a seam the end of the piece before it, or the beginning of the next. */
function offsetIn(pieces: readonly Piece[], at: number, atSeam: 0 | 1): number {
  let rest = at;
  for (const { start, text } of pieces) {
    if (rest < text.length + atSeam) return start + rest;
    rest -= text.length;
  }
  const last = pieces.at(-1)!;
  return last.start + last.text.length;
}

/** An argument of `os.path.join(…)`, `"/".join([…])`, `urljoin(…)`; not of `", ".join(…)`, which leaves its parts whole. */
function isJoined(outer: SyntaxNode, source: string): boolean {
  const list = /^(?:Array|Tuple)Expression$/.test(outer.name) ? outerOf(outer) : outer;
  const callee = list?.name === 'ArgList' ? list.parent?.firstChild : undefined;
  if (!callee) return false;
  const written = source.slice(callee.from, callee.to);
  return /(?:\.|url|^)join(?:path)?$/.test(written) && !/^["'](?:\\n|[\s,;|])+["']\.join$/.test(written);
}

function isLiteral(node: SyntaxNode): boolean {
  return node.name === 'String' || node.name === 'FormatString';
}

function readPiece(node: SyntaxNode, source: string): Piece {
  const raw = source.slice(node.from, node.to);
  const opening = /^[A-Za-z]{0,2}("""|'''|"|')/.exec(raw);
  const [mark = '', quote = ''] = opening ?? [];
  const closed = quote !== '' && raw.length >= mark.length + quote.length && raw.endsWith(quote);
  const start = node.from + mark.length;
  const end = closed ? node.to - quote.length : node.to;
  const fields = node.name === 'FormatString' ? node.getChildren('FormatReplacement') : [];
  const text = fields.reduce((inner, field) => masked(inner, field.from - start, field.to - start), source.slice(start, end));
  return { text, start, dynamic: fields.length > 0 || node.getChild('Escape') !== null, closed };
}

/** A field of an f-string, whatever stands in it, as a placeholder of the same length. */
function masked(text: string, from: number, to: number): string {
  return `${text.slice(0, from)}{${'x'.repeat(Math.max(0, to - from - 2))}}${text.slice(to)}`;
}
