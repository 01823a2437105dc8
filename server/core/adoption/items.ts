/** What is to be adopted, as a source or a store yields it, many at a time. */
import { pathFilter, pathNaming } from '../adoptionPaths.ts';
import type { Connector, Listed } from '../connector.ts';
import type { DatasetFile } from '../dataset.ts';
import { type FolderBatch, hashFolders } from '../folderHashing.ts';
import { encodePath } from '../location.ts';
import type { Claim, Source, SourceContext, SourceItem } from '../source.ts';
import { createSourceContext } from '../sourceContext.ts';
import type { WorkOptions, World } from '../world.ts';
import type { Meter } from './meter.ts';
import type { AdoptRequest } from './request.ts';

/** A file that was hashed while its folder was walked; a source may have added what others say of it. */
export type Walked = DatasetFile & { claims?: readonly Claim[] | undefined };

export type Item = SourceItem | Walked;

export interface Reading {
  request: AdoptRequest;
  source: Source | undefined;
  /** Whether files of folders may be hashed while these are walked. */
  hashing: boolean;
  meter: Meter;
  note(text: string): void;
}

/** Reads the locations by their source, or, without one, as they lie in their stores. */
export function readItems(world: World, reading: Reading, options: WorkOptions): AsyncIterable<readonly Item[]> {
  const { request, source } = reading;
  if (!source) return listAll(world, reading, options);
  const { locations, root, field } = request;
  const list = (location: string) => listHashed(world, { ...reading, location }, options);
  const { wanted } = pathFilter(request);
  const { meter, hashing, note } = reading;
  const context = createSourceContext(world, source, { signal: options.signal, say: meter.say, counting: !hashing, list, note, wanted });
  return one(source.read({ locations, root, field }, context));
}

async function* listAll(world: World, reading: Reading, options: WorkOptions): AsyncGenerator<Item[]> {
  const { locations } = reading.request;
  const nameOf = pathNaming(locations);
  for (const location of locations) {
    const name = (path: string, file = '') => nameOf(location, { path, location: file });
    const { wanted, excluded } = pathFilter(reading.request);
    for await (const items of listed(world, { ...reading, location, wanted: (path, file) => wanted(name(path, file)) }, options)) {
      for (const item of items) {
        if ('path' in item) item.path = name(item.path, 'location' in item ? item.location : '');
      }
      yield items.filter((item) => !('skipped' in item && item.problem && excluded(name(item.skipped))));
    }
  }
}

/** As a source asks for it: files that a person does not want are there, too, and not read. */
async function* listHashed(
  world: World,
  { location, ...reading }: Reading & { location: string },
  options: WorkOptions,
): ReturnType<SourceContext['list']> {
  const { wanted, excluded } = pathFilter(reading.request);
  for await (const items of listed(world, { ...reading, location, wanted, others: true }, options)) {
    for (const item of items) {
      if ('note' in item) reading.note(item.note);
      else if ('skipped' in item) {
        if (!item.problem || !excluded(item.skipped)) yield item;
      } else yield 'signature' in item ? item : { ...item, signature: '' };
    }
  }
}

interface Listing extends Reading {
  location: string;
  wanted(path: string, location?: string): boolean;
  /** Whether files that are not wanted are listed, too, without being looked at. */
  others?: boolean;
}

/** The objects are the receiver's own. */
async function* listed(world: World, listing: Listing, options: WorkOptions): AsyncGenerator<(Listed | DatasetFile)[]> {
  const { location, request, hashing, meter, wanted } = listing;
  const connector = await world.connectorFor(location);
  const listOptions = { ignoring: !request.includeIgnored };
  const { signal } = options;
  if (!hashing || !connector.folders || !connector.localPath) {
    if (connector.listBatches) yield* connector.listBatches(location, signal);
    else yield* one(connector.list(location, signal, listOptions));
    return;
  }
  const unwanted: Listed[] = [];
  const folders = connector.folders(location, signal, listOptions);
  const work = { stage: 'hashing', cached: true, wanted, signal, onProgress: meter.nested() } as const;
  const walked = listing.others ? noting(folders, (path, at) => !wanted(path) && unwanted.push(asItLies(path, at))) : folders;
  for await (const batch of hashFolders(world, connector, walked, work)) yield [...itemsOf(batch), ...unwanted.splice(0)];
  if (unwanted.length > 0) yield unwanted;
}

function itemsOf({ files, problems, skipped }: FolderBatch): (Listed | DatasetFile)[] {
  return [...files, ...problems.map(({ path, problem }) => ({ skipped: path, reason: 'it cannot be read', problem })), ...skipped];
}

type Folders = ReturnType<NonNullable<Connector['folders']>>;

async function* noting(folders: Folders, note: (path: string, location: string) => void): Folders {
  for await (const folder of folders) {
    for (const name of folder.names) note(folder.path === '' ? name : `${folder.path}/${name}`, folder.location + encodePath(name));
    yield folder;
  }
}

function asItLies(path: string, location: string): Listed {
  return { path, location, size: 0, signature: '' };
}

async function* one<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  for await (const item of items) yield [item];
}
