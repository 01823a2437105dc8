/** Open Images: tables of boxes, of labels of whole images, of masks, and of the names of classes. */
import { throwIfCancelled } from '../../core/errors.ts';
import type { Label, LabelFormat, LabelledFiles, LabelReading } from '../../core/labels.ts';
import { type ImageSize, imageSizeOf } from '../../kit/imageSize.ts';
import { missingImages } from './flaws.ts';
import { gathered, scaled } from './gather.ts';
import { headOf } from './head.ts';
import { type FindImage, imageFinders } from './imageFinder.ts';
import { narrowLines } from './narrowLines.ts';
import { nameOf } from './paths.ts';
import { firstRows, tableRows } from './table/rows.ts';

export const openImagesLabels: LabelFormat = {
  id: 'openimages',
  title: 'Open Images',
  async detect(files) {
    const tables = await openImagesTables(files);
    return tables.length > 0 ? [...tables, ...masks(files)] : undefined;
  },
  async *read(files, options) {
    const tables = await openImagesTables(files);
    const found = gathered(entries(files, tables, options));
    if (options.geometry === false) yield* found;
    else yield* scaled(found, (image) => imageSizeOf(files.stream(image)), inPixels);
  },
  async narrow(path, files, { images, classes }) {
    const bytes = await files.read(path);
    if (!path.endsWith('.csv')) return bytes;
    const names = classes ? await classNames(files) : undefined;
    const find = imageFinders(files)(path);
    const [first] = await firstRows(files, path);
    const columns = Object.keys(first?.row ?? {});
    const [image, label] = [columns.indexOf('ImageID'), columns.indexOf('LabelName')];
    return narrowLines(bytes, (line, i) => {
      // none of these tables has quotes before these columns
      const cells = line.split(',');
      const id = cells[label] ?? '';
      return i === 0 || (images.has(find(cells[image] ?? '') ?? '') && (!classes || classes.has(names?.get(id) ?? id)));
    });
  },
};

/** Tables that hold labels: those with an image and a class in each row. */
export async function openImagesTables(files: LabelledFiles): Promise<string[]> {
  const found: string[] = [];
  for (const { path } of files.files()) {
    if (!/\.csv$/i.test(path) || !isLikely(nameOf(path))) continue;
    const [header = ''] = (await headOf(files, path)).split(/\r?\n/);
    if (/(?:^|,)ImageID,/.test(header) && /(?:^|,)LabelName(?:,|$)/.test(header)) found.push(path);
  }
  return found;
}

/** Names of classes by their `/m/…`, where the set has a table of them. */
export async function classNames(files: LabelledFiles): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const { path } of files.files()) {
    if (!/class-descriptions[^/]*\.csv$/i.test(path)) continue;
    for await (const { cells } of tableRows(files, path, { header: false, problem: () => undefined })) {
      if (cells[0]?.startsWith('/')) names.set(cells[0], cells[1] ?? cells[0]);
    }
  }
  return names;
}

function isLikely(name: string): boolean {
  return /annotations|labels|bbox|segmentation/i.test(name);
}

async function* entries(
  files: LabelledFiles,
  tables: readonly string[],
  { only, signal, problem }: LabelReading,
): AsyncGenerator<readonly [string, Label | undefined]> {
  const names = await classNames(files);
  const finders = imageFinders(files);
  const missing = missingImages(problem);
  for (const path of tables) {
    const find = finders(path);
    for await (const { row, number } of tableRows(files, path, { signal, problem })) {
      throwIfCancelled(signal);
      const id = row.ImageID ?? '';
      const image = find(id);
      if (image === undefined) missing.add(`${path}:${number}`, id);
      else if (!only || only.has(image) || only.has(path)) {
        const label = toLabel(row, names, maskOf(row.MaskPath, { path, files, find }));
        if (typeof label === 'string') problem(`${path}:${number}`, `Row ${number} ${label}.`, 'Correct the row, or take it out.');
        else yield [image, label];
      }
    }
  }
  missing.end();
}

type Row = Readonly<Record<string, string>>;

/** Nothing for what somebody looked for and did not see; words when a row cannot be understood. */
function toLabel(row: Row, names: ReadonlyMap<string, string>, mask: string | undefined): Label | string | undefined {
  const id = row.LabelName ?? '';
  const name = names.get(id) ?? id;
  if (row.MaskPath !== undefined) return { class: name, shape: { type: 'mask', ...(mask ? { path: mask } : {}) } };
  if (row.XMin === undefined) return Number(row.Confidence ?? 1) > 0 ? { class: name, shape: { type: 'tag' } } : undefined;
  const numbers = [row.XMin, row.YMin, row.XMax, row.YMax].map((text) =>
    text === undefined || text.trim() === '' ? Number.NaN : Number(text),
  );
  if (numbers.some((value) => Number.isNaN(value))) return 'has no numbers for its box';
  const flags = ['IsOccluded', 'IsTruncated', 'IsGroupOf', 'IsDepiction', 'IsInside'].filter((flag) => row[flag] === '1');
  const attributes = flags.length > 0 ? { attributes: Object.fromEntries(flags.map((flag) => [flag, true])) } : {};
  return { class: name, shape: { type: 'other', kind: partsOfImage, value: numbers }, ...attributes };
}

const partsOfImage = 'box in parts of the image';

function inPixels(label: Label, { width, height }: ImageSize): Label {
  const { shape } = label;
  if (shape.type !== 'other' || shape.kind !== partsOfImage) return label;
  const [left, top, right, bottom] = shape.value as [number, number, number, number];
  const round = (value: number) => Math.round(value * 1e4) / 1e4;
  const box = { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height };
  return { ...label, shape: { type: 'box', x: round(box.x), y: round(box.y), width: round(box.width), height: round(box.height) } };
}

interface MaskPlace {
  path: string;
  files: LabelledFiles;
  find: FindImage;
}

function maskOf(written: string | undefined, { path, files, find }: MaskPlace): string | undefined {
  if (written === undefined) return undefined;
  const split = /(train|validation|test)/.exec(nameOf(path))?.[1] ?? 'train';
  const base = path.split('/').slice(0, -2).join('/');
  const places = [`masks/${split}/${written}`, `masks/${written}`].map((one) => (base === '' ? one : `${base}/${one}`));
  return places.find((one) => files.has(one)) ?? find(written);
}

/** Pictures that hold labels. */
function masks(files: LabelledFiles): string[] {
  return Array.from(files.files(), ({ path }) => path).filter((path) => /(?:^|\/)masks\/.*\.png$/i.test(path));
}
