/** A file of a dataset as the hub lists it. */
import type { SourceFile } from '../../core/connector.ts';
import { numberOf, objectOf, textOf } from '../../kit/values.ts';
import { locationOf, type Place } from './place.ts';

export interface HubFile {
  /** In the dataset. */
  path: string;
  /** Bytes. */
  size: number;
  /** SHA-1 by which git knows it: of its bytes, or, when it lies in LFS, of what stands in its place. */
  oid: string;
  /** What LFS knows it by: SHA-256 of its bytes. */
  sha256: string | undefined;
}

export function toHubFile(value: unknown): HubFile | 'folder' | 'unknown' {
  const entry = objectOf(value);
  if (entry?.type === 'directory') return 'folder';
  const lfs = objectOf(entry?.lfs);
  const [path, oid] = [textOf(entry?.path), textOf(entry?.oid)];
  const size = numberOf(lfs?.size) ?? numberOf(entry?.size);
  if (entry?.type !== 'file' || path === undefined || oid === undefined || size === undefined) return 'unknown';
  return { path, size, oid, sha256: textOf(lfs?.oid)?.replace(/^sha256:/, '') };
}

/** Its bytes can never change at a commit; elsewhere they do with its id. */
export function toSourceFile(file: HubFile, place: Place): SourceFile {
  const beneath = place.path === '' ? '' : `${place.path}/`;
  const path = file.path.startsWith(beneath) ? file.path.slice(beneath.length) : file.path.slice(file.path.lastIndexOf('/') + 1);
  return { path, location: locationOf({ ...place, path: file.path }), ...factsOf(file) };
}

export function factsOf({ size, oid, sha256 }: HubFile): Pick<SourceFile, 'size' | 'signature' | 'etag' | 'declaredSha256'> {
  return { size, signature: oid, etag: sha256 ?? oid, declaredSha256: sha256 };
}
