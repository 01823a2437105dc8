/** Tars member by member, each as odd as a test wants it. */

export interface MadeMember {
  name: string | Buffer;
  data?: string | Uint8Array;
  /** Default `0`, a file. */
  type?: string;
  /** The text of the field, in place of the true size in octal. */
  size?: string | Buffer;
  prefix?: string;
  /** Default ustar's. */
  magic?: string;
  /** Added to the true sum. */
  wrongBy?: number;
  /** Sums bytes as signed ones, as some have done. */
  signed?: boolean;
}

export const block = 512;

/** Header and padded bytes of one member. */
export function makeMember({
  name,
  data = '',
  type = '0',
  size,
  prefix = '',
  magic = 'ustar\x0000',
  wrongBy = 0,
  signed = false,
}: MadeMember): Buffer {
  const bytes = Buffer.from(data as Uint8Array);
  const header = Buffer.alloc(block);
  Buffer.from(name as Uint8Array).copy(header, 0, 0, 100);
  header.write('0000644\x000000000\x000000000\x00', 100, 'latin1');
  const stated = size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`;
  (Buffer.isBuffer(stated) ? stated : Buffer.from(stated, 'latin1')).copy(header, 124);
  header.write('00000000000\x00        ', 136, 'latin1');
  header.write(type, 156, 'latin1');
  header.write(magic, 257, 'latin1');
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + (signed && byte > 127 ? byte - 256 : byte), wrongBy);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, bytes, Buffer.alloc((block - (bytes.length % block)) % block)]);
}

/** Members and the two empty blocks at the end. */
export function makeTar(...members: MadeMember[]): Buffer {
  return Buffer.concat([...members.map(makeMember), Buffer.alloc(2 * block)]);
}

/** A record of a pax header, with its length before it. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (`${length}`.length + rest !== length) length += 1;
  return `${length} ${key}=${value}\n`;
}
