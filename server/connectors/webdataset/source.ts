/** A webdataset: tars of samples, one or many, by themselves, in a folder or by their index. Members are read where they lie. */
import { parseMemberLocation } from '../../core/archiveLocation.ts';
import type { SourceFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { Source, SourceContext, SourceItem, SourceProblem, SourceRequest } from '../../core/source.ts';
import { hashedMembers } from '../../kit/archives/hashedMembers.ts';
import { openArchive } from '../../kit/archives/open.ts';
import { nameOf } from '../../kit/beside.ts';
import { readIndex, type Shard } from './index.ts';
import { probe } from './probe.ts';
import { countSamples } from './samples.ts';

export function createWebdatasetSource(): Source {
  return { id: 'webdataset', title: 'Webdataset', probe, read };
}

async function* read(request: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const shards: Shard[] = [];
  for await (const item of shardsOf(request, context)) {
    if ('shard' in item) shards.push(item.shard);
    else yield item;
  }
  if (shards.length === 0) {
    throw new DatapinError('source.malformed', `There are no tars in ${request.locations.map(shown).join(', ')}.`, {
      hint: 'Name the shards, their folder or their index.',
    });
  }
  const folderOf = folders(shards);
  let samples = 0;
  for (const shard of shards) {
    const folder = folderOf(shard);
    for await (const item of shardItems(shard, folder, context)) {
      if ('counted' in item) samples += item.counted;
      else yield 'path' in item ? { ...item, path: folder + item.path } : item;
    }
  }
  yield { facts: { shards: shards.length, samples } };
}

/** The tars of what was named; what else lies in a folder is adopted as it lies. */
async function* shardsOf({ locations }: SourceRequest, context: SourceContext): AsyncGenerator<{ shard: Shard } | SourceItem> {
  for (const location of locations) {
    if (/\.json$/i.test(nameOf(location))) yield* await readIndex(location, context);
    else if (!location.endsWith('/')) yield { shard: { location, at: nameOf(location) } };
    else {
      for await (const item of context.list(location)) {
        if ('path' in item && /\.tar$/i.test(item.path)) yield { shard: { location: item.location, at: item.path } };
        else yield item;
      }
    }
  }
}

/** A folder a shard, called as the shard without its extension; none where there is only one. Names that are the same are told apart by a number. */
function folders(shards: readonly Shard[]): (shard: Shard) => string {
  if (shards.length === 1) return () => '';
  const names = new Map<Shard, string>();
  const taken = new Set<string>();
  for (const shard of shards.toSorted((a, b) => (a.location < b.location ? -1 : 1))) {
    const stem = nameOf(shard.location).replace(/\.tar$/i, '');
    let name = stem;
    for (let number = 2; taken.has(name); number++) name = `${stem} (${number})`;
    taken.add(name);
    names.set(shard, `${name}/`);
  }
  return (shard) => names.get(shard)!;
}

async function* shardItems(shard: Shard, folder: string, context: SourceContext): AsyncGenerator<SourceItem | { counted: number }> {
  const file = await openShard(shard, context);
  if ('problem' in file) {
    yield file;
    return;
  }
  const count = countSamples();
  const wanted = countSamples();
  for await (const item of hashedMembers({ file, kind: 'tar', claim: shard.claim, folder }, context)) {
    yield item;
    if ('path' in item && context.wanted?.(folder + item.path) !== false) wanted.add(item.path);
    const repeated = 'path' in item ? count.add(item.path) : undefined;
    if (repeated !== undefined) yield repeats(repeated, item as SourceFile, shard);
  }
  if (shard.samples !== undefined && shard.samples !== count.samples) {
    yield wrong(
      shard,
      `${nameOf(shard.location)} has ${count.samples} samples, and the index says ${shard.samples}.`,
      'Write the index anew with widsindex.',
    );
  }
  yield { counted: wanted.samples };
}

async function openShard(shard: Shard, context: SourceContext): Promise<SourceFile | SourceProblem> {
  const name = nameOf(shard.location);
  try {
    const { file, kind } = await openArchive(shard.location, context);
    if (kind !== 'tar')
      return wrong(
        shard,
        `${name} is no tar as it lies (${kind}).`,
        'Unpack it once, since members of a compressed tar cannot be read where they lie.',
      );
    if (shard.size === undefined || shard.size === file.size) return file;
    return wrong(
      shard,
      `${name} has ${file.size} bytes, and the index says ${shard.size}.`,
      'Fetch the shard again, or write the index anew.',
    );
  } catch (error) {
    if (!(error instanceof DatapinError) || error.group === 'world' || error.group === 'cancelled') throw error;
    return { problem: error, at: shard.at };
  }
}

function repeats(key: string, { location }: SourceFile, shard: Shard): SourceProblem {
  const offset = parseMemberLocation(location)?.offset;
  const problem = new DatapinError('source.malformed', `The sample "${key}" comes again, after others: it is read as two.`, {
    hint: 'Write all members of a sample one after the other.',
  });
  return { problem, at: `${nameOf(shard.location)}@${offset}` };
}

function wrong({ at }: Shard, message: string, hint: string): SourceProblem {
  return { problem: new DatapinError('source.malformed', message, { hint }), at };
}
