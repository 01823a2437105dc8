/** An export of Superb AI: `project.json`, a file in `meta/` and one in `labels/` for each image, masks. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext, SourceItem } from '../../core/source.ts';
import { type ExportFile, type ExportFiles, parseDocument } from '../../kit/exportFiles.ts';
import { type Fields, listOf, objectOf, textOf } from '../../kit/values.ts';
import { sizeOf } from './annotation.ts';
import { type Ontology, toOntology } from './classes.ts';
import { createItems, type ItemOptions, malformed, type SuperbLabel } from './items.ts';

export interface ExportOptions extends Omit<ItemOptions, 'labels'> {
  context: Pick<SourceContext, 'say'>;
  /** The masks' bytes are kept: the export is behind a link that dies. */
  keepsMasks: boolean;
}

/** Returns how many labels there were. */
export async function* exportItems(files: ExportFiles, options: ExportOptions): AsyncGenerator<SourceItem, number> {
  const parts = partsOf(files);
  yield* files.others;
  for (const { path } of parts.rest) yield { skipped: path, reason: 'it is no part of a Superb AI export' };
  const ontology = yield* readOntology(files, parts);
  const masks = new Set(parts.masks.map(({ path }) => path.slice(parts.top.length)));
  const toItems = createItems({ ...options, labels: { ontology, masks } });
  const waiting = new Map<string, Meta[]>();
  let count = 0;
  const done = function* (meta: Meta, document: unknown): Generator<SourceItem> {
    count++;
    if (count % 1000 === 0) options.context.say(`Reads the export of Superb AI, ${count.toLocaleString('en')} labels so far`);
    yield* toItems({ ...meta, document: ontology.isOldest ? undefined : document });
  };
  for await (const meta of readMeta(files, parts.meta)) {
    if ('problem' in meta) yield meta;
    else if (meta.path === undefined) yield* done(meta, undefined);
    else if (!parts.labels.has(meta.path)) {
      yield { problem: malformed(`Its label ${meta.path} is not in the export.`), at: meta.at };
      yield* done(meta, undefined);
    } else waiting.set(meta.path, [...(waiting.get(meta.path) ?? []), meta]);
  }
  const wanted = [...parts.labels].filter(([path]) => waiting.has(path));
  for (const [path, { at }] of parts.labels) {
    if (!waiting.has(path)) yield { problem: malformed(`No file in meta says which image the label ${path} is of.`), at };
  }
  for await (const one of files.read(wanted.map(([, file]) => file))) {
    if ('problem' in one) {
      yield one;
      continue;
    }
    const parsed = parseDocument(one.bytes);
    const metas = waiting.get(one.file.path.slice(parts.top.length))!;
    if ('fault' in parsed) yield { problem: malformed(`It is no JSON: ${parsed.fault}.`), at: one.file.at };
    for (const meta of metas) yield* done(meta, 'fault' in parsed ? undefined : parsed.value);
  }
  yield* readMasks(files, parts, options.keepsMasks);
  return count;
}

interface Parts {
  /** Folder that holds everything, with a slash; mostly ''. */
  top: string;
  project: ExportFile | undefined;
  meta: ExportFile[];
  /** By path below `top`. */
  labels: Map<string, ExportFile>;
  masks: ExportFile[];
  rest: ExportFile[];
}

function partsOf({ files }: ExportFiles): Parts {
  const projects = files.filter(({ path }) => /(^|\/)project\.json$/.test(path)).toSorted((a, b) => a.path.length - b.path.length);
  const [project] = projects;
  const top = project?.path.slice(0, -'project.json'.length) ?? '';
  const parts: Parts = { top, project, meta: [], labels: new Map(), masks: [], rest: [] };
  for (const file of files) {
    const path = file.path.startsWith(top) ? file.path.slice(top.length) : '';
    if (file === project) continue;
    if (/^meta\/.+\.json$/s.test(path)) parts.meta.push(file);
    else if (/^labels\/.+\.json$/s.test(path)) parts.labels.set(path, file);
    else if (path.startsWith('masks/')) parts.masks.push(file);
    else parts.rest.push(file);
  }
  return parts;
}

async function* readOntology(files: ExportFiles, { project }: Parts): AsyncGenerator<SourceItem, Ontology> {
  if (!project) {
    throw new DatapinError('source.malformed', `${files.name} has no project.json.`, {
      hint: 'Name the export of Superb AI as it was downloaded.',
    });
  }
  for await (const one of files.read([project])) {
    if ('problem' in one) {
      yield one;
      continue;
    }
    const parsed = parseDocument(one.bytes);
    if ('fault' in parsed) yield { problem: malformed(`It is no JSON: ${parsed.fault}.`), at: project.at };
    const ontology = toOntology('fault' in parsed ? undefined : parsed.value);
    if (ontology.isOldest) yield { problem: tooOld(), at: project.at };
    if (ontology.text !== undefined) yield { path: 'classes.json', made: ontology.text };
    return ontology;
  }
  return toOntology(undefined);
}

type Meta = Omit<SuperbLabel, 'document' | 'link'> & { link: undefined; path: string | undefined };

async function* readMeta(
  files: ExportFiles,
  meta: readonly ExportFile[],
): AsyncGenerator<Meta | Extract<SourceItem, { problem: DatapinError; at: string }>> {
  for await (const one of files.read(meta)) {
    if ('problem' in one) {
      yield one;
      continue;
    }
    const { at } = one.file;
    const parsed = parseDocument(one.bytes);
    const fields = 'fault' in parsed ? undefined : objectOf(parsed.value);
    const known = fields && toMeta(fields, at);
    if (known) yield known;
    else yield { problem: malformed('fault' in parsed ? `It is no JSON: ${parsed.fault}.` : 'It names no data_key and no label.'), at };
  }
}

function toMeta(fields: Fields, at: string): Meta | undefined {
  const path = textOf(listOf(fields.label_path)[0]);
  const dataKey = textOf(fields.data_key);
  const id = textOf(fields.label_id) ?? /([^/]+)\.json$/.exec(path ?? '')?.[1];
  if (!dataKey || !id) return undefined;
  return {
    id,
    dataKey,
    dataset: textOf(fields.dataset) ?? '',
    status: textOf(fields.status) ?? '',
    ...sizeOf(objectOf(fields.image_info)),
    link: undefined,
    path,
    at,
    record: fields,
  };
}

async function* readMasks(files: ExportFiles, { masks, top }: Parts, keepsMasks: boolean): AsyncGenerator<SourceItem> {
  if (masks.length === 0) return;
  if (!keepsMasks) {
    for (const { path, stored } of masks) if (stored) yield { ...stored, path: path.slice(top.length) };
    return;
  }
  for await (const one of files.read(masks)) {
    if ('problem' in one) yield one;
    else yield { path: one.file.path.slice(top.length), made: one.bytes };
  }
  yield { note: 'The masks of the export are kept in the registry: the link to it is soon over.' };
}

function tooOld(): DatapinError {
  return new DatapinError('source.malformed', 'This is a project of the first years of Superb AI, whose labels Datapin does not read.', {
    hint: 'Move it to a project of today in Superb AI, or adopt its images alone with --keep-going.',
  });
}
