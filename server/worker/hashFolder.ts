/** Looks at some files of one folder, and reads those that are not as they were known to be. */
import { hashLength, isSigned, signatureLength, signInto } from '../core/folderColumns.ts';
import { type FolderFindings, type FolderReply, type FolderRequest, fileState, jobBytes } from '../core/folderRequest.ts';
import { hashStable, problemOf, type Reading } from './readFile.ts';

/** As a module it would load its streams, too. */
const { statSync } = process.getBuiltinModule('node:fs');

/** The buffers are the reply's own, and can be handed over. */
export function hashFolder(
  { folder, names, signatures: known }: FolderRequest,
  onBytes: Reading<never>['onBytes'],
): { reply: FolderReply; buffers: ArrayBuffer[] } {
  const all = names.split('\0');
  let found: FolderFindings | undefined;
  let done = 0;
  let bytes = 0;
  let read = 0;
  for (; done < all.length && read < jobBytes; done++) {
    const path = folder + all[done]!;
    try {
      if (known && isAsKnown(path, known, done)) continue;
      found ??= findings(all.length);
      const hashed = hashStable(path, { onBytes });
      if (hashed) {
        signInto(found.signatures, done, hashed.stat);
        found.hashes.set(hashed.digest, done * hashLength);
        found.states[done] = hashed.settled ? fileState.hashed : fileState.fresh;
        bytes += hashed.untold;
        read += hashed.stat.size;
      } else complain(found, done, { problem: 'changed', detail: path });
    } catch (error) {
      found ??= findings(all.length);
      complain(found, done, problemOf(path, error));
    }
  }
  const reply = { done, bytes, ...(found ? { found } : {}) };
  return { reply, buffers: found ? [found.states, found.signatures, found.hashes].map(({ buffer }) => buffer as ArrayBuffer) : [] };
}

function findings(files: number): FolderFindings {
  return {
    states: new Uint8Array(files),
    signatures: new Float64Array(files * signatureLength),
    hashes: new Uint8Array(files * hashLength),
    problems: [],
  };
}

function isAsKnown(path: string, known: Float64Array, index: number): boolean {
  // Of what nothing is known there is nothing to compare.
  return !Number.isNaN(known[index * signatureLength + 1]!) && isSigned(known, index, statSync(path));
}

function complain(found: FolderFindings, index: number, problem: FolderFindings['problems'][number]['problem']): void {
  found.states[index] = fileState.problem;
  found.problems.push({ index, problem });
}
