/**
 * The default of an input, from lines and indentation: while `default: digits:` is being typed, YAML takes the name for
 * a key, and an empty value has no place in the tree at all.
 */
import type { TypedReference } from './completionTarget.ts';
import { itemOf, listOf, type Place, shapeOf } from './yamlPath.ts';

/** What stands after `default:` of an input, or in the list below it, if the cursor is in there. */
export function defaultUnderCursor(text: string, cursor: number): TypedReference | undefined {
  const start = text.lastIndexOf('\n', cursor - 1) + 1;
  const lines = text.split(/\r?\n/);
  const line = text.slice(0, start).split('\n').length - 1;
  const value = valueAt(lines, { line, column: cursor - start });
  return value && { text: value.text, start: start + value.start, cursor, lead: value.lead };
}

interface Value {
  text: string;
  /** Column at which the text begins. */
  start: number;
  lead: string;
}

function valueAt(lines: readonly string[], cursor: Place): Value | undefined {
  const text = lines[cursor.line]!;
  const shape = shapeOf(text);
  if (!shape) return undefined;
  if (shape.key === 'default')
    return isInput(lines, itemOf(lines, { line: cursor.line, column: shape.content }))
      ? scalarAfter(text, cursor.column, shape.content + keyLength)
      : undefined;
  if (shape.dash === undefined) return undefined;
  const dash = { line: cursor.line, column: shape.dash };
  const list = listOf(lines, dash);
  if (list?.key === 'inputs') return flowDefault(text, cursor.column);
  return list?.key === 'default' && isInput(lines, itemOf(lines, list)) ? scalarAfter(text, cursor.column, shape.dash + 1) : undefined;
}

const keyLength = 'default:'.length;

function isInput(lines: readonly string[], item: Place | undefined): boolean {
  return item !== undefined && listOf(lines, item)?.key === 'inputs';
}

/** `- {name: a, default: …` */
function flowDefault(line: string, column: number): Value | undefined {
  const key = line.slice(0, column).search(/(?<=[{,]\s*)default:(?!.*[{,]\s*[\w-]+:\s)/);
  return key < 0 ? undefined : scalarAfter(line, column, key + keyLength);
}

/** The word around the cursor, if it is all there is after `from`, or an item of a flow list there. */
function scalarAfter(line: string, column: number, from: number): Value | undefined {
  if (column < from) return undefined;
  const start = column - /[^\s,[{"']*$/.exec(line.slice(from, column))![0].length;
  const end = column + /^[^\s,\]}"']*/.exec(line.slice(column))![0].length;
  const before = line.slice(from, start);
  if (!/^\s*(?:\[(?:[^\]]*,)?\s*)?["']?$/.test(before)) return undefined;
  return { text: line.slice(start, end), start, lead: before === '' ? ' ' : '' };
}
