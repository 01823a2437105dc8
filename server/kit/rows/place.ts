/** How rows say where they stand, and what is wrong with one, so that a person finds it again. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceProblem } from '../../core/source.ts';

export interface RowsOptions {
  /** The file as people call it: `export.ndjson`. Part of every problem. */
  name: string;
  /** Bytes that one row, line or element may have; default 64 MiB. */
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
}

export const defaultLimit = 64 * 1024 * 1024;

/** One row is wrong; the others can be read. `place` is what follows the file's name: `:12`, `@2048`. */
export function rowProblem({ name }: RowsOptions, place: string, message: string, hint: string): SourceProblem {
  return { problem: new DatapinError('source.malformed', message, { hint }), at: name + place };
}

/** The file as a whole is wrong: nothing after this can be trusted. */
export function malformed({ name }: RowsOptions, message: string, hint: string): DatapinError {
  return new DatapinError('source.malformed', `${name} ${message}`, { hint });
}

/** "64 MiB", "100 bytes". */
export function inWords(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / (1024 * 1024))} MiB` : `${bytes} bytes`;
}
