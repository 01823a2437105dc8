/** The files that people have: an export as it was downloaded or unpacked, one document of it, or a file of forms. */
import type { SourceContext, SourceItem } from '../../core/source.ts';
import { type ExportFile, type ExportFiles, openExport } from '../../kit/exportFiles.ts';
import { ndjson } from '../../kit/rows/ndjson.ts';
import type { Item, Project, SaApi } from './api.ts';
import { type SaDocument, toDocument } from './document.ts';
import { type Entry, malformed, partsOf, readClasses, readDocuments } from './exported.ts';
import { createItems, type Items } from './items.ts';
import { createPlaces, type Place, type Places } from './places.ts';

export interface FileOptions {
  api: SaApi;
  root: string | undefined;
  context: SourceContext;
  hasToken: boolean;
}

export interface ReadFiles {
  /** Also those that cannot be understood. */
  seen: number;
  items: number;
  /** Ids of the projects. */
  projects: string[];
}

export async function* exportItems(location: string, options: FileOptions): AsyncGenerator<SourceItem, ReadFiles> {
  const { root, context } = options;
  const files = await openExport(location, context);
  const parts = partsOf(files.files);
  const { names } = yield* readClasses(files, parts);
  const reading: Reading = {
    ...options,
    items: createItems({ root, classes: names }),
    finding: createFinding(options),
    projects: new Set(),
  };
  let count = 0;
  for (const [folder, entries] of parts.folders) {
    for await (const one of readDocuments(files, entries)) {
      if ('problem' in one) {
        yield one;
        continue;
      }
      count++;
      if (count % 1000 === 0) context.say(`Reads the export of SuperAnnotate, ${count.toLocaleString('en')} items so far`);
      yield* itemOf(one, { folder, reading });
    }
    yield* reading.items.masks(files);
  }
  yield* reading.finding.places.rest();
  const seen = [...parts.folders.values()].reduce((sum, entries) => sum + entries.length, 0);
  return { seen, items: count, projects: [...reading.projects] };
}

/** Answers of forms, an item a line. */
export async function* formItems(location: string, options: FileOptions): AsyncGenerator<SourceItem, ReadFiles> {
  const { root, context } = options;
  const files: ExportFiles = await openExport(location, context);
  const stored = files.files[0]!.stored!;
  const reading: Reading = {
    ...options,
    items: createItems({ root, classes: new Map() }),
    finding: createFinding(options),
    projects: new Set(),
  };
  let seen = 0;
  let count = 0;
  for await (const row of ndjson(context.read(stored), { name: files.name, signal: context.signal })) {
    seen++;
    if ('problem' in row) {
      yield row;
      continue;
    }
    const at = `${files.name}:${row.number}`;
    const document = toDocument(row.value);
    if (typeof document === 'string') {
      yield malformed(at, document);
      continue;
    }
    count++;
    yield* found({ document, folder: document.folder ?? '', name: document.name ?? String(count), at, entry: undefined }, reading);
  }
  yield* reading.finding.places.rest();
  return { seen, items: count, projects: [...reading.projects] };
}

interface Reading extends FileOptions {
  items: Items;
  finding: Finding;
  projects: Set<string>;
}

function itemOf(
  { entry, document }: { entry: Entry; document: SaDocument },
  { folder, reading }: { folder: string; reading: Reading },
): AsyncGenerator<SourceItem> {
  return found({ document, folder, name: document.name ?? entry.name, at: entry.document.at, entry }, reading);
}

interface Named {
  document: SaDocument;
  folder: string;
  name: string;
  at: string;
  entry: Entry | undefined;
}

async function* found({ document, folder, name, at, entry }: Named, reading: Reading): AsyncGenerator<SourceItem> {
  if (document.project !== undefined) reading.projects.add(document.project);
  const place = await reading.finding.of({ document, folder, name, image: entry?.image });
  const id = document.id ?? at;
  if (place) yield* reading.items.of({ folder, name, id, at, place, document, mask: entry?.mask, item: undefined });
}

interface Finding {
  places: Places;
  of(item: { document: SaDocument; folder: string; name: string; image: ExportFile | undefined }): Promise<Place | undefined>;
}

/** Beside its document; where the document says; under the root; else where SuperAnnotate says, if it can be asked. */
function createFinding({ api, root, hasToken }: FileOptions): Finding {
  const places = createPlaces({ api, root, hasToken });
  const lookUp = createLookUp(api);
  return {
    places,
    async of({ document, folder, name, image }) {
      if (image?.stored) return { location: image.stored.location };
      if (document.url !== undefined) return places.ofAddress(document.url, undefined);
      if (root !== undefined || !hasToken || document.project === undefined) return { location: undefined };
      const listed = await lookUp(document.project, folder);
      const item = listed?.items.get(name);
      return item ? places.ofItem(item, listed!.project) : { location: undefined };
    },
  };
}

/** The items of a project's folder by name, asked for once; those of one folder are held at a time. */
function createLookUp(api: SaApi) {
  let held: { key: string; items: Promise<{ project: Project; items: Map<string, Item> } | undefined> } | undefined;
  const ask = async (id: string, name: string) => {
    let project: Project | undefined;
    for await (const one of api.projects()) if (one.id === id) project = one;
    const folder = project && (await api.folders(id)).find((one) => one.name === name);
    if (!project || !folder) return undefined;
    const items = new Map<string, Item>();
    for await (const item of api.items(id, folder.id)) if ('name' in item) items.set(item.name, item);
    return { project, items };
  };
  return (project: string, folder: string) => {
    const key = `${project}/${folder}`;
    if (held?.key !== key) held = { key, items: ask(project, folder) };
    return held.items;
  };
}
