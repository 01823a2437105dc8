/**
 * The files of an archive with their hashes, made in one pass over its bytes, and, where somebody says what the archive's own
 * digest is, that digest in the same pass.
 */
import { createHash } from 'node:crypto';
import type { Skipped, SourceFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { Claim, SourceContext, SourceProblem } from '../../core/source.ts';
import { nameOf } from '../beside.ts';
import { type RandomAccess, storedAccess } from './access.ts';
import { accessCursor, type Cursor, streamCursor } from './cursor.ts';
import { memberFile, symlink } from './members.ts';
import { tarFilesAt } from './nestedTars.ts';
import { isArchiveError } from './problems.ts';
import { readEntry, type ZipEntry, zipEntries } from './zip.ts';

export interface HashedArchive {
  /** As its store finds it. */
  file: SourceFile;
  kind: 'tar' | 'zip';
  /** What is said of the archive as a whole. */
  claim?: Claim | undefined;
  /** Folder of the version that the members are put into, with a slash at its end; '' when not given. */
  folder?: string | undefined;
}

type Item = SourceFile | Skipped | SourceProblem;

/**
 * The members, with paths as in the archive. What was hashed before is not read again, what nobody wants is not read for its
 * hash, and nothing is when files are only counted. An archive that is damaged is a problem, after what could be read of it. Throws `file.changed` when the
 * archive is written to meanwhile, and what its store throws.
 */
export async function* hashedMembers(archive: HashedArchive, context: SourceContext): AsyncGenerator<Item> {
  const { file, claim } = archive;
  const access = progressing(storedAccess(file, context.read), context);
  const known = claim && context.remembered?.(wholeKey(file, claim));
  const whole = claim && known === undefined && !context.counting ? createHash(claim.algorithm) : undefined;
  const cursor = whole ? streamCursor(through(whole, access), context) : accessCursor(access, context);
  try {
    yield* archive.kind === 'tar' ? tarItems(archive, cursor, context) : zipItems(archive, { cursor, access }, context);
    if (whole) await cursor.moveTo(file.size);
  } catch (error) {
    if (!isArchiveError(error)) throw error;
    yield { problem: error, at: shown(file.location) };
    return;
  } finally {
    await cursor.close();
  }
  const digest = whole?.digest('hex') ?? known;
  if (!context.counting) await refuseChange(file, context);
  if (claim && digest !== undefined) {
    context.remember?.(wholeKey(file, claim), digest);
    if (digest !== claim.value) yield mismatch(file, claim, digest);
  }
}

async function* tarItems(archive: HashedArchive, cursor: Cursor, context: SourceContext): AsyncGenerator<Item> {
  for await (const member of tarFilesAt(cursor, { name: nameOf(archive.file.location) })) {
    if ('problem' in member) yield member;
    else if ('other' in member) yield { skipped: member.other, reason: member.kind };
    else {
      try {
        yield await hashed({ archive, context, file: memberFile(archive, member), bytes: () => member.bytes() });
      } catch (error) {
        // a member that is cut off is said by the tar itself, which goes on from here if it can
        if (!isArchiveError(error)) throw error;
      }
    }
  }
}

async function* zipItems(
  archive: HashedArchive,
  { cursor, access }: { cursor: Cursor; access: RandomAccess },
  context: SourceContext,
): AsyncGenerator<Item> {
  const entries: ZipEntry[] = [];
  for await (const entry of zipEntries(access, { signal: context.signal })) {
    if ('problem' in entry) yield entry;
    else if (entry.isSymlink) yield { skipped: entry.path, reason: symlink };
    else if (!entry.isDirectory) entries.push(entry);
  }
  entries.sort((a, b) => a.offset - b.offset);
  for (const entry of entries) {
    try {
      yield await hashed({ archive, context, file: memberFile(archive, entry), bytes: () => readEntry(access, entry, { cursor }) });
    } catch (error) {
      if (!isArchiveError(error)) throw error;
      yield { problem: error, at: `${access.name}@${entry.offset}` };
    }
  }
}

interface Member {
  archive: HashedArchive;
  context: SourceContext;
  file: SourceFile;
  bytes(): AsyncIterable<Uint8Array>;
}

async function hashed({ archive: { folder = '' }, context, file, bytes }: Member): Promise<SourceFile> {
  throwIfCancelled(context.signal);
  if (context.wanted?.(folder + file.path) === false) return file;
  const known = context.remembered?.(file);
  if (known !== undefined) return { ...file, sha256: known };
  if (context.counting) return file;
  const hash = createHash('sha256');
  for await (const piece of bytes()) hash.update(piece);
  const sha256 = hash.digest('hex');
  context.remember?.(file, sha256);
  return { ...file, sha256 };
}

async function* through(hash: { update(bytes: Uint8Array): unknown }, access: RandomAccess): AsyncGenerator<Uint8Array> {
  for await (const piece of access.read(0, access.size)) {
    hash.update(piece);
    yield piece;
  }
}

const saidEvery = 1 << 26;

/** Says now and then how far the reading has come. */
function progressing(access: RandomAccess, context: SourceContext): RandomAccess {
  let said = 0;
  return {
    ...access,
    async *read(start, end) {
      let at = start;
      for await (const piece of access.read(start, end)) {
        yield piece;
        at += piece.length;
        if (at - said < saidEvery) continue;
        said = at;
        context.say(`${access.name} is read, ${Math.floor((100 * at) / access.size)} %`);
      }
    },
  };
}

/** Under which a digest of the whole archive is remembered: its SHA-256 as that of any file. */
function wholeKey({ location, signature }: SourceFile, { algorithm }: Claim): Pick<SourceFile, 'location' | 'signature'> {
  return { location: algorithm === 'sha256' ? location : `${algorithm} ${location}`, signature };
}

async function refuseChange(file: SourceFile, context: SourceContext): Promise<void> {
  const now = await context.find(file.location);
  if (now?.signature === file.signature) return;
  throw new DatapinError('file.changed', `${shown(file.location)} was written to while it was read.`, {
    hint: 'Try again when nothing writes there.',
  });
}

function mismatch({ location }: SourceFile, { algorithm, value, at }: Claim, digest: string): SourceProblem {
  const name = algorithm === 'sha256' ? 'SHA-256' : 'MD5';
  const problem = new DatapinError('declared.mismatch', `${shown(location)} has the ${name} ${digest}, and ${value} is declared.`, {
    hint: 'It is damaged or another file: fetch it again.',
  });
  return { problem, at };
}
