/** Zips that no tool would write: every field can be other than it should be. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface MadeEntry {
  name: string | Buffer;
  data?: string | Uint8Array;
  /** 0 stored, 8 deflated; others are only stated. */
  method?: number;
  flags?: number;
  /** In place of the true ones, in both headers. */
  crc?: number;
  size?: number;
  compressedSize?: number;
  /** In the local header alone. */
  local?: { name?: string; method?: number; crc?: number; size?: number; compressedSize?: number };
  /** Checksum and sizes behind the bytes; with or without its mark. */
  described?: 'marked' | 'bare';
  /** Upper byte: who made it; 3 is Unix. */
  madeBy?: number;
  /** Unix mode, in the upper half. */
  external?: number;
  /** In place of where it lies. */
  offset?: number;
}

export interface MadeZip {
  entries: MadeEntry[];
  /** Members that the end counts, in place of how many there are. */
  counted?: number;
  disk?: number;
  /** Bytes before, between directory and end, and behind everything. */
  prefix?: string;
  between?: string;
  suffix?: string;
}

export function makeZip({ entries, counted = entries.length, disk = 0, prefix = '', between = '', suffix = '' }: MadeZip): Buffer {
  const bodies: Buffer[] = [Buffer.from(prefix)];
  const directory: Buffer[] = [];
  let at = prefix.length;
  for (const entry of entries) {
    const made = body(entry, at);
    bodies.push(made.bytes);
    directory.push(made.central);
    at += made.bytes.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(disk, 4);
  end.writeUInt16LE(counted, 8);
  end.writeUInt16LE(counted, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, Buffer.from(between), end, Buffer.from(suffix)]);
}

function body(entry: MadeEntry, at: number): { bytes: Buffer; central: Buffer } {
  const { method = 0, described, local = {}, madeBy = 0x0314, external = 0o100644 << 16 } = entry;
  const data = Buffer.from((entry.data ?? '') as Uint8Array);
  const packed = method === 8 ? deflateRawSync(data) : data;
  const name = Buffer.from(entry.name as Uint8Array);
  const localName = Buffer.from(local.name ?? name);
  const flags = (entry.flags ?? 0x800) | (described ? 8 : 0);
  const truth = { crc: entry.crc ?? crc32(data), compressedSize: entry.compressedSize ?? packed.length, size: entry.size ?? data.length };
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(local.method ?? method, 8);
  sizes(header, 14, described ? { crc: 0, compressedSize: 0, size: 0 } : { ...truth, ...local });
  header.writeUInt16LE(localName.length, 26);
  const behind = Buffer.alloc(described ? 16 : 0);
  if (described) {
    behind.writeUInt32LE(0x08074b50, 0);
    sizes(behind, 4, truth);
  }
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(madeBy, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  sizes(central, 16, truth);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt32LE(external >>> 0, 38);
  central.writeUInt32LE(entry.offset ?? at, 42);
  const bytes = Buffer.concat([header, localName, packed, behind.subarray(described === 'bare' ? 4 : 0)]);
  return { bytes, central: Buffer.concat([central, name]) };
}

function sizes(into: Buffer, at: number, { crc, compressedSize, size }: { crc: number; compressedSize: number; size: number }): void {
  into.writeUInt32LE(crc, at);
  into.writeUInt32LE(compressedSize, at + 4);
  into.writeUInt32LE(size, at + 8);
}
