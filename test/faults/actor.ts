/**
 * A process of its own that works on a registry: `node actor.ts <orders as JSON>`. Answers, errors and some of the progress are
 * lines of JSON on standard output, each written before the work goes on.
 */
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type App, openApp, type S3Settings } from '../../server/app.ts';
import { type AdoptRequest, adopt } from '../../server/core/adoption.ts';
import type { Connector } from '../../server/core/connector.ts';
import type { DatasetFile } from '../../server/core/dataset.ts';
import { type ErrorRecord, toRecord } from '../../server/core/errors.ts';
import { type VerifyRequest, verify } from '../../server/core/integrity.ts';
import { placeFiles } from '../../server/core/placing.ts';
import { identify } from '../../server/core/processIdentity.ts';
import { takeFinishLock } from '../../server/core/runs/finishLock.ts';
import type { Progress, World } from '../../server/core/world.ts';
import { readStatus, type Status, writeJob } from '../../server/engines/process/jobFolder.ts';
import { supervise } from '../../server/engines/process/supervise.ts';
import { toolOf } from '../core/adoptionWorld.ts';
import { until } from '../support/poll.ts';
import { assertWhole } from './whole.ts';

export interface Orders {
  home: string;
  /** Milliseconds to wait for a lock. */
  timeout?: number;
  s3?: S3Settings;
  steps: Step[];
}

export type Step =
  | { adopt: AdoptRequest }
  /** Adopts so many images of a folder, `0.txt` and on, as a labelling tool would: each with an annotation and what the tool says. */
  | { label: { location: string; images: number; as: string } }
  | { verify: string; mode: VerifyRequest['mode'] }
  | { checkout: string; folder: string; copy: boolean }
  /** Places a file of so many bytes from a store that is on no disk. */
  | { download: number }
  /** Writes a file in the folder until so many bytes are left on its disk; takes it away with `null`. */
  | { leave: number | null; in: string }
  /** Gives up the file in which hashes are remembered, which stays. */
  | { forget: true }
  /** Supervises a run whose disk is full when it ends, and with `stop` already when it is asked to; a moment later it has room. */
  | { supervise: string; stop: boolean }
  /** Checks the registry as assertWhole does. */
  | { whole: true }
  /** Reads everything there is. */
  | { read: true }
  /** Tells the most memory that the process has had so far. */
  | { peak: true }
  /** Takes the write lock, says so, and keeps it until standard input ends. */
  | { hold: true };

export type Line =
  | { progress: Progress }
  | { ref: string; existed: boolean }
  | { broken: string[] }
  | { versions: string[]; readonly: boolean; files: number }
  | { whole: string[]; left: string[] }
  | { holding: true }
  /** Bytes. */
  | { peak: number }
  | { ended: Pick<Status, 'state' | 'exitCode' | 'stopped'>; locked: boolean }
  | { done: true }
  | { error: ErrorRecord };

for (const orders of JSON.parse(process.argv[2] ?? '') as Orders[]) {
  try {
    const app = openApp(orders);
    for (const step of orders.steps) await obey(app, step);
    await app.close();
  } catch (error) {
    say({ error: toRecord(error) });
  }
}

async function obey(app: App, step: Step): Promise<void> {
  try {
    say(await take(app, step));
  } catch (error) {
    say({ error: toRecord(error) });
  }
}

