/** The directory at the end of a zip, read by yauzl over any bytes, and what is wrong with it. */
import { isUtf8 } from 'node:buffer';
import type { Entry } from 'yauzl';
import yauzl from 'yauzl';
import { asDatapinError, DatapinError, systemCode, throwIfCancelled } from '../../core/errors.ts';
import type { SourceProblem } from '../../core/source.ts';
import type { RandomAccess } from './access.ts';
import { safePath } from './paths.ts';
import { archiveError, memberProblem, quoted } from './problems.ts';
import type { ZipEntry, ZipLimits } from './zip.ts';

/** More than this times its compressed size is a bomb, beyond the first bytes. */
const worstRatio = 200;
const ratioCountsFrom = 10_000_000;
const mostEntries = 2_000_000;

/** All members, checked. Throws `archive.*` where the zip as a whole is wrong. */
export async function readDirectory(access: RandomAccess, limits: ZipLimits): Promise<(ZipEntry | SourceProblem)[]> {
  const { name } = access;
  const zip = await wrapped(name, () => yauzl.fromRandomAccessReaderPromise(new WindowReader(access), access.size, options));
  const most = limits.entries ?? mostEntries;
  if (zip.entryCount > most) throw archiveError(name, 'archive.too-large', `has ${zip.entryCount} members, and ${most} are allowed.`);
  // yauzl has no other word for where the directory begins
  const place = zip as unknown as { readEntryCursor: number };
  const directory = place.readEntryCursor;
  const items: (ZipEntry | SourceProblem)[] = [];
  const spans: Span[] = [];
  await wrapped(name, async () => {
    for await (const entry of zip.eachEntry()) {
      throwIfCancelled(limits.signal);
      spans.push({ start: entry.relativeOffsetOfLocalHeader, length: 30 + entry.fileNameLength + entry.compressedSize });
      items.push(toEntry(name, entry));
    }
  });
  await refuseHidden(access, place.readEntryCursor);
  refuseOverlaps(name, spans, directory);
  return items;
}

/** How many members the end of a zip counts, folders too. Throws `archive.*`. */
export async function countEntries(access: RandomAccess): Promise<number> {
  const zip = await wrapped(access.name, () => yauzl.fromRandomAccessReaderPromise(new WindowReader(access), access.size, options));
  return zip.entryCount;
}

const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false } as const;

/** yauzl throws plain errors for what is wrong with the bytes; everything else is our own, or the system's. */
async function wrapped<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatapinError || systemCode(error) || !(error instanceof Error) || error.name === 'AbortError')
      throw asDatapinError(error);
    if (/multi-disk/.test(error.message)) throw archiveError(name, 'archive.unsupported', 'is one part of several.');
    if (/encryption/.test(error.message)) throw archiveError(name, 'archive.unsupported', 'is encrypted.');
    if (/signature not found/.test(error.message)) throw archiveError(name, 'archive.malformed', 'has no directory at its end.');
    if (/unexpected EOF/.test(error.message)) throw archiveError(name, 'archive.malformed', 'ends inside of its directory.');
    throw archiveError(name, 'archive.malformed', 'has a broken directory.');
  }
}

function toEntry(name: string, entry: Entry): ZipEntry | SourceProblem {
  const { uncompressedSize: size, compressedSize, compressionMethod: method, relativeOffsetOfLocalHeader: offset } = entry;
  const raw = memberName(entry);
  const problem = (code: Parameters<typeof memberProblem>[2], what: string) =>
    memberProblem(name, offset, code, `The member ${quoted(raw ?? entry.fileNameRaw.toString('latin1'))} ${what}.`);
  if (raw === undefined) return problem('archive.malformed', 'has a name that is no UTF-8');
  const safe = safePath(raw);
  if ('fault' in safe) return problem('archive.unsafe', `has a name that ${safe.fault}`);
  if ((entry.generalPurposeBitFlag & 0x2041) !== 0) return problem('archive.unsupported', 'is encrypted');
  if (method !== 0 && method !== 8)
    return problem('archive.unsupported', `is compressed by a method (${method}) that Datapin does not know`);
  if (size > ratioCountsFrom && size > worstRatio * compressedSize) {
    return problem('archive.too-large', `would grow from ${compressedSize} to ${size} bytes`);
  }
  if (method === 0 && size !== compressedSize) return problem('archive.malformed', `states two sizes, ${size} and ${compressedSize}`);
  const isDirectory = raw.endsWith('/') || unixType(entry) === 0o040000;
  if (isDirectory && size > 0) return problem('archive.malformed', 'is a folder and has bytes');
  return { path: safe.path, size, compressedSize, method, offset, crc: entry.crc32, isDirectory, isSymlink: unixType(entry) === 0o120000 };
}

