/** Where everything stands in a JSON text: no library says it for a single character of a string. Never throws, never recurses. */
import type { Span } from '../../core/ref.ts';

/** A value and its range, quotes and brackets included. Strings stay undecoded: see `decodeString`. */
export type JsonNode = JsonObject | JsonArray | { kind: 'string' | 'scalar'; range: Span };

export interface JsonObject {
  kind: 'object';
  range: Span;
  /** Of a doubled name the last counts. */
  members: Map<string, JsonNode>;
}

export interface JsonArray {
  kind: 'array';
  range: Span;
  items: JsonNode[];
}

export interface JsonProblem {
  message: string;
  range: Span;
}

export type ScannedJson = { root: JsonNode; problem?: undefined } | { root?: undefined; problem: JsonProblem };

/**
 * Reads a JSON text up to its first fault. Members named in `skipped` are checked and not kept. NaN and Infinity are
 * values, as Python's `json` writes them.
 */
export function scanJson(text: string, skipped: ReadonlySet<string>): ScannedJson {
  const scan: Scan = { text, at: text.startsWith('\ufeff') ? 1 : 0, skipped, open: [], root: undefined };
  let fault = readValue(scan);
  while (!fault && scan.open.length > 0) fault = readNext(scan, scan.open.at(-1)!);
  if (!fault && peek(scan)) fault = expected(scan, 'the end of the file');
  return fault ? { problem: fault } : { root: scan.root! };
}

interface Scan {
  text: string;
  at: number;
  skipped: ReadonlySet<string>;
  open: Frame[];
  root: JsonNode | undefined;
}

/** An object or array whose end is not reached yet. */
interface Frame {
  node: JsonObject | JsonArray;
  kept: boolean;
  /** Nothing of it was read yet, so that it may end without a value, and begin without a comma. */
  fresh: boolean;
  /** The name of the member that is being read. */
  key: string;
}

type Fault = JsonProblem | undefined;

/** From one value of an object or array to the next, or over its end. */
function readNext(scan: Scan, frame: Frame): Fault {
  const end = frame.node.kind === 'object' ? '}' : ']';
  const char = peek(scan);
  if (char === end) {
    frame.node.range.end = ++scan.at;
    scan.open.pop();
    return undefined;
  }
  if (frame.fresh) frame.fresh = false;
  else if (char === ',') scan.at++;
  else return expected(scan, `a comma or ${end}`);
  return (frame.node.kind === 'object' && readKey(scan, frame)) || readValue(scan);
}

function readKey(scan: Scan, frame: Frame): Fault {
  if (peek(scan) !== '"') return expected(scan, 'a name in double quotes');
  const start = scan.at;
  const fault = passString(scan);
  if (fault) return fault;
  const raw = scan.text.slice(start + 1, scan.at - 1);
  frame.key = raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw;
  if (peek(scan) !== ':') return expected(scan, 'a colon');
  scan.at++;
  return undefined;
}

function readValue(scan: Scan): Fault {
  const char = peek(scan);
  const range = { start: scan.at, end: scan.at };
  if (char === '{' || char === '[') {
    const node: JsonNode = char === '{' ? { kind: 'object', range, members: new Map() } : { kind: 'array', range, items: [] };
    const kept = keep(scan, node);
    scan.open.push({ node, kept, fresh: true, key: '' });
    scan.at++;
    return undefined;
  }
  const fault = char === '"' ? passString(scan) : passScalar(scan);
  range.end = scan.at;
  if (!fault) keep(scan, { kind: char === '"' ? 'string' : 'scalar', range });
  return fault;
}

function keep(scan: Scan, node: JsonNode): boolean {
  const frame = scan.open.at(-1);
  if (!frame) scan.root = node;
  else if (!frame.kept) return false;
  else if (frame.node.kind === 'array') frame.node.items.push(node);
  else if (scan.skipped.has(frame.key)) return false;
  else frame.node.members.set(frame.key, node);
  return true;
}

/** The next character that is not blank; empty at the end. */
function peek(scan: Scan): string {
  while (' \t\r\n'.includes(scan.text[scan.at] ?? '-')) scan.at++;
  return scan.text[scan.at] ?? '';
}

function passString(scan: Scan): Fault {
  const start = scan.at;
  // what ends a plain run in a string: everything but blank, printable and wide characters, and the two signs with a meaning
  const special = /[^ !#-[\]-\uffff]/g;
  special.lastIndex = start + 1;
  for (let match = special.exec(scan.text); match; match = special.exec(scan.text)) {
    scan.at = match.index;
    if (match[0] === '"') {
      scan.at++;
      return undefined;
    }
    if (match[0] !== '\\') return { message: `${broken} this text does not end on its line.`, range: { start, end: scan.at } };
    const length = escapeLength(scan.text, scan.at);
    if (length === 0) return expected(scan, 'another escape');
    special.lastIndex += length - 1;
  }
  scan.at = scan.text.length;
  return { message: `${broken} this text has no end.`, range: { start, end: scan.at } };
}

/** Characters of the escape that begins at the backslash; 0 when JSON has none such. */
function escapeLength(text: string, at: number): number {
  const kind = text[at + 1] ?? '-';
  if (kind !== 'u') return '"\\/bfnrt'.includes(kind) ? 2 : 0;
  return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0;
}

function passScalar(scan: Scan): Fault {
  const scalar = /(?:-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|true|false|null|NaN)(?![\w.])/y;
  scalar.lastIndex = scan.at;
  const match = scalar.exec(scan.text);
  if (!match) return expected(scan, 'a value');
  scan.at += match[0].length;
  return undefined;
}

const broken = 'This notebook is broken JSON:';

function expected(scan: Scan, what: string): JsonProblem {
  return { message: `${broken} ${what} is expected here.`, range: { start: scan.at, end: Math.min(scan.at + 1, scan.text.length) } };
}
