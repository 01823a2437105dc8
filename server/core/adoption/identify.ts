/**
 * The one place where a batch of wanted files becomes files whose content is known: from what the store or the cache
 * knows, from threads for local bytes, else by reading once. What is wrong with one file is its problem alone.
 */
import type { Connector, SourceFile } from '../connector.ts';
import type { DatasetFile } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { hashFiles } from '../hashing.ts';
import { shown } from '../location.ts';
import type { Pointer } from '../source.ts';
import type { WorkOptions, World } from '../world.ts';
import { createBearing } from './bearing.ts';
import { claims } from './claims.ts';
import type { Walked } from './items.ts';
import { type HowToHash, identified, wordOf } from './known.ts';
import { createRemote, type Settle, type Unread } from './remote.ts';
import type { Gathered, Wanted } from './wanted.ts';

export type Identify = (batch: readonly Wanted[]) => Promise<DatasetFile[]>;

export function createIdentify(
  world: World,
  { gathered, hash, keepGoing = false }: { gathered: Gathered; hash: HowToHash; keepGoing?: boolean | undefined },
  { signal }: WorkOptions,
): Identify {
  const { problems, content, meter } = gathered;
  const remote = createRemote(world, { gathered, hash, bearing: createBearing(problems, keepGoing), signal });
  return async (batch) => {
    const known: DatasetFile[] = [];
    const settle: Settle = (file, found, at) => {
      const result = identified(file, found);
      if ('problem' in result) problems.add(result.problem, result.at ?? at);
      else known.push(result);
    };
    const stored: SourceFile[] = [];
    const unread: Unread[] = [];
    for (const item of batch) {
      if ('evidence' in item) {
        if (!item.claims?.length) known.push(item);
        else if (claims(item, 'md5')) unread.push({ pointer: asPointer(item) });
        else settle({ ...item, signature: '' }, { sha256: item.sha256, evidence: item.evidence });
      } else if ('made' in item) {
        known.push({ path: item.path, ...content.keep(item), versionId: undefined, etag: undefined, evidence: 'verified' });
        meter.known(1);
      } else if ('pointer' in item) unread.push({ pointer: item });
      else if (!byWord(item)) stored.push(item);
    }
    for (const { connector, files } of await byConnector(world, stored)) {
      // Threads make one digest only.
      const streamed = connector.localPath ? files.filter((file) => claims(file, 'md5')) : files;
      unread.push(...streamed.map((file) => ({ file })));
      if (streamed !== files)
        await onThreads(
          connector,
          files.filter((file) => !claims(file, 'md5')),
        );
    }
    if (unread.length > 0) await remote(unread, settle);
    return known;

    function byWord(file: SourceFile): boolean {
      try {
        const word = wordOf(file, hash);
        if (word) settle(file, word);
        if (word) meter.known(1);
        return word !== undefined;
      } catch (error) {
        if (!(error instanceof DatapinError)) throw error;
        problems.add(error, shown(file.location));
        return true;
      }
    }

    async function onThreads(connector: Connector, files: SourceFile[]): Promise<void> {
      const outcomes = await hashFiles(world, connector, files, { stage: 'hashing', cached: true, signal, onProgress: meter.nested() });
      for (const outcome of outcomes) {
        if ('problem' in outcome) problems.add(outcome.problem);
        else settle(outcome.file, { sha256: outcome.sha256, size: outcome.size, evidence: 'verified' });
      }
    }
  };
}

/** Threads make one digest only: the file is asked for anew, as it is now. */
function asPointer({ path, location, size, claims = [] }: Walked): Pointer {
  return { path, pointer: location, size, claims, at: claims[0]?.at ?? shown(location) };
}

async function byConnector(world: World, files: SourceFile[]): Promise<{ connector: Connector; files: SourceFile[] }[]> {
  const groups = new Map<Connector, SourceFile[]>();
  for (const file of files) {
    const connector = await world.connectorFor(file.location);
    const group = groups.get(connector);
    if (group) group.push(file);
    else groups.set(connector, [file]);
  }
  return [...groups].map(([connector, files]) => ({ connector, files }));
}
