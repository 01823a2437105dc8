/** A world of its own for a test, and the values that registry tests are made of. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type App, openApp, toLocation } from '../../server/app.ts';
import type { DatasetFile } from '../../server/core/dataset.ts';
import { DatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { combinedHash, comparePaths, identityOf } from '../../server/core/manifest.ts';
import { cutChunks } from '../../server/core/registry/chunk.ts';
import type { ExecutionDraft } from '../../server/core/registry/executions.ts';
import type { VersionDraft } from '../../server/core/registry/versions.ts';
import { type Owner, tempFolder } from '../support/temp.ts';

export interface TestWorld {
  /** Temp folder of the test; the registry is in `home/` in it. */
  folder: string;
  home: string;
  app: App;
  /** Writes files below `folder` and answers the location of `name`. */
  data(name: string, files: Record<string, string | Uint8Array>): string;
}

export function testWorld(owner: Owner, options: { timeout?: number } = {}): TestWorld {
  const folder = tempFolder(owner, 'core');
  const home = join(folder, 'home');
  const app = openApp({ home, ...options });
  owner.after(() => app.close());
  return { folder, home, app, data: (name, files) => writeFiles(join(folder, name), files) };
}

/** Answers the folder's location. */
export function writeFiles(folder: string, files: Record<string, string | Uint8Array>): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return toLocation(folder, '/');
}

/** A file that lies nowhere; its hash is that of nothing. */
export function aFile(path: string, rest: Partial<DatasetFile> = {}): DatasetFile {
  const location = `file:///data/${path.split('/').map(encodeURIComponent).join('/')}`;
  return { path, size: path.length, sha256: hex(path), location, versionId: undefined, etag: undefined, evidence: 'verified', ...rest };
}

/** 64 digits that a text alone decides. */
export function hex(text: string): string {
  return Buffer.from(`${text}-`.repeat(32)).toString('hex').slice(0, 64);
}

/** `dataset` or `dataset:version` with these files. */
export function draft(as: string, files: DatasetFile[]): VersionDraft {
  const [dataset = '', name] = as.split(':');
  const sorted = files.toSorted((a, b) => comparePaths(a.path, b.path));
  return {
    dataset,
    name,
    kind: 'dataset',
    hash: combinedHash(sorted),
    identity: identityOf(sorted),
    chunks: [...cutChunks(sorted)],
    origin: { type: 'adopt', locations: ['file:///data/'], include: [], exclude: [], notes: [] },
  };
}

export function anExecution(): ExecutionDraft {
  return {
    step: 'train',
    engine: 'process',
    environment: 'local',
    handle: undefined,
    image: undefined,
    command: 'true',
    parameters: { epochs: 3, names: ['a', null] },
    inputs: [],
    outputs: [],
    code: { dirty: false },
    startedAt: undefined,
    endedAt: undefined,
    duration: undefined,
    pricePerHour: 0,
    cost: undefined,
    exitCode: undefined,
    message: undefined,
    metadata: {},
  };
}

/** For `assert.throws` and `assert.rejects`: this error, with a hint. */
export function refusal(code: ErrorCode, about?: RegExp): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof DatapinError) || error.code !== code) throw error;
    if (error.hint === undefined && code !== 'cancelled') throw new Error(`${code} has no hint`);
    if (about && !about.test(`${error.message} ${error.hint}`)) throw new Error(`${about} is not in: ${error.message} ${error.hint}`);
    return true;
  };
}
