/** Gathering values by their key when there may be more of them than memory should hold. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface GroupingOptions {
  /** Values that are held in memory; of more, all go through files of the temporary folder. 50,000 when not given. */
  held?: number;
}

/** Each key once, with its values in the order in which they came. Keys come in any order. Values must be JSON. */
export async function* grouped<V>(
  entries: AsyncIterable<readonly [key: string, value: V]>,
  { held = 50_000 }: GroupingOptions = {},
): AsyncGenerator<[key: string, values: V[]]> {
  const groups = new Map<string, V[]>();
  let count = 0;
  let spill: Spill<V> | undefined;
  try {
    for await (const [key, value] of entries) {
      if (spill) spill.add(key, [value]);
      else add(groups, key, [value]);
      if (++count === held) {
        spill = createSpill<V>();
        for (const [one, values] of groups) spill.add(one, values);
        groups.clear();
      }
    }
    yield* spill ? spill.groups() : groups;
  } finally {
    spill?.remove();
  }
}

interface Spill<V> {
  add(key: string, values: V[]): void;
  groups(): Generator<[string, V[]]>;
  remove(): void;
}

const parts = 64;
/** Characters of a part that are written at once. */
const piece = 1 << 18;

function createSpill<V>(): Spill<V> {
  const folder = mkdtempSync(join(tmpdir(), 'datapin-groups-'));
  const files = Array.from({ length: parts }, (_, part) => ({ path: join(folder, `${part}`), waiting: [] as string[], length: 0 }));
  const opened = files.map(({ path }) => openSync(path, 'w'));
  const flush = (part: number) => {
    const file = files[part]!;
    writeSync(opened[part]!, file.waiting.join(''));
    file.waiting = [];
    file.length = 0;
  };
  return {
    add(key, values) {
      const part = partOf(key);
      const file = files[part]!;
      const line = `${JSON.stringify([key, values])}\n`;
      file.waiting.push(line);
      file.length += line.length;
      if (file.length > piece) flush(part);
    },
    *groups() {
      for (const [part, { path }] of files.entries()) {
        flush(part);
        const groups = new Map<string, V[]>();
        for (const line of readFileSync(path, 'utf8').split('\n')) {
          if (line !== '') add(groups, ...(JSON.parse(line) as [string, V[]]));
        }
        yield* groups;
      }
    },
    remove() {
      for (const file of opened) closeSync(file);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function add<V>(groups: Map<string, V[]>, key: string, values: V[]): void {
  const group = groups.get(key);
  if (group) group.push(...values);
  else groups.set(key, values);
}

/** Equal keys, equal part. */
function partOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return (hash >>> 0) % parts;
}
