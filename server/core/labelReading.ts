/** The labels of a version in the registry, whatever the format they are written in. */
import { createHash } from 'node:crypto';
import type { Connector } from './connector.ts';
import type { DatasetFile } from './dataset.ts';
import { DatapinError, systemCode, throwIfCancelled } from './errors.ts';
import type { Annotation, LabelFormat, LabelledFiles, LabelReading } from './labels.ts';
import { comparePaths } from './manifest.ts';
import type { VersionName } from './registry/versions.ts';
import type { World } from './world.ts';

/** How a version is labelled. */
export interface VersionLabels {
  format: LabelFormat;
  /** Files that hold labels rather than pictures. */
  labelFiles: readonly string[];
  files: LabelledFiles;
}

/** The first of the world's formats that a version's labels are written in; nothing when it has none. */
export async function labelsOf(world: World, version: VersionName, signal?: AbortSignal): Promise<VersionLabels | undefined> {
  const files = labelFilesOf(world, version, signal);
  for (const format of await world.labelFormats()) {
    throwIfCancelled(signal);
    const labelFiles = await format.detect(files);
    if (labelFiles) return { format, labelFiles, files };
  }
  return undefined;
}

/** The annotations of a version, an image at most once, in any order. Throws `labels.none` when there are no labels. */
export async function* readLabels(world: World, version: VersionName, options: LabelReading): AsyncGenerator<Annotation> {
  const labels = await labelsOf(world, version, options.signal);
  if (!labels) {
    throw new DatapinError('labels.none', `${version.dataset}:${version.name} has no labels that Datapin can read.`, {
      hint: 'It reads COCO, VOC, YOLO, tables, class folders, and what was adopted from labelling tools.',
    });
  }
  yield* labels.format.read(labels.files, options);
}

/** What could not be understood of labels, as a line. */
export function labelProblem(at: string, message: string): string {
  return message.startsWith(at) ? message : `${at}: ${message}`;
}

/** The files of a version as formats ask for them: paths from the registry, bytes from where they lie. Throws `file.*`. */
export function labelFilesOf(world: World, version: VersionName, signal?: AbortSignal): LabelledFiles {
  const { registry } = world;
  // asked for by every format in turn, and once an image
  const listed = once(() => Array.from(registry.versions.files(version), ({ path, size }) => ({ path, size })));
  const paths = once(() => new Set(listed().map(({ path }) => path)));
  const stream = async function* (path: string): AsyncGenerator<Uint8Array> {
    const [file] = registry.files.range(registry.versions.id(version), { prefix: path });
    if (file === undefined || comparePaths(file.path, path) !== 0) throw missing(version, path);
    yield* asAdopted(await world.connectorFor(file.location), { file, name: `${path} of ${version.dataset}:${version.name}` }, signal);
  };
  return {
    files: listed,
    has: (path) => paths().has(path),
    stream,
    memory: new Map(),
    read: async (path) => Buffer.concat(await Array.fromAsync(stream(path))),
  };
}

/** Nothing is made of labels that were edited since: who reads to the end learns of it there. */
async function* asAdopted(
  store: Connector,
  { file, name }: { file: DatasetFile; name: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of store.read(file, signal)) {
      hash.update(bytes);
      yield bytes;
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || error instanceof DatapinError) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new DatapinError('file.vanished', `${name} is no longer where it was adopted.`, {
        hint: 'Put it back, or adopt the files from where they lie now.',
        cause: error,
      });
    }
    throw new DatapinError('file.unreadable', `${name} cannot be read (${code}).`, {
      hint: 'Give yourself permission to read it.',
      cause: error,
    });
  }
  if (file.sha256 !== undefined && hash.digest('hex') !== file.sha256) {
    throw new DatapinError('file.changed', `${name} holds other bytes than when it was adopted.`, {
      hint: 'Put the old bytes back, or adopt the files as a new version.',
    });
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function missing(version: VersionName, path: string): DatapinError {
  return new DatapinError('file.vanished', `${version.dataset}:${version.name} has no file ${path}.`, {
    hint: 'Look at its files with datapin files.',
  });
}