async function take(app: App, step: Step): Promise<Line> {
  const onProgress = (progress: Progress) => {
    const { done, total = 0 } = progress;
    if (total < 100 || done % 32 === 0 || done === total) say({ progress });
  };
  const options = { onProgress };
  const { versions, files } = app.registry;
  const versionOf = (ref: string) => {
    const [name = '', version] = ref.split(':');
    return versions.resolve({ name, version, digest: undefined });
  };
  if ('adopt' in step) {
    const { version, existed } = await adopt(app, step.adopt, options);
    return { ref: `${version.dataset}:${version.name}`, existed };
  }
  if ('label' in step) {
    const { version, existed } = await adopt(labelling(app, step.label), { locations: ['tool://1'], as: step.label.as }, options);
    return { ref: `${version.dataset}:${version.name}`, existed };
  }
  if ('verify' in step) {
    const { broken } = await verify(app, { version: versionOf(step.verify), mode: step.mode }, options);
    return { broken: broken.map(({ path, reason }) => `${path}: ${reason}`) };
  }
  if ('checkout' in step) {
    const version = versionOf(step.checkout);
    const placements = [...versions.files(version)].map((file) => ({ file, as: file.path }));
    await placeFiles(app, { version, placements, folder: step.folder, copy: step.copy }, options);
    return { done: true };
  }
  if ('download' in step) {
    const place = mkdtempSync(join(app.home, 'placed-'));
    const { world, file } = farAway(app, step.download);
    await placeFiles(world, { version: { dataset: 'far', name: 'v1' }, placements: [{ file, as: 'file' }], folder: place });
    return { done: true };
  }
  if ('leave' in step) {
    leave(join(step.in, 'filler'), step.leave);
    return { done: true };
  }
  if ('forget' in step) {
    app.hashes.release();
    return { done: true };
  }
  if ('supervise' in step) return superviseOnFullDisk(join(app.home, 'run'), step);
  if ('whole' in step) {
    const left = readdirSync(app.home, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.partial'));
    return { whole: assertWhole(app.home), left };
  }
  if ('peak' in step) return { peak: process.resourceUsage().maxRSS * 1024 };
  if ('hold' in step) {
    app.registry.transaction(() => {
      say({ holding: true });
      readFileSync(0);
    });
    return { done: true };
  }
  const all = versions.all();
  const count = all.reduce((sum, version) => sum + [...files.all(versions.id(version))].length, 0);
  return { versions: all.map(({ dataset, name }) => `${dataset}:${name}`), readonly: app.registry.readonly, files: count };
}

function say(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function labelling(app: App, { location, images }: { location: string; images: number }): World {
  const tool = toolOf(async function* () {
    for (let i = 0; i < images; i++) {
      yield { path: `images/${i}`, pointer: `${location}${i}.txt`, at: `item ${i}`, claims: [] };
      yield { path: `annotations/images/${i}.json`, made: `{"labels":[${i}]}\n` };
      yield { record: { id: i } };
    }
  });
  return { ...app, sources: async () => [tool] };
}

function farAway(app: App, size: number): { world: World; file: DatasetFile } {
  const bytes = Buffer.alloc(size, 'x');
  const file: DatasetFile = { path: 'file', location: 'far://file', size, sha256: hash('sha256', bytes), etag: 'e', evidence: 'declared' };
  const connector: Connector = {
    id: 'far',
    concurrency: 1,
    async *list() {},
    read: () => Readable.from([bytes]),
    inspect: async () => ({ state: 'present', size, signature: 'e', etag: 'e' }),
  };
  return { world: { ...app, connectorFor: async () => connector }, file };
}

async function superviseOnFullDisk(folder: string, { supervise: command, stop }: { supervise: string; stop: boolean }): Promise<Line> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const filler = join(folder, 'filler');
  const job = { execution: 'p:1', folder, cwd: folder, command, env: {}, image: undefined };
  writeJob(folder, { job, submittedBy: identify()!, grace: { interrupt: 60_000, terminate: 60_000 } });
  let locked = false;
  const beforeEnd = () => {
    leave(filler, 0);
    setImmediate(() => leave(filler, null));
    locked = takeFinishLock(folder);
  };
  const supervised = supervise(folder, { beforeEnd });
  if (stop) {
    await until(() => readStatus(folder) && existsSync(join(folder, 'ready')), { what: 'the command runs' });
    leave(filler, 0);
    process.kill(process.pid, 'SIGTERM');
  }
  await supervised;
  const { state, exitCode, stopped } = readStatus(folder)!;
  return { ended: { state, exitCode, stopped }, locked };
}

function leave(filler: string, bytes: number | null): void {
  rmSync(filler, { force: true });
  if (bytes === null) return;
  const { bavail, bsize } = statfsSync(join(filler, '..'));
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
}
