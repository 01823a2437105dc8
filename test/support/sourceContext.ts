/** Sources asked directly, in a world of their own: the registry in a temp folder, the stores those of the product. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AppOptions, openApp } from '../../server/app.ts';
import type { Skipped, SourceFile } from '../../server/core/connector.ts';
import type {
  MadeFile,
  Match,
  Pointer,
  ProviderRecord,
  Source,
  SourceContext,
  SourceFacts,
  SourceItem,
  SourceProblem,
  SourceRequest,
} from '../../server/core/source.ts';
import { createSourceContext } from '../../server/core/sourceContext.ts';
import { createSubject } from '../../server/core/subject.ts';
import type { World } from '../../server/core/world.ts';
import { type Owner, tempFolder } from './temp.ts';

/** A world that ends with its owner. */
export function sourceWorld(owner: Owner, options: Omit<AppOptions, 'home'> = {}): World {
  const app = openApp({ ...options, home: join(tempFolder(owner, 'world'), 'home') });
  owner.after(() => app.close());
  return app;
}

/** What a source is given; `said` collects what it says is waited for. */
export function sourceContext(
  world: World,
  source: Source,
  { signal, said = [], notes = [] }: { signal?: AbortSignal; said?: string[]; notes?: string[] } = {},
): SourceContext {
  return createSourceContext(world, source, { signal, say: (words) => void said.push(words), note: (note) => void notes.push(note) });
}

/** What a source says that a path or a location is. */
export async function probed(world: World, source: Source, place: string): Promise<Match | undefined> {
  return source.probe(await createSubject(world, toLocation(place)), sourceContext(world, source));
}

/** Everything that a source yields, by kind. */
export interface Yielded {
  files: SourceFile[];
  pointers: Pointer[];
  made: MadeFile[];
  records: ProviderRecord[];
  skipped: Skipped[];
  problems: SourceProblem[];
  notes: string[];
  facts: SourceFacts['facts'] | undefined;
}

/** Paths of this machine become locations. */
export async function yielded(
  world: World,
  source: Source,
  request: string | (Omit<SourceRequest, 'locations'> & { locations: string[] }),
  options: { signal?: AbortSignal; said?: string[] } = {},
): Promise<Yielded> {
  const asked = typeof request === 'string' ? { locations: [request] } : request;
  const { root } = asked;
  const located = { ...asked, locations: asked.locations.map(toLocation), root: root === undefined ? undefined : toLocation(root) };
  const notes: string[] = [];
  const all: Yielded = { files: [], pointers: [], made: [], records: [], skipped: [], problems: [], notes, facts: undefined };
  for await (const item of source.read(located, sourceContext(world, source, { ...options, notes }))) put(all, item);
  return all;
}

/** `at: message` of each problem. */
export function problemLines({ problems }: Pick<Yielded, 'problems'>): string[] {
  return problems.map(({ at, problem }) => `${at}: ${problem.message}`);
}

function put(all: Yielded, item: SourceItem): void {
  if ('skipped' in item) all.skipped.push(item);
  else if ('pointer' in item) all.pointers.push(item);
  else if ('made' in item) all.made.push(item);
  else if ('path' in item) all.files.push(item);
  else if ('record' in item) all.records.push(item);
  else if ('problem' in item) all.problems.push(item);
  else if ('note' in item) all.notes.push(item.note);
  else all.facts = item.facts;
}

/** A path as a location; a folder's ends with a slash, as it was written. A location is itself. */
function toLocation(place: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(place) ? place : pathToFileURL(place).href;
}
