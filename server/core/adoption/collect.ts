/** From locations to sorted files, for an adoption and for the plan of one. */

import type { DatasetFile } from '../dataset.ts';
import { throwIfCancelled } from '../errors.ts';
import { type Probe, probeAll } from '../probing.ts';
import type { Park } from '../registry/chunk.ts';
import type { WorkOptions, World } from '../world.ts';
import type { Identify } from './identify.ts';
import { readItems } from './items.ts';
import { createKeptContent } from './kept.ts';
import { merged } from './merged.ts';
import { createMeter } from './meter.ts';
import { createNotes } from './notes.ts';
import { oneAhead } from './oneAhead.ts';
import { createProblems } from './problems.ts';
import type { AdoptedSource, AdoptRequest } from './request.ts';
import { createSorter } from './sort.ts';
import { createParking, removeLeftSpills } from './spill.ts';
import { type Gathered, wantedFiles } from './wanted.ts';

export interface Collected extends Gathered {
  source: AdoptedSource | undefined;
  /** In order of path, each once. Asking may find further problems. */
  files(): Iterable<DatasetFile>;
  /** Holds the bytes of runs, on disk where they are many. */
  park: Park;
  close(): void;
}

export interface CollectOptions extends WorkOptions {
  /** Whether files of folders may be hashed while these are walked. */
  hashing: boolean;
  /** Makes what is done with a batch of files that are wanted. */
  identify(gathered: Gathered): Identify;
  /** Whether to look at everything in spite of problems. */
  whole: boolean;
}

/** The caller closes what it is given; when this throws, nothing is left. */
export async function collect(world: World, request: AdoptRequest, options: CollectOptions): Promise<Collected> {
  throwIfCancelled(options.signal);
  const probe = await probeAll(world, request, options.signal);
  removeLeftSpills(world.home);
  const content = createKeptContent(world);
  const sorter = createSorter({ folder: world.home });
  const gathered: Gathered = {
    problems: createProblems(),
    notes: createNotes(),
    content,
    facts: {},
    meter: createMeter(options.onProgress),
  };
  const parking = createParking(world.home);
  const close = () => {
    sorter.close();
    parking.close();
    content.close();
  };
  try {
    const { problems, meter, notes } = gathered;
    if (probe.note !== undefined) notes.add(probe.note);
    const identify = options.identify(gathered);
    const reading = { request, source: probe.source, hashing: options.hashing, meter, note: notes.add };
    const batches = wantedFiles(readItems(world, reading, options), { request, gathered }, options.signal);
    let hopeless = false;
    for await (const batch of oneAhead(batches)) {
      throwIfCancelled(options.signal);
      // Nothing will be adopted: the rest is only looked through for further problems.
      if (hopeless) continue;
      for (const file of await identify(batch)) sorter.add(file);
      hopeless = !options.whole && problems.count > 0;
    }
  } catch (error) {
    close();
    throw error;
  }
  return { ...gathered, source: named(probe), files: () => merged(sorter.sorted(), gathered.problems), park: parking.park, close };
}

function named({ source, why }: Probe): AdoptedSource | undefined {
  return source && { id: source.id, title: source.title, why };
}
