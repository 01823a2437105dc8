/** The content of one COCO file as it is read from beginning to end, however large. */
import { DatapinError } from '../../../core/errors.ts';
import type { LabelledFiles } from '../../../core/labels.ts';
import { jsonArrayItems } from '../../../kit/rows/jsonArrays.ts';
import { missingImages, type Problem, tell } from '../flaws.ts';
import { imageFinder } from '../imageFinder.ts';
import type { Category, CocoAnnotation } from './toLabel.ts';

/** What is known of a file's images and categories; filled while it is read. */
export interface CocoTables {
  readonly json: string;
  /** By id as text, as some tools write it. */
  readonly images: Map<string, CocoImage>;
  readonly categories: Map<string, Category>;
}

export interface CocoImage {
  /** In the version; nothing when it is not there. */
  path: string | undefined;
  /** As the file writes it. */
  name: string;
  width: number | undefined;
  height: number | undefined;
}

export interface CocoReading {
  problem: Problem;
  signal?: AbortSignal | undefined;
}

/** One annotation, and where it stands. */
export interface CocoRow {
  annotation: CocoAnnotation;
  at: string;
  number: number;
}

export function emptyTables(json: string): CocoTables {
  return { json, images: new Map(), categories: new Map() };
}

/**
 * Fills the tables and gives the annotations, each once and when both tables are full: where annotations stand before them,
 * the file is read twice. A file that is broken is a problem, and what was read of it until then counts.
 */
export async function* cocoRows(files: LabelledFiles, tables: CocoTables, reading: CocoReading): AsyncGenerator<CocoRow> {
  let early = false;
  const missing = missingImages(reading.problem);
  const find = imageFinder(files, tables.json);
  for await (const { key, value, at, number } of cocoItems(files, tables.json, reading)) {
    if (key === 'images')
      addImage(tables, { value, at, number }, { find, missing: (name) => missing.add(at, name), problem: reading.problem });
    else if (key === 'categories') addCategory(tables, value);
    else if (tables.images.size === 0 || tables.categories.size === 0) early = true;
    else if (!early) yield { annotation: Object(value), at, number };
  }
  missing.end();
  if (!early) return;
  const again = { ...reading, problem: () => undefined };
  for await (const { key, value, at, number } of cocoItems(files, tables.json, again)) {
    if (key === 'annotations') yield { annotation: Object(value), at, number };
  }
}

export interface CocoItem {
  key: string;
  value: unknown;
  at: string;
  number: number;
}

/** Everything in the three lists, with its place; what is wrong is told. */
export async function* cocoItems(
  files: Pick<LabelledFiles, 'stream'>,
  json: string,
  { problem, signal }: CocoReading,
): AsyncGenerator<CocoItem> {
  try {
    for await (const item of jsonArrayItems(files.stream(json), ['images', 'annotations', 'categories'], { name: json, signal })) {
      if ('problem' in item) tell(problem, item.at, item.problem);
      else if ('key' in item) yield { key: item.key, value: item.value, at: `${json}@${item.offset}`, number: item.number };
    }
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'source.malformed') throw error;
    tell(problem, json, error);
  }
}

interface ImageContext {
  find: (written: string) => string | undefined;
  missing: (name: string) => void;
  problem: Problem;
}

function addImage(tables: CocoTables, { value, at, number }: Omit<CocoItem, 'key'>, { find, missing, problem }: ImageContext): void {
  const { id, file_name: name, width, height } = Object(value);
  if (id === undefined || typeof name !== 'string' || name === '') {
    problem(at, `Image ${number} has no ${id === undefined ? 'id' : 'file_name'}.`, 'Export the file again.');
    return;
  }
  const path = find(name);
  if (path === undefined) missing(name);
  tables.images.set(String(id), { path, name, width: asNumber(width), height: asNumber(height) });
}

function addCategory(tables: CocoTables, value: unknown): void {
  const { id, name, keypoints } = Object(value);
  if (id === undefined) return;
  tables.categories.set(String(id), { name: String(name ?? id), keypoints: Array.isArray(keypoints) ? keypoints.map(String) : [] });
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
