/** Finds where the elements of arrays begin and end in the bytes of a JSON text, without understanding more of it. */
import type { DatapinError } from '../../core/errors.ts';

export type Piece =
  | { rest: Buffer }
  /** `bytes`: none where two commas follow each other; undefined when there were more than the limit. */
  | { key: string; number: number; offset: number; bytes: Buffer | undefined };

export interface ScanOptions {
  limit: number;
  fail(message: string, hint: string): DatapinError;
}

export interface JsonScan {
  push(bytes: Uint8Array): Piece[];
  /** Why the rest cannot be read. What was found before it has been given. */
  readonly failure: unknown;
  /** Throws when the text has not ended. */
  end(): void;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Looks for the elements of these arrays of an object; without `keys` the text is the array. */
export function createJsonScan(keys: ReadonlySet<string> | undefined, options: ScanOptions): JsonScan {
  const state: State = {
    keys,
    ...options,
    offset: 0,
    depth: 0,
    inString: false,
    escaped: false,
    ended: false,
    arrayDepth: -1,
    key: '',
    keyBytes: undefined,
    atKey: false,
    atValue: false,
    number: 0,
    element: -1,
    afterComma: false,
    held: [],
    heldBytes: 0,
    out: [],
  };
  let failure: unknown;
  return {
    push(bytes) {
      try {
        scan(state, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      } catch (error) {
        failure = error;
      }
      return state.out.splice(0);
    },
    get failure() {
      return failure;
    },
    end() {
      if (!state.ended) throw cutOff(state);
    },
  };
}

interface State extends ScanOptions {
  keys: ReadonlySet<string> | undefined;
  /** Of the first byte of the piece at hand. */
  offset: number;
  depth: number;
  inString: boolean;
  escaped: boolean;
  ended: boolean;
  /** Depth inside the array whose elements are wanted; -1 outside of one. */
  arrayDepth: number;
  key: string;
  /** Bytes of the name that is being read. */
  keyBytes: number[] | undefined;
  atKey: boolean;
  atValue: boolean;
  number: number;
  /** Offset of the element that is being read; -1 between two. */
  element: number;
  afterComma: boolean;
  /** What was read of the element, or of the rest, in earlier pieces. */
  held: Buffer[];
  heldBytes: number;
  out: Piece[];
}

function scan(state: State, bytes: Buffer): void {
  let from = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (state.inString) {
      state.keyBytes?.push(byte);
      if (state.escaped) state.escaped = false;
      else if (byte === backslash) state.escaped = true;
      else if (byte === quote) endString(state);
      continue;
    }
    if (byte <= 0x20) continue;
    const inside = state.depth === state.arrayDepth;
    if (inside && byte === comma) {
      if (state.element >= 0) endElement(state, bytes.subarray(from, i));
      else if (state.number === 0 || state.afterComma) missing(state, i);
      state.afterComma = true;
      from = i + 1;
      continue;
    }
    if (inside && byte === closeBracket) {
      if (state.element >= 0) endElement(state, bytes.subarray(from, i));
      else if (state.afterComma) missing(state, i);
      from = i;
      state.arrayDepth = -1;
      state.depth -= 1;
      state.ended = state.depth === 0;
      continue;
    }
    if (inside && byte === closeBrace) throw mismatch(state, i);
    if (inside && state.element < 0) {
      state.element = state.offset + i;
      state.number += 1;
      state.afterComma = false;
      from = i;
    }
    if (step(state, byte, i)) {
      // an array that is wanted opens here: what stands before it is rest
      rest(state, bytes.subarray(from, i + 1));
      from = i + 1;
    }
  }
  hold(state, bytes.subarray(from));
  state.offset += bytes.length;
}

/** One sign outside of strings. True when it opens an array whose elements are wanted. */
function step(state: State, byte: number, at: number): boolean {
  if (state.depth === 0) return open(state, byte, at);
  const atTop = state.depth === 1 && state.keys !== undefined;
  if (byte === quote) {
    state.inString = true;
    if (atTop && state.atKey) state.keyBytes = [quote];
    if (atTop) state.atValue = false;
  } else if (byte === openBracket || byte === openBrace) {
    state.depth += 1;
    if (!atTop || !state.atValue || byte !== openBracket || !state.keys!.has(state.key)) return false;
    beginArray(state);
    return true;
  } else if (byte === closeBracket || byte === closeBrace) {
    state.depth -= 1;
    state.ended = state.depth === 0;
  } else if (atTop) {
    if (byte === colon) state.atValue = true;
    else if (byte === comma) state.atKey = true;
  }
  return false;
}

function open(state: State, byte: number, at: number): boolean {
  const offset = state.offset + at;
  if (state.ended) {
    throw state.fail(`goes on after its end, at byte ${offset}.`, 'Remove what follows, or export it again.');
  }
  // the mark of UTF-8 before the first sign
  if (offset < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return false;
  const wanted = state.keys ? openBrace : openBracket;
  if (byte !== wanted) throw state.fail(`is no JSON ${state.keys ? 'object' : 'array'}.`, 'Check that it is the right file.');
  state.depth = 1;
  state.atKey = true;
  if (!state.keys) beginArray(state);
  return !state.keys;
}

function beginArray(state: State): void {
  state.arrayDepth = state.depth;
  state.number = 0;
  state.afterComma = false;
  state.element = -1;
}

function endString(state: State): void {
  state.inString = false;
  if (!state.keyBytes) return;
  const text = Buffer.from(state.keyBytes).toString('utf8');
  state.key = /\\/.test(text) ? unescaped(text) : text.slice(1, -1);
  state.keyBytes = undefined;
  state.atKey = false;
}

/** A name that cannot be understood is nobody's: the rest, which holds it, will be refused. */
function unescaped(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

function endElement(state: State, last: Buffer): void {
  const { number, element: offset } = state;
  const bytes =
    state.heldBytes + last.length > state.limit ? undefined : state.held.length === 0 ? last : Buffer.concat([...state.held, last]);
  state.out.push({ key: state.keys ? state.key : '', number, offset, bytes });
  state.element = -1;
  state.held = [];
  state.heldBytes = 0;
}

function mismatch(state: State, at: number): DatapinError {
  return state.fail(`has a } where its array should end, at byte ${state.offset + at}.`, 'Export it again.');
}

function missing(state: State, at: number): void {
  state.number += 1;
  state.out.push({ key: state.keys ? state.key : '', number: state.number, offset: state.offset + at, bytes: Buffer.alloc(0) });
}

function rest(state: State, bytes: Buffer): void {
  state.out.push({ rest: Buffer.from(bytes) });
}

/** What is left of a piece: of an element it is kept for its end, outside of one it is rest. */
function hold(state: State, bytes: Buffer): void {
  if (state.element < 0) {
    if (state.arrayDepth < 0) rest(state, bytes);
    return;
  }
  state.heldBytes += bytes.length;
  if (state.heldBytes > state.limit) state.held = [];
  else state.held.push(Buffer.from(bytes));
}

function cutOff(state: State): DatapinError {
  if (state.depth === 0) return state.fail('is empty.', 'Check that it is the right file.');
  const of = state.keys && state.arrayDepth >= 0 ? ` of "${state.key}"` : '';
  const where = state.arrayDepth >= 0 ? `in or after element ${state.number}${of}, ` : '';
  return state.fail(`ends too early, ${where}at byte ${state.offset}.`, 'It may be cut off: fetch or export it again.');
}
