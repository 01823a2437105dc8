/** Looks at files one by one, several at once: asks their stores, asks the cache, and reads what neither knows. */
import { statSync } from 'node:fs';
import type { Connector, SourceFile } from '../connector.ts';
import { DatapinError } from '../errors.ts';
import { changed } from '../fileProblems.ts';
import { inLanes } from '../lanes.ts';
import { decode, shown } from '../location.ts';
import type { Pointer } from '../source.ts';
import type { World } from '../world.ts';
import type { Bearing } from './bearing.ts';
import { claims, type Digests } from './claims.ts';
import { type Found, type HowToHash, wordOf } from './known.ts';
import { digest, type Linked, openLink, readStored } from './reading.ts';
import type { Gathered } from './wanted.ts';

/** A file whose store was asked already, or not yet. */
export type Unread = { file: SourceFile } | { pointer: Pointer };

export type Settle = (file: SourceFile, found: Found, at?: string) => void;

interface RemoteOptions {
  gathered: Gathered;
  hash: HowToHash;
  /** Shared by all batches. */
  bearing: Bearing;
  signal: AbortSignal | undefined;
}

/** Links followed at once. */
const linkLanes = 16;
/** A process that is killed has at most this much to read again. */
const saveBytes = 1 << 26;
const readAllTheSame = 'Where a store tells nothing by which other bytes would be known, the bytes were read all the same.';
/** A second write this soon after the last one may leave no trace in a local file's times. Milliseconds. */
const clockTick = 100;

/** What is wrong with single files, or with their stores, is the bearing's business. */
export function createRemote(world: World, { gathered, hash, bearing, signal }: RemoteOptions) {
  const { meter, notes } = gathered;
  const memory = createMemory(world);
  return async (items: readonly Unread[], settle: Settle): Promise<void> => {
    const lookAt = async (item: Unread, signal: AbortSignal) => {
      if ('file' in item) return read(item.file, item.file.claims?.[0]?.at, signal);
      const { pointer } = item;
      const immutable = hash === 'content' ? asRemembered(pointer, memory) : undefined;
      if (immutable) return settled(immutable.file, immutable.digests, { bytes: 0, at: pointer.at });
      if (pointer.access) return follow({ ...pointer, access: pointer.access }, signal);
      const file = await asked(world, pointer, signal);
      await noteUnpinned(file, signal);
      const word = wordOf(file, hash);
      if (!word) return read(file, pointer.at, signal);
      settle(file, word, pointer.at);
      meter.known(1);
    };
    const noteUnpinned = async ({ location, versionId }: SourceFile, signal: AbortSignal) => {
      const connector = await world.connectorFor(location);
      const note = versionId === undefined ? await connector.unpinned?.(location, signal) : undefined;
      if (note !== undefined) notes.addOnce(note);
    };
    const settled = (file: SourceFile, digests: Digests & { size?: number }, { bytes, at }: { bytes: number; at?: string | undefined }) => {
      settle(file, { ...digests, evidence: 'verified' }, at);
      meter.hashed(1, bytes);
    };
    const read = async (file: SourceFile, at: string | undefined, signal: AbortSignal) => {
      if (hash === 'provider') notes.add(readAllTheSame);
      const known = memory.recall(file);
      if (known) return settled(file, known, { bytes: 0, at });
      const connector = await world.connectorFor(file.location);
      const content = await readStored(connector, file, { md5: claims(file, 'md5'), signal });
      if (await keepsStill(connector, file, signal)) memory.keep(file, content);
      settled(file, content, { bytes: content.size, at });
    };
    const follow = async (pointer: Linked, signal: AbortSignal) => {
      const { file, response } = await openLink(world, pointer, signal);
      try {
        refuseOtherSize(pointer, file.size);
        const word = wordOf(file, hash);
        const known = word ?? memory.recall(file);
        if (known) {
          settle(file, word ?? { ...known, evidence: 'verified' }, pointer.at);
          return meter.known(1);
        }
        if (hash === 'provider') notes.add(readAllTheSame);
        const content = await digest(response.body, claims(file, 'md5'));
        refuseOtherSize(pointer, content.size);
        memory.keep(file, content);
        settled({ ...file, size: content.size }, content, { bytes: content.size, at: pointer.at });
      } finally {
        response.close();
      }
    };
    const lanes = await lanesFor(world, items);
    try {
      await inLanes(items, { lanes, signal }, async (item, _, laneSignal) => {
        const location = 'pointer' in item ? item.pointer.pointer : item.file.location;
        const at = 'pointer' in item ? item.pointer.at : item.file.claims?.[0]?.at;
        if (bearing.givenUp(location, at)) return;
        try {
          await lookAt(item, laneSignal);
          bearing.worked(location);
        } catch (error) {
          bearing.failed(error, { location, at });
        }
      });
    } finally {
      // Also when cancelled or failed: the next try goes on from here.
      world.hashes.flush();
    }
  };
}

