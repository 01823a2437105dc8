/**
 * Where a line of YAML in block style belongs, by dashes and indentation alone: it also works where the text is no YAML yet,
 * and costs the lines between it and the beginning of its item.
 */
import { indentOf, isOpen, type Line, type LineShape, lineAfter, lineBefore, plainValue, shapeOf } from './lines.ts';

/** One step from the outside in: a key, or `[]` for "an item of this list", and where it stands. */
export interface Step {
  name: string | readonly [];
  line: Line;
  column: number;
}

export interface Climbed {
  /** From the outermost. */
  steps: Step[];
  /** Whether the line is in the middle of the text that the last step holds. */
  isText: boolean;
}

/** All that a line is in. Nothing where indentation makes no sense. */
export function climb(text: string, line: Line, { dashes, content }: Pick<LineShape, 'dashes' | 'content'>): Climbed | undefined {
  const way: Way = { found: [], isText: false, column: content, inList: false };
  takeDashes(way, line, dashes);
  for (let at = lineBefore(text, line); at && !(way.inList && way.column === 0); at = lineBefore(text, at)) {
    const first = indentOf(text, at);
    if (first === undefined || first > way.column) continue;
    const written = text.slice(at.start, at.end);
    if (first === 0 && documentMark.test(written)) break;
    if (!(way.inList ? climbList : climbMapping)(way, at, shapeOf(written))) return undefined;
  }
  return { steps: way.found.reverse(), isText: way.isText };
}

/** Keys of the block mapping that has one at this column of a line, with what stands behind them on their lines. */
export function keysAround(text: string, { line, column }: { line: Line; column: number }): Map<string, string> {
  const keys = new Map<string, string>();
  const own = shapeOf(text.slice(line.start, line.end));
  const take = ({ key, value }: LineShape) => key !== undefined && keys.set(key, plainValue(value));
  if (own.content === column) take(own);
  const isFirst = own.content === column && own.dashes.length > 0;
  for (let at = isFirst ? undefined : lineBefore(text, line); at; at = lineBefore(text, at)) {
    const shape = shapeAtColumn(text, at, column);
    if (shape === 'outside') break;
    if (!shape) continue;
    take(shape);
    if (shape.dashes.length > 0) break;
  }
  for (let at = lineAfter(text, line); at; at = lineAfter(text, at)) {
    const shape = shapeAtColumn(text, at, column);
    if (shape === 'outside' || (shape && shape.dashes.length > 0)) break;
    if (shape) take(shape);
  }
  return keys;
}

const documentMark = /^(?:---|\.\.\.)(?:\s|$)/;

interface Way {
  /** From the innermost. */
  found: Step[];
  isText: boolean;
  /** Of the keys, or of the dashes, that are looked at now. */
  column: number;
  inList: boolean;
}

function takeDashes(way: Way, line: Line, dashes: readonly number[]): void {
  if (dashes.length === 0) return;
  for (const column of dashes.toReversed()) way.found.push({ name: [], line, column });
  way.column = dashes[0]!;
  way.inList = true;
}

/** Goes on from the keys of a mapping. False where a line can be nothing to them. */
function climbMapping(way: Way, line: Line, shape: LineShape): boolean {
  const { dashes, content } = shape;
  if (content === way.column) takeDashes(way, line, dashes);
  else if (content > way.column)
    return dashes[0] === way.column; // the list of a key beside
  else return takeHolder(way, line, shape);
  return true;
}

/** Goes on from the dashes of a list. */
function climbList(way: Way, line: Line, shape: LineShape): boolean {
  const { dashes, content } = shape;
  const at = dashes.indexOf(way.column);
  if (at >= 0) takeDashes(way, line, dashes.slice(0, at));
  else if (content > way.column) return false;
  else return takeHolder(way, line, shape);
  return true;
}

/** A line with less indentation: its key holds all that was found, or its text goes on. */
function takeHolder(way: Way, line: Line, { dashes, content, key, value }: LineShape): boolean {
  if (!isOpen(value)) {
    way.isText = true;
    way.found = []; // what looked like keys is text
  }
  if (key !== undefined) way.found.push({ name: key, line, column: content });
  way.column = content;
  way.inList = false;
  takeDashes(way, line, dashes);
  return true;
}

/** A line of the mapping at this column; nothing for one that is deeper within it. */
function shapeAtColumn(text: string, line: Line, column: number): LineShape | 'outside' | undefined {
  const first = indentOf(text, line);
  if (first === undefined || first > column) return undefined;
  const shape = shapeOf(text.slice(line.start, line.end));
  if (shape.content === column) return shape;
  return first === column ? undefined : 'outside';
}
