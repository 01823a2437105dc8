/** Versions of a million files: how fast they open and differ, and how much room they take. */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { DatasetFile, Version } from '../../server/core/dataset.ts';
import { pack } from '../../server/core/derive/derive.ts';
import { diffVersions } from '../../server/core/diff.ts';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import { sharedFiles } from '../../server/core/sharedFiles.ts';
import { type Cell, judged, median, type Table } from './table.ts';

const files = 1_000_000;
const folders = 1000;
const changes = 1000;
const runs = 5;

export async function versionsBench(): Promise<Table> {
  const folder = mkdtempSync(join(tmpdir(), 'datapin-bench-'));
  const path = join(folder, 'registry.db');
  try {
    const base = withRegistry(path, (registry) => add(registry, 'v1', () => undefined));
    const size = statSync(path).size;
    const local = withRegistry(path, (registry) =>
      add(registry, 'local', (i) => (i >= files / 2 && i < files / 2 + changes ? 'x' : undefined)),
    );
    const grown = statSync(path).size - size;
    const scattered = withRegistry(path, (registry) => add(registry, 'scattered', (i) => (i % (files / changes) === 7 ? 'x' : undefined)));
    const other = withRegistry(path, (registry) => add(registry, 'other', (i) => (i % (files / changes) === 7 ? undefined : 'y')));
    const fresh = (work: (registry: Registry) => void) => median(Array.from({ length: runs }, () => timed(() => withRegistry(path, work))));
    const page = (at: string) => fresh((registry) => registry.files.entries(registry.versions.id(base), { folder: at, limit: 200 }));
    const diff = (b: Version) =>
      fresh((registry) => expectChanges(diffVersions(registry, { a: base, b }, { limit: 50 }).totals.changed.files));
    const shared = fresh((registry) => expectChanges(sharedFiles(registry, base, other).count));
    const [root, leaf, near, far] = [page(''), page('images/0500'), diff(local), diff(scattered)];
    const perFile = size / files;
    const ms = (value: number) => `${value.toFixed(1)} ms`;
    const rows: Cell[][] = [
      ['first page: open the registry, 200 folders', ms(root), ...judged('50 ms', root < 50)],
      ['first page: open the registry, 200 files of a folder', ms(leaf), ...judged('50 ms', leaf < 50)],
      ['diff, 1,000 neighbouring changes', ms(near), ...judged('2 s', near < 2000)],
      ['diff, 1,000 scattered changes', ms(far), ...judged('2 s', far < 2000)],
      ['files in common, 1,000 of a million and a million', ms(shared), '', ''],
      ['registry, bytes a file with the index', perFile.toFixed(1), ...judged('60', perFile <= 60)],
      ['added by a version with 1,000 neighbouring changes, bytes', grown, ...judged('1 MB', grown <= 1_000_000)],
    ];
    return {
      title: 'Versions of a million files',
      method: `${files.toLocaleString('en')} files \`images/0000/img_0000000.jpg\` in ${folders.toLocaleString('en')} folders, with random hashes, locations that follow the paths and sizes of five to six digits. Each time is the median of ${runs} in one process, the registry opened anew for each; sizes are of the registry's file after it was closed.`,
      columns: ['what', 'measured', 'goal', ''],
      rows,
      versions: {},
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function add(registry: Registry, name: string, changed: (i: number) => string | undefined): Version {
  const { hash: combined, identity, chunks } = pack(made(changed));
  return registry.versions.add({
    dataset: 'frames',
    name,
    kind: 'dataset',
    hash: combined,
    identity,
    chunks,
    origin: { type: 'adopt', locations: ['s3://bucket/'], include: [], exclude: [], notes: [] },
  }).version;
}

function* made(changed: (i: number) => string | undefined): Generator<DatasetFile> {
  for (let i = 0; i < files; i++) {
    const path = `images/${String(Math.floor(i / (files / folders))).padStart(4, '0')}/img_${String(i).padStart(7, '0')}.jpg`;
    const sha256 = hash('sha256', `${i}${changed(i) ?? ''}`, 'hex');
    yield {
      path,
      size: 50_000 + (Number.parseInt(sha256.slice(0, 6), 16) % 200_000),
      sha256,
      location: `s3://bucket/${path}`,
      evidence: 'verified',
    };
  }
}

function withRegistry<T>(path: string, work: (registry: Registry) => T): T {
  const registry = openRegistry(path, { user: 'bench' });
  try {
    return work(registry);
  } finally {
    registry.close();
  }
}

/** Milliseconds. */
function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function expectChanges(found: number): void {
  if (found !== changes) throw new Error(`${found} changes were found, not ${changes}.`);
}