/** Who wrote it, in the upper byte of its version: 3 is Unix, 19 macOS. */
function isUnix({ versionMadeBy }: Entry): boolean {
  return versionMadeBy >> 8 === 3 || versionMadeBy >> 8 === 19;
}

function unixType(entry: Entry): number {
  return isUnix(entry) ? (entry.externalFileAttributes >>> 16) & 0o170000 : 0;
}

/**
 * UTF-8 where the member says so, and where a Unix wrote UTF-8 without saying so, as macOS does; else the letters of the
 * first PC. Nothing when it says so and is none.
 */
function memberName(entry: Entry): string | undefined {
  const { generalPurposeBitFlag: flags, fileNameRaw: raw, extraFields } = entry;
  const says = (flags & 0x800) !== 0;
  if (says && !isUtf8(raw)) return undefined;
  const assumed = says || (isUnix(entry) && isUtf8(raw)) ? flags | 0x800 : flags;
  return yauzl.getFileNameLowLevel(assumed, raw, extraFields, true);
}

/** A directory that has more members than the end of the zip counts would show one thing here and another thing elsewhere. */
async function refuseHidden(access: RandomAccess, end: number): Promise<void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of access.read(end, Math.min(end + 4, access.size))) pieces.push(piece);
  const next = Buffer.concat(pieces);
  const marks = [0x06054b50, 0x06064b50, 0x05054b50];
  if (next.length < 4 || !marks.includes(next.readUInt32LE(0))) {
    throw archiveError(access.name, 'archive.malformed', `has a directory that does not end where it should, at byte ${end}.`);
  }
}

interface Span {
  start: number;
  length: number;
}

/** Members that share bytes are how a small zip becomes an endless one. */
function refuseOverlaps(name: string, spans: Span[], directory: number): void {
  spans.sort((a, b) => a.start - b.start);
  for (const [i, { start, length }] of spans.entries()) {
    const limit = spans[i + 1]?.start ?? directory;
    if (start + length > limit) {
      const what = limit === directory ? 'reaches into the directory' : 'shares bytes with the next';
      throw archiveError(name, 'archive.malformed', `has a member at byte ${start} that ${what}.`);
    }
  }
}

/** Reads a good piece at a time, since a directory is asked for in bits of 46 bytes. yauzl wants a class. */
class WindowReader extends yauzl.RandomAccessReader {
  private readonly access: RandomAccess;
  private window: Buffer = Buffer.alloc(0);
  private start = 0;

  constructor(access: RandomAccess) {
    super();
    this.access = access;
  }

  override read(target: Buffer, at: number, length: number, position: number, done: (error: Error | null, bytes?: number) => void): void {
    const copy = () => {
      // what lies behind the end of the zip gives no bytes
      const from = Math.min(position - this.start, this.window.length);
      done(null, this.window.copy(target, at, from, from + length));
    };
    if (position >= this.start && position + length <= this.start + this.window.length) copy();
    else this.load(position, length).then(copy, done);
  }

  private async load(position: number, length: number): Promise<void> {
    const { access } = this;
    const end = Math.min(access.size, position + Math.max(length, 1 << 20));
    // the end of the zip is asked for first: what lies right before it is most of the directory
    const start = end === access.size ? Math.max(0, Math.min(position, end - (1 << 18))) : position;
    const pieces: Uint8Array[] = [];
    if (start < end) for await (const piece of access.read(start, end)) pieces.push(piece);
    this.window = Buffer.concat(pieces);
    this.start = start;
  }
}
