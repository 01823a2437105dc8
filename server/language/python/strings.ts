/** String literals of Python with the range of what stands between their quotes. */
import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../core/ref.ts';
import { childrenOf } from './tree.ts';

export interface StringLiteral {
  text: string;
  /** Between the quotes; of several literals in a row, from the first one's text to the last one's. */
  range: Span;
  /** Whether a part of the text is only known when the program runs, or is written as an escape. */
  dynamic: boolean;
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
  return {
    text: pieces.map((piece) => piece.text).join(''),
    range: { start: pieces[0]!.start, end: last.start + last.text.length },
    dynamic: pieces.some((piece) => piece.dynamic) || isOperand(node),
    pieces,
  };
}

/** Where a part of the text stands; all of the literal, when the part runs over several pieces. */
export function spanInString(literal: StringLiteral, part: Span): Span {
  let before = 0;
  for (const piece of literal.pieces) {
    if (part.start >= before && part.end <= before + piece.text.length) {
      return { start: piece.start + part.start - before, end: piece.start + part.end - before };
    }
    before += piece.text.length;
  }
  return literal.range;
}

/** A part of `"a" + b` or `"a %s" % b`, whose text alone says nothing. */
function isOperand(node: SyntaxNode): boolean {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent?.name === 'BinaryExpression' && parent.getChild('ArithOp') !== null;
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
