/** A world with sources and stores that a test writes down as data. */
import { createHash } from 'node:crypto';
import type { App } from '../../server/app.ts';
import { type AdoptRequest, adopt } from '../../server/core/adoption.ts';
import type { Connector, SourceFile } from '../../server/core/connector.ts';
import { DatapinError } from '../../server/core/errors.ts';
import type { Source, SourceItem } from '../../server/core/source.ts';
import type { World } from '../../server/core/world.ts';

export const sha = (text: string) => createHash('sha256').update(text).digest('hex');
export const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** A source of the scheme `tool` that yields these items; made anew at each reading when they are made by a function. */
export function toolOf(items: readonly SourceItem[] | (() => AsyncIterable<SourceItem>), more: Partial<Source> = {}): Source {
  return {
    id: 'tool',
    title: 'Tool',
    scheme: 'tool',
    probe: async () => undefined,
    async *read() {
      yield* typeof items === 'function' ? items() : items;
    },
    ...more,
  };
}

/** An object of a store: its bytes, and what the store says of it besides. */
export type Stored = string | (Partial<SourceFile> & { bytes: string; error?: DatapinError });

export interface MemoryStore {
  connector: Connector;
  /** Locations in the order in which they were read, and asked for. */
  reads: string[];
  inspections: string[];
}

/** A store of the scheme `mem`, whose objects the test may change at any time. */
export function memoryStore(objects: Record<string, Stored>): MemoryStore {
  const reads: string[] = [];
  const inspections: string[] = [];
  const at = (location: string) => {
    const found = objects[location.slice('mem://'.length)];
    return typeof found === 'string' ? { bytes: found } : found;
  };
  const facts = (location: string) => {
    const { bytes, error, ...rest } = at(location)!;
    return { size: bytes.length, signature: sha(bytes), etag: md5(bytes), ...rest };
  };
  const connector: Connector = {
    id: 'memory',
    concurrency: 3,
    async *list(location) {
      for (const name of Object.keys(objects)) {
        const path = `mem://${name}`.slice(location.length);
        if (`mem://${name}`.startsWith(location)) yield { path, location: `mem://${name}`, ...facts(`mem://${name}`) };
      }
    },
    async *read({ location }) {
      reads.push(location);
      const { bytes, error } = at(location)!;
      if (error) throw error;
      yield Buffer.from(bytes);
    },
    async inspect({ location }) {
      inspections.push(location);
      if (!at(location)) return { state: 'missing' };
      return { state: 'present', ...facts(location) };
    },
  };
  return { connector, reads, inspections };
}

export function worldWith(app: App, { sources = [], store }: { sources?: Source[]; store?: MemoryStore }): World {
  return {
    ...app,
    sources: async () => sources,
    connectorFor: async (location) => (store && location.startsWith('mem:') ? store.connector : app.connectorFor(location)),
  };
}

/** Adopts what a tool yields; the version's files as `path -> what is asked of it`. */
export async function adoptItems(world: World, as: string, request: Partial<AdoptRequest> = {}) {
  const result = await adopt(world, { locations: ['tool://projects/1'], as, ...request });
  return { ...result, list: [...world.registry.versions.files(result.version)] };
}

/** The lines of `adopt.problems`. */
export async function problemsOf(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DatapinError) || error.code !== 'adopt.problems') throw error ?? new Error('it was to be refused');
  return error.details;
}
