/** Sorting the files of a version, however many they are: in memory first, then as sorted runs in a temporary file. */
import type { DatasetFile, Evidence } from '../dataset.ts';
import { comparePaths } from '../manifest.ts';
import { createSpill, type Spill } from './spill.ts';

export interface Sorter {
  add(file: DatasetFile): void;
  /** All files in order of path, then of location; what is known best first among equals. May be asked again. */
  sorted(): Iterable<DatasetFile>;
  close(): void;
}

export interface SorterOptions {
  /** For the temporary file. */
  folder: string;
  /** Files held in memory at most. */
  limit?: number;
}

/** With what V8 does not collect in time, three times as much memory as these files take. Writing and reading them takes as long as reading their folders. */
const defaultLimit = 100_000;
/** Of a run that is read back, in bytes. */
const window = 1 << 16;
/** Written at once, in characters. */
const page = 1 << 16;

export function createSorter({ folder, limit = defaultLimit }: SorterOptions): Sorter {
  const spill = createSpill(folder);
  const runs: Run[] = [];
  let files: DatasetFile[] = [];
  return {
    add(file) {
      files.push(file);
      if (files.length <= limit) return;
      runs.push(writeRun(spill, files.sort(compareFiles)));
      files = [];
    },
    sorted() {
      files.sort(compareFiles);
      return runs.length === 0 ? files : merge([...runs.map((run) => readRun(spill, run)), files.values()]);
    },
    close: () => spill.close(),
  };
}

/** Where a run lies in the temporary file. */
interface Run {
  start: number;
  end: number;
}

const strength: readonly Evidence[] = ['verified', 'declared', 'version-id', 'etag', 'size+mtime'];

function compareFiles(a: DatasetFile, b: DatasetFile): number {
  return (
    comparePaths(a.path, b.path) ||
    (a.location < b.location ? -1 : a.location > b.location ? 1 : strength.indexOf(a.evidence) - strength.indexOf(b.evidence))
  );
}

function writeRun(spill: Spill, files: DatasetFile[]): Run {
  const start = spill.size;
  let text = '';
  for (const { path, size, sha256, location, versionId, etag, evidence } of files) {
    text += `${JSON.stringify([path, size, sha256, location, versionId, etag, evidence])}\n`;
    if (text.length < page) continue;
    spill.append(Buffer.from(text));
    text = '';
  }
  spill.append(Buffer.from(text));
  return { start, end: spill.size };
}

function* readRun(spill: Spill, { start, end }: Run): Generator<DatasetFile> {
  // One buffer for all: new ones would pile up, since nothing waits between them.
  let buffer = Buffer.allocUnsafeSlow(2 * window);
  let held = 0;
  for (let at = start; at < end; ) {
    if (held + window > buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length);
    const read = spill.readInto(buffer.subarray(held, held + Math.min(window, end - at)), at);
    at += read;
    const cut = buffer.subarray(0, held + read).lastIndexOf(10) + 1;
    const lines = buffer.toString('utf8', 0, cut).split('\n');
    buffer.copy(buffer, 0, cut, held + read);
    held += read - cut;
    for (const line of lines) if (line !== '') yield fromLine(line);
  }
}

function fromLine(line: string): DatasetFile {
  const [path, size, sha256, location, versionId, etag, evidence] = JSON.parse(line) as Line;
  return {
    path,
    size,
    sha256: sha256 ?? undefined,
    location,
    versionId: versionId ?? undefined,
    etag: etag ?? undefined,
    evidence,
  };
}

type Line = [string, number, string | null, string, string | null, string | null, Evidence];

/** The runs are kept in order of the file that each comes to next. */
function* merge(runs: Iterator<DatasetFile>[]): Generator<DatasetFile> {
  const heads: { file: DatasetFile; rest: Iterator<DatasetFile> }[] = [];
  const enter = (rest: Iterator<DatasetFile>) => {
    const next = rest.next();
    if (next.done) return;
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // The last is the first to be taken.
      if (compareFiles(heads[middle]!.file, next.value) > 0) low = middle + 1;
      else high = middle;
    }
    heads.splice(low, 0, { file: next.value, rest });
  };
  for (const run of runs) enter(run);
  for (let head = heads.pop(); head; head = heads.pop()) {
    yield head.file;
    enter(head.rest);
  }
}
