/** How large a picture is, told by its first bytes: PNG, JPEG, GIF, WebP and BMP. */

export interface ImageSize {
  /** Pixels. */
  width: number;
  height: number;
}

/** A JPEG may carry much before it says its size. */
const longestHead = 1 << 20;

/** Reads no more of a picture than it needs. Nothing when this is none of these formats, or is broken. */
export async function imageSizeOf(stream: AsyncIterable<Uint8Array>): Promise<ImageSize | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let enough = 32;
  for await (const piece of stream) {
    pieces.push(piece);
    length += piece.length;
    if (length < enough) continue;
    const head = Buffer.concat(pieces);
    const size = imageSize(head);
    if (size || !isJpeg(head) || length > longestHead) return size;
    enough = 2 * length;
  }
  return imageSize(Buffer.concat(pieces));
}

/** The same of bytes that are there. Nothing also when they end before the size is said. */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const { begins, read, least } of kinds) if (head.length >= least && begins(head)) return read(head);
  return undefined;
}

interface Kind {
  /** Bytes that it takes. */
  least: number;
  begins(head: Buffer): boolean;
  read(head: Buffer): ImageSize | undefined;
}

const kinds: readonly Kind[] = [
  {
    least: 24,
    begins: (head) => head.readUInt32BE(0) === 0x89504e47,
    read: (head) => ({ width: head.readUInt32BE(16), height: head.readUInt32BE(20) }),
  },
  { least: 4, begins: isJpeg, read: jpegSize },
  {
    least: 10,
    begins: (head) => head.toString('latin1', 0, 4) === 'GIF8',
    read: (head) => ({ width: head.readUInt16LE(6), height: head.readUInt16LE(8) }),
  },
  { least: 30, begins: (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP', read: webpSize },
  {
    least: 26,
    begins: (head) => head.toString('latin1', 0, 2) === 'BM',
    // a negative height says that the rows go down
    read: (head) => ({ width: head.readInt32LE(18), height: Math.abs(head.readInt32LE(22)) }),
  },
];

function isJpeg(head: Buffer): boolean {
  return head[0] === 0xff && head[1] === 0xd8;
}

/** Goes from segment to segment until one that begins a frame. */
function jpegSize(head: Buffer): ImageSize | undefined {
  for (let at = 2; at + 9 <= head.length; ) {
    if (head[at] !== 0xff) return undefined;
    const marker = head[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    } else at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(head: Buffer): ImageSize | undefined {
  const form = head.toString('latin1', 12, 16);
  if (form === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (form === 'VP8 ') return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
  if (form !== 'VP8L') return undefined;
  const bits = head.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
