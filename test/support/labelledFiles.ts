/** A version's files as label formats ask for them: of a folder, or written in a test. */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Annotation, LabelFormat, LabelledFiles } from '../../server/core/labels.ts';
import { annotationText } from '../../server/core/labels.ts';
import { comparePaths } from '../../server/core/manifest.ts';

export function folderFiles(folder: string): LabelledFiles {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort(comparePaths);
  const known = new Set(paths);
  return {
    files: () => paths.map((path) => ({ path, size: statSync(join(folder, path)).size })),
    has: (path) => known.has(path),
    read: async (path) => readFileSync(join(folder, path)),
    stream: (path) => createReadStream(join(folder, path), { highWaterMark: 64 }),
  };
}

/** Files by their paths; what is no text becomes JSON. */
export function textFiles(content: Readonly<Record<string, unknown>>): LabelledFiles {
  const files = new Map(Object.entries(content).map(([path, value]) => [path, toBytes(value)]));
  const bytesOf = (path: string): Buffer => {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`there is no ${path}`);
    return bytes;
  };
  return {
    files: () => [...files].sort(([a], [b]) => comparePaths(a, b)).map(([path, { length }]) => ({ path, size: length })),
    has: (path) => files.has(path),
    read: async (path) => bytesOf(path),
    stream: async function* (path) {
      yield bytesOf(path);
    },
  };
}

export interface ReadLabels {
  /** In order of the image's path. */
  annotations: Annotation[];
  problems: string[];
}

export async function readAll(format: LabelFormat, files: LabelledFiles, only?: ReadonlySet<string>): Promise<ReadLabels> {
  const problems: string[] = [];
  const problem = (at: string, message: string, hint?: string) => void problems.push(`${at}: ${message}${hint ? ` ${hint}` : ''}`);
  const annotations = await Array.fromAsync(format.read(files, { only, problem }));
  annotations.sort((a, b) => comparePaths(a.image, b.image));
  return { annotations, problems };
}

/** An annotation as a person would say it: `a.jpg 10x5: cat box 1 2 3 4, dog tag`. */
export function inShort({ image, width, height, labels }: Annotation): string {
  const size = width === undefined ? '' : ` ${width}x${height}`;
  const all = labels.map(({ class: name, shape, attributes }) => {
    const { type, ...rest } = shape;
    const values = Object.values(rest)
      .flat(2)
      .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
    const more = Object.entries(attributes ?? {}).map(
      ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
    return [name || "''", type, ...values, ...more].join(' ');
  });
  return `${image}${size}: ${all.join(', ')}`.trimEnd();
}

/** The first bytes of a PNG, which say how large it is; nothing follows. */
export function png(width: number, height: number): Buffer {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008020000', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** Everything that a format says of files, as text. */
export async function labelReport(format: LabelFormat, files: LabelledFiles): Promise<string> {
  const detected = await format.detect(files);
  if (!detected) return `${format.id}: no\n`;
  const { annotations, problems } = await readAll(format, files);
  const companions = annotations.flatMap(({ image }) => {
    return (format.companions?.(image, files) ?? []).map((companion) => `companion ${image} ${companion}`);
  });
  const labelFiles = detected.map((path) => `label file ${path}`);
  const texts = annotations.map((annotation) => annotationText(annotation).trimEnd());
  return [`${format.id}:`, ...labelFiles, ...texts, ...companions, ...problems.map((line) => `problem ${line}`), ''].join('\n');
}

function toBytes(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}
