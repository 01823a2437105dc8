/** Whether files are the same bytes, as far as that is known. */
import type { DatasetFile } from './dataset.ts';

type Known = Pick<DatasetFile, 'size' | 'sha256' | 'etag' | 'versionId'>;

/** Files are the same bytes when both have hashes that are equal, or else when a store says the same of both. */
export function sameBytes(a: Known, b: Known): boolean {
  if (a.sha256 !== undefined && b.sha256 !== undefined) return a.sha256 === b.sha256;
  return a.size === b.size && a.etag !== undefined && a.etag === b.etag && a.versionId === b.versionId;
}

/** Equal for the same bytes, among files that are all known in the same way. */
export function bytesKey({ sha256, etag, versionId, size }: Known): string {
  return sha256 ?? `provider:${etag ?? ''}:${versionId ?? ''}:${size}`;
}

/** The first 52 bits of a hex hash as a number. */
export function leadingBits(hex: string): number {
  return Number.parseInt(hex.slice(0, 13), 16);
}
