/** A JSON value a line; and the array that such a file sometimes is by mistake. */
import type { SourceProblem } from '../../core/source.ts';
import { parseJson } from './json.ts';
import { jsonElements } from './jsonArrays.ts';
import { hasBom, lines } from './lines.ts';
import { peek } from './peek.ts';
import { malformed, type RowsOptions, rowProblem } from './place.ts';

export interface JsonRow {
  value: unknown;
  /** Line, or number of the element, from 1. */
  number: number;
  /** Of its first byte in the file. */
  offset: number;
}

/**
 * The values of a file with one JSON value a line; blank lines are none. A line that is no JSON is a problem, and the others
 * follow. A file that begins with `[` is read as one array, element by element. Throws `source.malformed` where it is a
 * single value over many lines, and `cancelled`.
 */
export async function* ndjson(stream: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<JsonRow | SourceProblem> {
  const { head, stream: whole } = await peek(stream, 256);
  if (firstSign(head) === '[') yield* jsonElements(whole, options);
  else yield* rows(whole, options);
}

async function* rows(stream: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<JsonRow | SourceProblem> {
  let first = true;
  for await (const line of lines(stream, options)) {
    if ('problem' in line) {
      yield line;
      continue;
    }
    const text = line.text.trim();
    if (text === '') continue;
    if (first && text === '{') throw malformed(options, 'is one JSON object over many lines.', 'A row a line is needed.');
    first = false;
    const parsed = parseJson(text);
    if ('fault' in parsed) {
      yield rowProblem(options, `:${line.number}`, `Line ${line.number} is no JSON: ${parsed.fault}.`, 'Correct it, or export again.');
    } else yield { value: parsed.value, number: line.number, offset: line.offset };
  }
}

function firstSign(head: Buffer): string | undefined {
  return (hasBom(head) ? head.subarray(3) : head).toString('latin1').trimStart()[0];
}
