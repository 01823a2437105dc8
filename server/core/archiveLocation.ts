/**
 * Locations of files that lie inside of another: `tar+file:///data/train.tar#1536/a.jpg` (offset of the first byte of the file)
 * and `zip+s3://bucket/train.zip#2048/a.jpg` (offset of the member's local header). An archive inside of a tar is no step of
 * its own: what is in it lies at an offset of the outermost one.
 */
import { decode, encodePath, memberPattern } from './location.ts';

export interface MemberLocation {
  kind: 'tar' | 'zip';
  /** Location of the archive. */
  archive: string;
  offset: number;
  /** Of the file in the archive, `/`-separated. */
  path: string;
}

export function memberLocation({ kind, archive, offset, path }: MemberLocation): string {
  return `${kind}+${archive}#${offset}/${encodePath(path)}`;
}

/** Nothing where the location is none of a file in an archive. */
export function parseMemberLocation(location: string): MemberLocation | undefined {
  const [, kind, archive, offset, path] = memberPattern.exec(location) ?? [];
  if (archive === undefined || !Number.isSafeInteger(Number(offset))) return undefined;
  return { kind: kind as MemberLocation['kind'], archive, offset: Number(offset), path: decode(path!) };
}
