/** What an adoption would do, without reading a byte of what it would adopt. */
import type { SourceFile } from '../connector.ts';
import type { DatasetFile } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { schemeOf } from '../probing.ts';
import type { Pointer } from '../source.ts';
import type { WorkOptions, World } from '../world.ts';
import { type Collected, collect } from './collect.ts';
import { estimated, keysInPage, type PlannedStore } from './cost.ts';
import { emptiness } from './empty.ts';
import type { Identify } from './identify.ts';
import { identified, wordOf } from './known.ts';
import { linesKept } from './problems.ts';
import type { AdoptPlan, AdoptRequest } from './request.ts';
import type { Gathered } from './wanted.ts';

/** Lists what would be adopted. Objects that a list only names are not asked for, so their size is what the list says. */
export async function planAdoption(world: World, request: AdoptRequest, options: WorkOptions = {}): Promise<AdoptPlan> {
  const tally = createTally(world, request);
  const collected = await collect(world, request, { ...options, hashing: false, whole: true, identify: tally.identify });
  try {
    const counted = countKinds(collected.files());
    const { problems, notes, source } = collected;
    if (counted.files === 0 && problems.count === 0) throw emptiness(request, notes.lines());
    return {
      ...(source ? { source } : {}),
      ...counted,
      ...tally.sums(),
      problems: problems.lines(linesKept),
      notes: notes.lines(),
    };
  } finally {
    collected.close();
  }
}

const kindsShown = 20;

function countKinds(files: ReturnType<Collected['files']>): Pick<AdoptPlan, 'files' | 'bytes' | 'kinds'> {
  const kinds = new Map<string, { name: string; files: number; bytes: number }>();
  const sum = { files: 0, bytes: 0 };
  for (const { path, size } of files) {
    const name = /[^/]\.([A-Za-z0-9]{1,10})$/.exec(path)?.[1]?.toLowerCase() ?? '';
    const kind = kinds.get(name) ?? { name, files: 0, bytes: 0 };
    kinds.set(name, kind);
    for (const one of [kind, sum]) {
      one.files++;
      one.bytes += size;
    }
  }
  return { ...sum, kinds: [...kinds.values()].sort((a, b) => b.files - a.files || (a.name < b.name ? -1 : 1)).slice(0, kindsShown) };
}

function createTally(world: World, { hash = 'content' }: AdoptRequest) {
  const stores = new Map<string, { listed: number; head: number; get: number; bytes: number }>();
  const toRead = { files: 0, bytes: 0 };
  let unsized = 0;
  const storeOf = (location: string) => {
    const scheme = schemeOf(location).replace(/^(tar|zip)\+/, '');
    const known = stores.get(scheme) ?? { listed: 0, head: 0, get: 0, bytes: 0 };
    stores.set(scheme, known);
    return known;
  };
  const read = (location: string, size: number) => {
    const store = storeOf(location);
    store.get++;
    for (const one of [store, toRead]) one.bytes += size;
    toRead.files++;
  };
  const planFile = (file: SourceFile): DatasetFile | DatapinError => {
    storeOf(file.location).listed++;
    const word = attempt(() => wordOf(file, hash));
    if (word instanceof DatapinError) return word;
    const known = word ?? (world.hashes.get(file.location, file.signature) === undefined ? undefined : {});
    if (!known) read(file.location, file.size);
    const result = identified(file, { evidence: 'size+mtime', ...word });
    return 'problem' in result ? result.problem : result;
  };
  const planPointer = ({ path, pointer, size, access, signature, claims }: Pointer): DatasetFile => {
    const store = storeOf(pointer);
    if (size === undefined) unsized++;
    const remembered = signature !== undefined && size !== undefined && world.hashes.get(pointer, signature) !== undefined;
    const claimed = hash === 'provider' && claims?.some(({ algorithm }) => algorithm === 'sha256');
    if (!remembered && (hash === 'content' || access)) read(pointer, claimed ? 0 : (size ?? 0));
    if (!remembered && !access) store.head++;
    return { path, size: size ?? 0, location: pointer, evidence: 'size+mtime' };
  };
  return {
    identify:
      ({ problems, content }: Gathered): Identify =>
      async (batch) =>
        batch.flatMap((item) => {
          if ('evidence' in item) return [item];
          if ('pointer' in item) return [planPointer(item)];
          if ('made' in item) return [{ path: item.path, ...content.keep(item), evidence: 'verified' as const }];
          const planned = planFile(item);
          if (!(planned instanceof DatapinError)) return [planned];
          problems.add(planned, item.claims?.[0]?.at);
          return [];
        }),
    sums(): Pick<AdoptPlan, 'unsized' | 'toRead' | 'stores' | 'requests' | 'cost' | 'seconds'> {
      const planned = [...stores]
        .sort()
        .map(([store, { listed, ...rest }]) => estimated(store, { ...asked(store, rest), list: pages(store, listed) }));
      const cost = planned.every((one) => one.cost !== undefined) ? { cost: total(planned, (one) => one.cost!) } : {};
      const requests = {
        list: total(planned, ({ list }) => list),
        head: total(planned, ({ head }) => head),
        get: total(planned, ({ get }) => get),
      };
      return { unsized, toRead, stores: planned, requests, ...cost, seconds: total(planned, ({ seconds }) => seconds) };
    },
  };
}

/** Reading what lies here takes no requests. */
function asked(store: string, counts: { head: number; get: number; bytes: number }) {
  return isHere(store) ? { ...counts, head: 0, get: 0 } : counts;
}

function pages(store: string, listed: number): number {
  return isHere(store) ? 0 : Math.ceil(listed / keysInPage);
}

function isHere(store: string): boolean {
  return store === 'file' || store === 'content';
}

function total(stores: readonly PlannedStore[], of: (store: PlannedStore) => number): number {
  return stores.reduce((sum, store) => sum + of(store), 0);
}

function attempt<T>(work: () => T): T | DatapinError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DatapinError) return error;
    throw error;
  }
}
