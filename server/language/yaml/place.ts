/** What the cursor is in, in a pipeline file: a key or a value, at which path, and what stands around it. */
import type { Span } from '../../core/ref.ts';
import type { ShapePath } from '../../formats/pipelineFile/shape/lookup.ts';
import { type FlowPlace, type Frame, flowAt } from './flow.ts';
import { indentOf, type Line, lineAt, lineBefore, plainValue, shapeOf } from './lines.ts';
import { climb, keysAround, type Step } from './path.ts';

export interface YamlPlace {
  /**
   * key: a key of the mapping at `path` · value: what a key holds, or an item in brackets · item: what follows a dash, a value
   * or the first key of a mapping · text: in the middle of a text of several lines
   */
  kind: 'key' | 'value' | 'item' | 'text';
  /** Begins with the kind of the item: `['step', 'inputs', [], 'default']`. */
  path: ShapePath;
  /** The scalar around the cursor, quotes and comment excluded; empty where there is none. */
  token: Span;
  /** A blank that must stand before what is put there. */
  lead: string;
  /** Whether it stands in no item of the file yet, not even behind a dash. */
  isOutside: boolean;
  /** Of an item in a list: the items before it in the innermost list. */
  itemsBefore(): readonly string[];
  /** Keys of the mapping at `path.slice(0, depth)` with what stands behind them on their lines. Without the key under the cursor. */
  keysAt(depth: number): ReadonlyMap<string, string>;
}

/** Nothing where indentation makes no sense, and behind a value. The cursor is taken to be outside comments. */
export function yamlPlace(text: string, cursor: number): YamlPlace | undefined {
  return inFlow(text, cursor) ?? inBlock(text, lineAt(text, cursor), cursor);
}

/** The type that the node around a place says it is. */
export function nodeTypeAt(place: YamlPlace): string | undefined {
  const { path } = place;
  return path[1] === 'nodes' && path.length > 2 ? place.keysAt(3).get('type') : undefined;
}

