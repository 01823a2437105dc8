/** Folders of images as Hugging Face reads them: a metadata.csv or metadata.jsonl beside the images it tells of. */
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { Label, LabelFormat, LabelledFiles, LabelReading } from '../../core/labels.ts';
import { ndjson } from '../../kit/rows/ndjson.ts';
import { missingImages, tell } from './flaws.ts';
import { gathered } from './gather.ts';
import { narrowLines } from './narrowLines.ts';
import { folderOf, nameOf, pathIn } from './paths.ts';
import { tableRows } from './table/rows.ts';

export const metadataLabels: LabelFormat = {
  id: 'metadata',
  title: 'metadata.csv and metadata.jsonl',
  async detect(files) {
    const found: string[] = [];
    for (const path of metadataFiles(files)) if (await namesImages(files, path)) found.push(path);
    return found.length > 0 ? found : undefined;
  },
  async *read(files, options) {
    yield* gathered(entries(files, options));
  },
  async narrow(path, files, { images }) {
    const kept = new Set<number>(path.endsWith('.csv') ? [1] : []);
    for await (const { value, number } of rowsOf(files, path, { problem: () => undefined })) {
      const image = imageIn(value, path);
      if (image !== undefined && images.has(image)) kept.add(number);
    }
    return narrowLines(await files.read(path), (_, i) => kept.has(i + 1));
  },
};

interface Row {
  value: Readonly<Record<string, unknown>>;
  number: number;
}

function metadataFiles(files: LabelledFiles): string[] {
  return Array.from(files.files(), ({ path }) => path).filter((path) => /^metadata\.(?:csv|jsonl)$/.test(nameOf(path)));
}

async function namesImages(files: LabelledFiles, path: string): Promise<boolean> {
  for await (const { value } of rowsOf(files, path, { problem: () => undefined })) return imageIn(value, path) !== undefined;
  return false;
}

async function* rowsOf(files: LabelledFiles, path: string, { signal, problem }: Omit<LabelReading, 'only'>): AsyncGenerator<Row> {
  if (path.endsWith('.csv')) {
    for await (const { row, number } of tableRows(files, path, { signal, problem })) yield { value: row, number };
    return;
  }
  try {
    for await (const row of ndjson(files.stream(path), { name: path, signal })) {
      if ('problem' in row) tell(problem, row.at, row.problem);
      else yield { value: Object(row.value), number: row.number };
    }
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'source.malformed') throw error;
    tell(problem, path, error);
  }
}

async function* entries(files: LabelledFiles, { only, ...reading }: LabelReading): AsyncGenerator<readonly [string, Label | undefined]> {
  const missing = missingImages(reading.problem);
  for (const path of metadataFiles(files)) {
    for await (const { value, number } of rowsOf(files, path, reading)) {
      throwIfCancelled(reading.signal);
      const at = `${path}:${number}`;
      const image = imageIn(value, path);
      if (image === undefined) reading.problem(at, `Row ${number} names no image.`, 'Give it a file_name.');
      else if (!files.has(image)) missing.add(at, String(nameIn(value)));
      else if (!only || only.has(image) || only.has(path)) {
        yield [image, undefined];
        for (const label of labelsIn(value)) yield [image, label];
      }
    }
  }
  missing.end();
}

function imageIn(row: Row['value'], path: string): string | undefined {
  const name = nameIn(row);
  return typeof name === 'string' && name !== '' ? pathIn(folderOf(path), name) : undefined;
}

function nameIn(row: Row['value']): unknown {
  return row.file_name ?? Object.entries(row).find(([key]) => key.endsWith('_file_name'))?.[1];
}

function labelsIn(row: Row['value']): Label[] {
  return Object.entries(row).flatMap(([key, value]): Label[] => {
    if (key === 'file_name' || key.endsWith('_file_name') || value === null || value === '') return [];
    if (/^(?:label|labels|class|category|categories|tags)$/.test(key)) return [value].flat().map(asTag);
    if (/^(?:text|caption|captions)$/.test(key))
      return [value].flat().map((text) => ({ class: '', shape: { type: 'text', text: String(text) } }));
    const boxes = key === 'objects' ? boxesIn(Object(value)) : undefined;
    return boxes ?? [{ class: '', shape: { type: 'other', kind: key, value } }];
  });
}

function asTag(value: unknown): Label {
  return { class: String(value), shape: { type: 'tag' } };
}

/** `{ "bbox": [[x, y, width, height], …], "categories": [0, …] }`. */
function boxesIn({ bbox, categories, category }: Row['value']): Label[] | undefined {
  const names = [categories ?? category ?? []].flat();
  if (!Array.isArray(bbox) || !bbox.every((box) => Array.isArray(box) && box.length === 4 && box.every(Number.isFinite))) return undefined;
  return bbox.map(([x, y, width, height], i) => ({ class: String(names[i] ?? ''), shape: { type: 'box', x, y, width, height } }));
}
