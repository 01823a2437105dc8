/**
 * The elements of large JSON arrays, one at a time. Where an element ends is told by its brackets alone; what it says is
 * then `JSON.parse`'s business, which is many times as fast as giving each token to JavaScript.
 */
import { isUtf8 } from 'node:buffer';
import { throwIfCancelled } from '../../core/errors.ts';
import type { SourceProblem } from '../../core/source.ts';
import { parseJson } from './json.ts';
import { createJsonScan, type Piece } from './jsonScan.ts';
import type { JsonRow } from './ndjson.ts';
import { defaultLimit, inWords, malformed, type RowsOptions, rowProblem } from './place.ts';

/** One element of a named array. */
export interface JsonItem extends JsonRow {
  /** Name of its array. */
  key: string;
}

/** What a JSON object holds besides the elements; the arrays themselves are empty in it. Comes last. */
export interface JsonRest {
  rest: Readonly<Record<string, unknown>>;
}

/**
 * The elements of the arrays that `keys` name at the top of a JSON object, in the order of the file, then what else it holds.
 * An element that is no JSON is a problem, and the others follow. Throws `source.malformed` where the file as a whole is none,
 * with the element and the offset, and `cancelled`.
 */
export async function* jsonArrayItems(
  stream: AsyncIterable<Uint8Array>,
  keys: readonly string[],
  options: RowsOptions,
): AsyncGenerator<JsonItem | JsonRest | SourceProblem> {
  const limit = options.limit ?? defaultLimit;
  const rest: Buffer[] = [];
  let bytes = 0;
  for await (const piece of scan(stream, new Set(keys), options)) {
    if ('rest' in piece) {
      rest.push(piece.rest);
      bytes += piece.rest.length;
      if (bytes > limit)
        throw malformed(options, `holds more than ${inWords(limit)} outside of ${keys.join(', ')}.`, 'Check that it is the right file.');
    } else yield toItem(piece, options);
  }
  const parsed = parseJson(
    Buffer.concat(rest)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );
  if ('fault' in parsed) throw malformed(options, `is no JSON outside of its arrays: ${parsed.fault}.`, 'Export it again.');
  yield { rest: parsed.value as Record<string, unknown> };
}

/** The elements of a JSON array. Problems and errors as of `jsonArrayItems`. */
export async function* jsonElements(stream: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<JsonRow | SourceProblem> {
  for await (const piece of scan(stream, undefined, options)) {
    if ('rest' in piece) continue;
    const item = toItem(piece, options);
    yield 'problem' in item ? item : { value: item.value, number: item.number, offset: item.offset };
  }
}

async function* scan(
  stream: AsyncIterable<Uint8Array>,
  keys: ReadonlySet<string> | undefined,
  options: RowsOptions,
): AsyncGenerator<Piece> {
  const scanner = createJsonScan(keys, {
    limit: options.limit ?? defaultLimit,
    fail: (message, hint) => malformed(options, message, hint),
  });
  for await (const bytes of stream) {
    throwIfCancelled(options.signal);
    yield* scanner.push(bytes);
    if (scanner.failure) throw scanner.failure;
  }
  throwIfCancelled(options.signal);
  scanner.end();
}

type Element = Exclude<Piece, { rest: Buffer }>;

function toItem(element: Element, options: RowsOptions): JsonItem | SourceProblem {
  const { key, number, offset, bytes } = element;
  const fault = (words: string) => {
    const of = key === '' ? '' : ` of "${key}"`;
    return rowProblem(options, `@${offset}`, `Element ${number}${of} ${words}.`, 'Correct it, or export again.');
  };
  if (bytes === undefined) return fault(`is larger than ${inWords(options.limit ?? defaultLimit)}`);
  if (bytes.length === 0) return fault('is missing: two commas follow each other');
  if (!isUtf8(bytes)) return fault('is no UTF-8');
  const parsed = parseJson(bytes.toString('utf8'));
  if ('fault' in parsed) return fault(`is no JSON: ${parsed.fault}`);
  return { key, number, offset, value: parsed.value };
}