/** The path of a key that is written here, when the cursor is in it. */
export function keyPathAt(place: YamlPlace, text: string): ShapePath | undefined {
  const { start, end } = place.token;
  const isKey = (place.kind === 'key' || place.kind === 'item') && /^["']?\s*:(?=\s|$)/.test(text.slice(end, end + 3));
  return isKey ? [...place.path, text.slice(start, end)] : undefined;
}

function inBlock(text: string, line: Line, cursor: number): YamlPlace | undefined {
  const written = text.slice(line.start, line.end);
  const shape = shapeOf(written);
  const column = cursor - line.start;
  const isBlank = written.trim() === '';
  if (!isBlank && column < shape.content) return undefined;
  const content = isBlank ? column : shape.content;
  const climbed = climb(text, line, { dashes: shape.dashes, content });
  if (!climbed) return undefined;
  const own: Own = { text, cursor, line, steps: climbed.steps, column: content };
  const hasKey = shape.key !== undefined && !climbed.isText;
  if (hasKey && column >= shape.valueAt) {
    const key: Step = { name: shape.key!, line, column: content };
    return placed({ ...own, steps: [...own.steps, key] }, 'value', tokenIn(written, shape.valueAt, column));
  }
  const token = hasKey ? keyToken(written, content, shape.valueAt) : tokenIn(written, content, column);
  return placed(own, climbed.isText ? 'text' : shape.dashes.length > 0 ? 'item' : 'key', token);
}

interface Own {
  text: string;
  cursor: number;
  line: Line;
  steps: readonly Step[];
  /** Of the key under the cursor. */
  column: number;
}

interface ColumnToken {
  start: number;
  end: number;
  lead: string;
}

function placed(own: Own, kind: YamlPlace['kind'], token: ColumnToken | undefined): YamlPlace | undefined {
  const { text, line, steps, column } = own;
  const [top] = steps;
  if (!token || (top ? typeof top.name === 'string' : column > 0)) return undefined;
  const path = steps.slice(1).map(({ name }) => name);
  const around = (depth: number): Map<string, string> => {
    const step = steps[depth + 1];
    return keysAround(text, step ?? { line, column });
  };
  return {
    kind,
    path,
    token: { start: line.start + token.start, end: line.start + token.end },
    lead: token.lead,
    isOutside: top === undefined,
    itemsBefore: () => (kind === 'item' ? itemsBefore(text, line, steps) : []),
    keysAt(depth) {
      const keys = around(depth);
      const own = shapeOf(text.slice(line.start, line.end));
      if (depth === path.length && own.key !== undefined && own.content === column) keys.delete(own.key);
      return keys;
    },
  };
}

/** Texts of the items above in the innermost list, the first first; of items that run over several lines the first line. */
function itemsBefore(text: string, line: Line, steps: readonly Step[]): string[] {
  const column = steps.findLast(({ name }) => typeof name !== 'string')?.column ?? 0;
  const items: string[] = [];
  const own = shapeOf(text.slice(line.start, line.end));
  if (column === 0 || own.dashes[0] !== column) return items;
  for (let at = lineBefore(text, line); at; at = lineBefore(text, at)) {
    if ((indentOf(text, at) ?? Infinity) > column) continue;
    const shape = shapeOf(text.slice(at.start, at.end));
    if (shape.dashes.includes(column)) items.unshift(plainValue(text.slice(at.start + shape.content, at.end)));
    if (shape.dashes[0] !== column) break;
  }
  return items;
}

function keyToken(written: string, content: number, valueAt: number): ColumnToken {
  const raw = written.slice(content, valueAt - 1).trimEnd();
  const quote = /^["']/.test(raw) ? 1 : 0;
  return { start: content + quote, end: content + raw.length - quote, lead: '' };
}

/** The scalar from a column on, when the cursor is in it or before it. */
function tokenIn(written: string, from: number, column: number): ColumnToken | undefined {
  const rest = written.slice(from);
  const [, blanks = '', quote = ''] = /^(\s*(?:[&!]\S+\s+)*)(["']?)/.exec(rest) ?? [];
  const start = from + blanks.length + quote.length;
  const lead = from > 0 && blanks === '' && quote === '' && /[:-]/.test(written[from - 1] ?? '') ? ' ' : '';
  const close = quote === '' ? undefined : written.indexOf(quote, start);
  const text = close === undefined ? plainText(written.slice(start)) : written.slice(start, close < 0 ? undefined : close);
  const end = start + text.length;
  if (text === '' && quote === '' && column >= from && column <= written.length) return { start: column, end: column, lead };
  return column >= start && column <= end ? { start, end, lead } : undefined;
}

/** Without a comment and the blanks before it. */
function plainText(rest: string): string {
  const comment = rest.search(/(?:^|\s)#/);
  return (comment < 0 ? rest : rest.slice(0, comment)).trimEnd();
}

/** Lines above the cursor at most that brackets may have been open for. */
const flowLines = 40;

function inFlow(text: string, cursor: number): YamlPlace | undefined {
  let line = lineAt(text, cursor);
  for (let i = 0, above = lineBefore(text, line); i < flowLines && above && endsOpen(text, above); i++) {
    line = above;
    above = lineBefore(text, line);
  }
  const written = text.slice(line.start, line.end);
  const shape = shapeOf(written);
  const start = line.start + shape.valueAt + /^\s*(?:[&!]\S+\s+)*/.exec(shape.value)![0].length;
  if (cursor <= start || !/[[{]/.test(text[start] ?? '')) return undefined;
  const flow = flowAt(text, start, cursor);
  const climbed = flow && climb(text, line, shape);
  if (!flow || !climbed || climbed.isText) return undefined;
  const key: Step[] = shape.key === undefined ? [] : [{ name: shape.key, line, column: shape.content }];
  return flowPlaced({ text, cursor, line, steps: [...climbed.steps, ...key], column: shape.content }, flow);
}

function endsOpen(text: string, { start, end }: Line): boolean {
  return /[,[{]\s*(?:\s#.*)?$/.test(text.slice(start, end));
}

function flowPlaced(own: Own, { frames, token }: FlowPlace): YamlPlace | undefined {
  const { text, steps } = own;
  if (typeof steps[0]?.name === 'string' || steps.length === 0) return undefined;
  const inner = frames.at(-1)!;
  const blockDepth = steps.length - 1;
  // the frame that holds the mapping at each depth behind the block
  const mappings: (Frame | undefined)[] = [];
  const path: ShapePath[number][] = steps.slice(1).map(({ name }) => name);
  for (const frame of frames) {
    mappings[path.length] = frame.kind === 'mapping' ? frame : undefined;
    if (frame.kind === 'list') path.push([]);
    else if (frame.key !== undefined) path.push(frame.key);
  }
  const typed = text.slice(token.start, token.end);
  return {
    kind: inner.kind === 'mapping' && inner.key === undefined ? 'key' : 'value',
    path,
    token,
    lead: /[:,]/.test(text[token.start - 1] ?? '') ? ' ' : '',
    isOutside: false,
    itemsBefore: () => (inner.kind === 'list' ? inner.items : []),
    keysAt(depth) {
      if (depth < blockDepth) return keysAround(text, steps[depth + 1]!);
      const keys = new Map(mappings[depth]?.keys);
      if (depth === path.length) keys.delete(typed);
      return keys;
    },
  };
}
