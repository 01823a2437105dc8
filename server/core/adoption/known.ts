/** What is known of a file without reading it, and what a file of a version is made of it. */
import type { SourceFile } from '../connector.ts';
import type { DatasetFile, Evidence } from '../dataset.ts';
import type { DatapinError } from '../errors.ts';
import { claims, contradiction, type Digests, declaredHash } from './claims.ts';

/** content: the bytes are read, unless their hash is known · provider: the store is believed */
export type HowToHash = 'content' | 'provider';

/** What came out of looking at a file. */
export interface Found extends Digests {
  evidence: Evidence;
  /** Bytes, in place of what was listed. */
  size?: number;
}

/** Nothing when the file must be read, be it that its store tells nothing of its bytes. Throws `declared.malformed`. */
export function wordOf(file: SourceFile, hash: HowToHash): Found | undefined {
  const declared = file.declaredSha256 === undefined ? undefined : declaredHash(file);
  // A claim of another kind than the hash that is known can only be compared by reading.
  const mustRead = hash === 'content' && claims(file, 'md5');
  if (file.sha256 !== undefined && !mustRead) return { sha256: file.sha256, evidence: 'verified' };
  if (declared !== undefined && !mustRead) return { sha256: declared, evidence: 'declared' };
  if (hash === 'content') return undefined;
  const claimed = file.claims?.find(({ algorithm }) => algorithm === 'sha256')?.value;
  if (claimed !== undefined) return { sha256: claimed, evidence: 'declared' };
  if (file.versionId) return { evidence: 'version-id' };
  if (file.etag) return { evidence: 'etag' };
  return file.signature === '' ? undefined : { evidence: 'size+mtime' };
}

/** The file of the version, or what is wrong with it and where that is declared. */
export function identified(
  file: SourceFile,
  { evidence, size = file.size, ...digests }: Found,
): DatasetFile | { problem: DatapinError; at: string } {
  const wrong = contradiction(file, digests);
  if (wrong) return { problem: wrong.problem, at: wrong.claim.at };
  const { path, location, versionId, etag, signature } = file;
  const { sha256 } = digests;
  // A store without entity tags is known by its signature: size and time.
  return { path, size, sha256, location, versionId, etag: sha256 === undefined ? (etag ?? signature) : etag, evidence };
}
