/** Archives by their first bytes. */
export type ArchiveKind = 'zip' | 'tar' | 'gzip' | 'bzip2' | 'xz' | 'zstd' | '7z' | 'rar';

const magic: readonly [ArchiveKind, offset: number, bytes: string][] = [
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['zip', 0, 'PK\x07\x08PK\x03\x04'],
  ['tar', 257, 'ustar'],
  ['gzip', 0, '\x1f\x8b\x08'],
  ['bzip2', 0, 'BZh'],
  ['xz', 0, '\xfd7zXZ\0'],
  ['zstd', 0, '\x28\xb5\x2f\xfd'],
  ['7z', 0, '7z\xbc\xaf\x27\x1c'],
  ['rar', 0, 'Rar!\x1a\x07'],
];

/** `head`: at least 512 bytes, where there are so many. */
export function archiveKind(head: Uint8Array): ArchiveKind | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 512)).toString('latin1');
  const known = magic.find(([, offset, bytes]) => text.startsWith(bytes, offset))?.[0];
  return known ?? (isOldTar(head) ? 'tar' : undefined);
}

/** Tars of before 1988 have no magic, but a checksum of their header. */
function isOldTar(head: Uint8Array): boolean {
  return head.length >= 512 && head[0] !== 0 && tarChecksum(head).holds;
}

/** Whether the checksum of a header block holds: of unsigned bytes or, as some have summed, of signed ones. */
export function tarChecksum(block: Uint8Array): { holds: boolean } {
  const stated = /^ *([0-7]+)[ \0]/.exec(Buffer.from(block.subarray(148, 156)).toString('latin1'))?.[1];
  if (stated === undefined) return { holds: false };
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < 512; i++) {
    const byte = i >= 148 && i < 156 ? 32 : block[i]!;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const sum = Number.parseInt(stated, 8);
  return { holds: sum === unsigned || sum === signed };
}
