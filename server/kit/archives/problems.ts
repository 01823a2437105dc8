/** What can be wrong with archives, each with its place, and what to do about it. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceProblem } from '../../core/source.ts';

export type ArchiveCode = 'archive.malformed' | 'archive.unsafe' | 'archive.too-large' | 'archive.unsupported';

const hints: Record<ArchiveCode, string> = {
  'archive.malformed': 'It is damaged or cut off: fetch it again, or make it anew.',
  'archive.unsafe': 'Make the archive anew with plain relative names.',
  'archive.too-large': 'If it is to be trusted, unpack it and adopt the folder.',
  'archive.unsupported': 'Unpack it and adopt the folder.',
};

/** One member is wrong; the others can be read. `offset` is that of its header. */
export function memberProblem(archive: string, offset: number, code: ArchiveCode, message: string): SourceProblem {
  return { problem: new DatapinError(code, message, { hint: hints[code] }), at: `${archive}@${offset}` };
}

/** The archive as a whole is wrong. */
export function archiveError(archive: string, code: ArchiveCode, message: string): DatapinError {
  return new DatapinError(code, `${archive} ${message}`, { hint: hints[code] });
}

/** Whether an archive, or a member, is wrong; everything else is the world's. */
export function isArchiveError(error: unknown): error is DatapinError {
  return error instanceof DatapinError && error.code.startsWith('archive.');
}

/** The name of a member in a sentence: never longer than a line, without signs that a terminal would obey. */
export function quoted(name: string): string {
  const text = JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
  return text.replaceAll(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
