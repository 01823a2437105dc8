/** The 512 bytes before each member of a tar, and the headers that say more of the member after them. */
export const blockSize = 512;

export interface Header {
  path: string;
  /** Bytes that follow, without their padding. */
  size: number;
  type: string;
  /** file · folder · label: the name of the tar itself · else what it is, in words. */
  kind: string;
  /** It tells of the next member, or of all. */
  about: boolean;
  sparse: boolean;
}

/** Fields of a pax header that matter here. */
export interface PaxFields {
  path?: string;
  size?: string;
  sparse?: boolean;
}

const kinds: Record<string, string> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'a hard link',
  '2': 'a symbolic link, which is not followed',
  '3': 'a device',
  '4': 'a device',
  '5': 'folder',
  '6': 'a pipe',
  V: 'label',
};

/** A block whose checksum holds. Nothing when its size is no number. */
export function parseHeader(block: Buffer): Header | undefined {
  const type = String.fromCharCode(block[156]!);
  const name = text(block.subarray(0, 100));
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block.subarray(345, 500)) : '';
  const path = prefix === '' ? name : `${prefix}/${name}`;
  const size = sizeOf(block.subarray(124, 136));
  if (size === undefined) return undefined;
  const kind = kinds[type] ?? `no file (kind ${JSON.stringify(type)})`;
  const isFolder = kind === 'file' && path.endsWith('/') && type !== 'S';
  return {
    path,
    // links and devices state the size of something else
    size: /[1-6]/.test(type) ? 0 : size,
    type,
    kind: isFolder ? 'folder' : kind,
    about: 'LKxgX'.includes(type),
    sparse: type === 'S',
  };
}

/** Octal, or binary with the first bit set for sizes beyond 8 GiB. */
function sizeOf(field: Buffer): number | undefined {
  if ((field[0]! & 0x80) !== 0) {
    const value = field.subarray(4).readBigUInt64BE();
    const fits = field.subarray(1, 4).every((byte) => byte === 0) && field[0] === 0x80 && value <= BigInt(Number.MAX_SAFE_INTEGER);
    return fits ? Number(value) : undefined;
  }
  const octal = /^ *([0-7]*)[ \0]*$/.exec(field.toString('latin1'))?.[1];
  return octal === undefined ? undefined : Number.parseInt(octal || '0', 8);
}

/** Adds what an extended header says. False when it cannot be read. */
export function addPax(fields: PaxFields, header: Header, bytes: Buffer): boolean {
  if (header.type === 'K') return true;
  if (header.type === 'L') {
    fields.path = text(bytes);
    return true;
  }
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = space < 0 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    const end = at + length;
    if (!Number.isInteger(length) || end > bytes.length || end <= space || bytes[end - 1] !== 10) return false;
    const record = bytes.toString('utf8', space + 1, end - 1);
    const equals = record.indexOf('=');
    if (equals < 0) return false;
    const key = record.slice(0, equals);
    const value = record.slice(equals + 1);
    if (key === 'path') fields.path = value;
    else if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) return false;
      fields.size = value;
    } else if (key.startsWith('GNU.sparse.')) fields.sparse = true;
    at = end;
  }
  return true;
}

/** A header with what was said of it before. */
export function applyPax(header: Header, { path, size, sparse }: PaxFields): Header {
  return {
    ...header,
    path: path ?? header.path,
    size: size !== undefined && !/[1-6]/.test(header.type) ? Number(size) : header.size,
    sparse: header.sparse || sparse === true,
  };
}

function text(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}