/** What was read under a signature before. */
function createMemory({ hashes }: World) {
  let unsaved = 0;
  return {
    recall(file: SourceFile): Digests | undefined {
      if (file.signature === '') return undefined;
      const sha256 = hashes.get(file.location, file.signature);
      if (sha256 === undefined || !claims(file, 'md5')) return sha256 === undefined ? undefined : { sha256 };
      const md5 = hashes.get(md5Key(file), file.signature);
      return md5 === undefined ? undefined : { sha256, md5 };
    },
    keep(file: SourceFile, { sha256, md5, size }: Digests & { sha256: string; size: number }) {
      if (file.signature === '') return;
      hashes.put(file.location, file.signature, sha256);
      if (md5 !== undefined) hashes.put(md5Key(file), file.signature, md5);
      unsaved += size;
      if (unsaved < saveBytes) return;
      hashes.flush();
      unsaved = 0;
    },
  };
}

function md5Key({ location }: SourceFile): string {
  return `md5 ${location}`;
}

/** A file that its source knows never to change, and that was read before: nobody need be asked again. */
function asRemembered(pointer: Pointer, memory: ReturnType<typeof createMemory>): { file: SourceFile; digests: Digests } | undefined {
  const { path, pointer: location, size, signature, versionId, claims } = pointer;
  if (signature === undefined || size === undefined) return undefined;
  const file = { path, location, size, signature, versionId, claims };
  const digests = memory.recall(file);
  return digests && { file, digests };
}

async function asked(world: World, pointer: Pointer, signal: AbortSignal): Promise<SourceFile> {
  const { path, pointer: location, versionId, size = 0, claims } = pointer;
  const connector = await world.connectorFor(location);
  const found = await connector.inspect({ location, size, versionId }, signal);
  if (found.state === 'missing') {
    throw new DatapinError('file.vanished', `There is nothing at ${shown(location)}.`, {
      hint: decode(location).includes('\\') ? 'Write names with /, not with \\.' : 'Correct its address, or put it there.',
    });
  }
  refuseOtherSize(pointer, found.size);
  const { state, ...facts } = found;
  return { path, location, claims, ...facts, versionId: versionId ?? found.versionId, signature: pointer.signature ?? found.signature };
}

function refuseOtherSize({ size, pointer }: Pointer, found: number): void {
  if (size === undefined || size === found) return;
  throw new DatapinError(
    'declared.mismatch',
    `${shown(pointer)} has ${found.toLocaleString('en')} bytes, and ${size.toLocaleString('en')} are declared.`,
    {
      hint: 'Correct what is declared, or put the declared file there.',
    },
  );
}

/** Whether a local file is as it was listed, and a later write would be seen. Throws `file.changed`. */
async function keepsStill(connector: Connector, file: SourceFile, signal: AbortSignal): Promise<boolean> {
  if (!connector.localPath) return true;
  const now = await connector.inspect(file, signal);
  if (now.state === 'missing' || now.signature !== file.signature) throw changed(shown(file.location));
  return Date.now() - statSync(connector.localPath(file)).ctimeMs > clockTick;
}

/** As many at once as the most patient of the stores takes. */
async function lanesFor(world: World, items: readonly Unread[]): Promise<number> {
  const schemes = new Map<string, string>();
  let most = 1;
  for (const item of items) {
    const location = 'file' in item ? item.file.location : item.pointer.pointer;
    if ('pointer' in item && item.pointer.access) most = linkLanes;
    else schemes.set(location.slice(0, location.indexOf(':')), location);
  }
  for (const location of schemes.values()) {
    const connector = await world.connectorFor(location).catch(() => undefined);
    most = Math.max(most, connector?.concurrency ?? 1);
  }
  return most;
}
