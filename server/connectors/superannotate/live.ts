/** A project as SuperAnnotate has it: its items, joined with the annotations of an export or of the stream of annotations. */
import { DatapinError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import type { SourceContext, SourceFacts, SourceItem } from '../../core/source.ts';
import { type ExportFiles, zipFiles } from '../../kit/exportFiles.ts';
import type { Polling } from '../../kit/polling.ts';
import type { Folder, Item, Project, SaApi } from './api.ts';
import { tool } from './asking.ts';
import { bulkAnnotations } from './bulk.ts';
import { toClasses } from './classes.ts';
import { type SaDocument, toDocument } from './document.ts';
import { type Entry, malformed, partsOf, readClasses, readDocuments } from './exported.ts';
import { type ExportOptions, isRefused, type MadeExport, madeExport } from './exporting.ts';
import { createItems, type Items } from './items.ts';
import { type ProjectPlace, projectLocation } from './location.ts';
import { createPlaces, type Places } from './places.ts';

export interface LiveOptions extends ExportOptions {
  api: SaApi;
  root: string | undefined;
  context: SourceContext;
  polling: Polling;
}

/** Returns what is known of the project. Throws `source.project`, and what asking throws. */
export async function* liveItems(place: ProjectPlace, options: LiveOptions): AsyncGenerator<SourceItem, SourceFacts['facts']> {
  const { api, root } = options;
  const project = await projectOf(api, place.project);
  const all = await api.folders(project.id);
  const folders = place.folder === undefined ? all : [folderOf(all, { ...place, folder: place.folder })];
  const only = place.folder === undefined ? undefined : folders[0]!.name;
  const places = createPlaces({ api, root, hasToken: true });
  const made = yield* exportOr({ project: project.id, folder: only }, options);
  const reading = { ...options, project, folders, only, places };
  try {
    const count = made ? yield* fromExport(made, reading) : yield* fromStream(reading);
    yield* places.rest();
    const facts = { project: project.id, name: project.name, ...(only === undefined ? {} : { folder: only || 'root' }), items: count };
    return made ? { ...facts, export: made.name, exportedAt: made.madeAt } : facts;
  } finally {
    await made?.archive.close();
  }
}

/** Nothing when SuperAnnotate makes none for us. */
async function* exportOr(
  order: Parameters<typeof madeExport>[0],
  options: LiveOptions,
): AsyncGenerator<SourceItem, MadeExport | undefined> {
  try {
    return await madeExport(order, options);
  } catch (error) {
    if (!isRefused(error)) throw error;
    yield { note: `There is no export of ${tool}, so that its annotations were read one by one: ${error.message}` };
    return undefined;
  }
}

interface Reading extends LiveOptions {
  project: Project;
  folders: readonly Folder[];
  only: string | undefined;
  places: Places;
}

async function* fromExport({ archive }: MadeExport, reading: Reading): AsyncGenerator<SourceItem, number> {
  const { folders, only, root } = reading;
  const files = await zipFiles(archive, reading.context.signal);
  const parts = partsOf(files.files);
  const { names } = yield* readClasses(files, parts);
  const items = createItems({ root, classes: names });
  // an export of one folder may have no folder in it
  const isFlat = only !== undefined && !parts.folders.has(only);
  const entriesOf = ({ name }: Folder) => parts.folders.get(isFlat ? '' : name) ?? [];
  const known = new Set(isFlat ? [''] : folders.map(({ name }) => name));
  for (const [name, entries] of parts.folders) {
    if (!known.has(name)) for (const { document } of entries) yield malformed(document.at, `It is of no folder that was asked for.`);
  }
  let count = 0;
  for (const folder of folders) {
    count += yield* joined({ folder, items, documents: () => exportedDocuments(files, entriesOf(folder)) }, reading);
    yield* items.masks(files);
  }
  return count;
}

async function* fromStream(reading: Reading): AsyncGenerator<SourceItem, number> {
  const { api, project, folders, root } = reading;
  const { text, names } = toClasses(await api.classes(project.id));
  if (text !== undefined) yield { path: 'classes.json', made: text };
  const items = createItems({ root, classes: names });
  let count = 0;
  for (const folder of folders) {
    count += yield* joined({ folder, items, documents: (listed) => streamedDocuments(listed, reading) }, reading);
  }
  return count;
}

/** One document, whichever way it came. */
type Told = { document: SaDocument; at: string; entry: Entry | undefined } | Extract<SourceItem, { problem: DatapinError; at: string }>;

async function* exportedDocuments(files: ExportFiles, entries: readonly Entry[]): AsyncGenerator<Told> {
  for await (const one of readDocuments(files, entries)) yield 'problem' in one ? one : { ...one, at: one.entry.document.at };
}

async function* streamedDocuments(listed: readonly Item[], { context, polling, project }: Reading): AsyncGenerator<Told> {
  for await (const one of bulkAnnotations(listed, { context, polling, project: project.id })) {
    const document = 'fault' in one ? `It is no JSON: ${one.fault}.` : toDocument(one.value);
    const at = typeof document === 'string' ? `annotations of project ${project.id}` : `annotation of ${document.name ?? document.id}`;
    yield typeof document === 'string' ? malformed(at, document) : { document, at, entry: undefined };
  }
}

interface FolderReading {
  folder: Folder;
  items: Items;
  documents(listed: readonly Item[]): AsyncGenerator<Told>;
}

/** All items of a folder, with what was said of them. Returns how many there are. */
async function* joined({ folder, items, documents }: FolderReading, reading: Reading): AsyncGenerator<SourceItem, number> {
  const { project, places, context } = reading;
  const byName = new Map<string, Item>();
  const byId = new Map<string, Item>();
  const count = yield* listed(folder, reading, (item) => {
    byName.set(item.name, item);
    byId.set(item.id, item);
  });
  context.say(`${tool} lists ${count.toLocaleString('en')} items of ${folder.name || 'the project'}`);
  const emit = async function* (item: Item, told?: Exclude<Told, { problem: DatapinError }>): AsyncGenerator<SourceItem> {
    const at = told?.at ?? `item ${item.id}`;
    const place = await places.ofItem(item, project);
    const { document, entry } = told ?? {};
    if (place) yield* items.of({ folder: folder.name, name: item.name, id: item.id, at, place, document, mask: entry?.mask, item });
  };
  const done = new Set<Item>();
  for await (const told of documents([...byId.values()])) {
    if ('problem' in told) {
      yield told;
      continue;
    }
    const { document, entry } = told;
    const item = byName.get(document.name ?? '') ?? byName.get(entry?.name ?? '') ?? byId.get(document.id ?? '');
    if (!item) yield malformed(told.at, `The project does not list the item ${document.name ?? entry?.name ?? 'that it is of'}.`);
    else if (done.has(item)) yield malformed(told.at, `There are two annotations of ${item.name}.`);
    else {
      done.add(item);
      yield* emit(item, told);
    }
  }
  for (const item of byId.values()) if (!done.has(item)) yield* emit(item);
  return count;
}

async function* listed(folder: Folder, { api, project }: Reading, add: (item: Item) => void): AsyncGenerator<SourceItem, number> {
  const members = api.items(project.id, folder.id);
  const where = `folder ${folder.name || 'root'}`;
  for (let count = 0; ; count++) {
    const next = await members.next();
    if (next.done) {
      if (next.value !== undefined && next.value !== count) yield { problem: otherCount(next.value, count), at: where };
      return count;
    }
    if ('broken' in next.value) yield malformed(where, 'It lists something that is no item: it has no id or no name.');
    else add(next.value);
  }
}

async function projectOf(api: SaApi, id: string): Promise<Project> {
  const names: string[] = [];
  let called: Project | undefined;
  for await (const project of api.projects()) {
    if (project.id === id) return project;
    names.push(`${project.id} (${project.name})`);
    if (project.name === id) called = project;
  }
  const list = names.length === 0 ? 'The token sees no project at all.' : `There are ${names.slice(0, 10).join(', ')}.`;
  throw new DatapinError('source.project', `${tool} has no project ${id}, or the token may not see it.`, {
    hint: called ? `Did you mean ${projectLocation(called.id)}?` : list,
  });
}

function folderOf(folders: readonly Folder[], { project, folder: name }: { project: string; folder: string }): Folder {
  const found = folders.find((one) => one.name === name) ?? (name === 'root' ? folders.find((one) => one.name === '') : undefined);
  if (found) return found;
  const names = folders.map((one) => one.name || 'root');
  const near = nearest(name, names);
  throw new DatapinError('source.project', `Project ${project} of ${tool} has no folder ${name}.`, {
    hint: near ? `Did you mean "${near}"?` : `There are ${names.slice(0, 10).join(', ')}.`,
  });
}

function otherCount(said: number, found: number): DatapinError {
  return new DatapinError('source.answer', `${tool} says that there are ${said} items, and gives ${found}.`, {
    hint: 'Somebody may be working there: try again.',
  });
}
