/** A labelling tool's source, asked in a world whose servers are those of the test, and which does not wait before it tries again. */
import type { Source } from '../../server/core/source.ts';
import type { World } from '../../server/core/world.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { sourceWorld, type Yielded, yielded } from './sourceContext.ts';
import type { Owner } from './temp.ts';

export interface ToolWorldOptions {
  secrets: Readonly<Record<string, string>>;
  /** `{ 'v7.baseUrl': server.origin }` */
  sources: Readonly<Record<string, string>>;
}

export function toolWorld(owner: Owner, options: ToolWorldOptions): World {
  const world = sourceWorld(owner, options);
  const web = createWeb({ retryDelay: 1 });
  return { ...world, web: async () => web };
}

type Request = Parameters<typeof yielded>[2];

/** What of a reading becomes part of the version, in one order: paths, where they lie, made texts, facts, notes and problems. */
export async function outcomeOf(world: World, source: Source, request: Request, options: { signal?: AbortSignal; said?: string[] } = {}) {
  return summaryOf(await yielded(world, source, request, options));
}

export function summaryOf({ files, pointers, made, notes, facts, problems, skipped }: Yielded) {
  return {
    files: [
      ...files.map(({ path, location }) => `${path} <- ${location}`),
      ...pointers.map(({ path, pointer }) => `${path} <- ${pointer}`),
    ].sort(),
    made: Object.fromEntries<string>(
      made.map(({ path, made: bytes }): [string, string] => [path, Buffer.from(bytes as Uint8Array).toString('utf8')]).sort(),
    ),
    facts,
    notes: notes.toSorted(),
    skipped: skipped.map(({ skipped: path }) => path).sort(),
    problems: problems.map(({ at, problem }) => `${at}: ${problem.message} ${problem.hint ?? ''}`).sort(),
  };
}

/** Everything that could be recorded, as one text: what a secret must never be in. */
export function everything(all: Yielded): string {
  return JSON.stringify([all, all.problems.map(({ problem }) => `${problem.stack} ${problem.hint}`)]);
}
