/** A registry file that is damaged, foreign, too new or locked: said in our words wherever it is met, and left as it was. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import SqliteDatabase from 'better-sqlite3';
import { openApp } from '../../server/app.ts';
import { DatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { lineageGraph } from '../../server/core/lineage.ts';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import { aFile, anExecution, draft, refusal } from '../core/fixture.ts';
import { seeded } from '../support/random.ts';
import { tempFolder } from '../support/temp.ts';
import { type Ended, runActor } from './actors.ts';
import { assertWhole } from './whole.ts';

const pageSize = 4096;
const folder = tempFolder(nodeTest, 'faults');
const sound = join(folder, 'sound', 'registry.db');
const soundBytes = fill(sound);

/** What becomes of a registry file -> what is said when it is opened. */
const damages: [what: string, damage: (path: string) => void, code: ErrorCode, about: RegExp][] = [
  ['random bytes', (path) => writeFileSync(path, randomBytes(1, 50_000)), 'registry.corrupt', /damaged or is no database/],
  ['a text', (path) => writeFileSync(path, 'hello'), 'registry.corrupt', /damaged or is no database/],
  ['its first page alone', (path) => truncateSync(path, pageSize), 'registry.corrupt', /damaged/],
  ['its first half', (path) => truncateSync(path, soundBytes.length / 2), 'registry.corrupt', /damaged/],
  ['all but its last byte', (path) => truncateSync(path, soundBytes.length - 1), 'registry.corrupt', /damaged/],
  [
    'a header that is not ours',
    (path) => writeFileSync(path, overwritten(soundBytes, 0, randomBytes(2, 100))),
    'registry.corrupt',
    /damaged/,
  ],
  ["another program's database", foreign, 'registry.corrupt', /another program's database/],
  ['a newer format', (path) => sql(path, 'PRAGMA user_version = 99'), 'registry.newer', /Update Datapin/],
  [
    'a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    'registry.unavailable',
    /DATAPIN_HOME/,
  ],
];

describe('instead of the registry there is', () => {
  for (const [what, damage, code, about] of damages) {
    for (const readonly of [false, true]) {
      test(`${what}${readonly ? ', to be read only' : ''}`, () => {
        const path = copied();
        damage(path);
        const before = contentOf(path);
        assert.throws(() => use(path, readonly), refusal(code, about));
        assert.deepEqual(contentOf(path), before, 'it is left as it was');
      });
    }
  }
});

describe('where the registry should be there is', () => {
  test('an empty file, which becomes one', () => {
    const path = join(folder, 'empty', 'registry.db');
    mkdirSync(join(path, '..'));
    writeFileSync(path, '');
    assert.throws(() => openRegistry(path, { user: 'x', readonly: true }), refusal('registry.corrupt', /empty/));
    const registry = openRegistry(path, { user: 'x' });
    registry.versions.add(draft('a', [aFile('1')]));
    registry.close();
    assert.deepEqual(assertWhole(join(path, '..')), ['a:v1']);
  });

  test('nothing, and it shall only be read', () => {
    assert.throws(
      () => openRegistry(join(folder, 'nowhere', 'registry.db'), { user: 'x', readonly: true }),
      refusal('registry.unavailable'),
    );
  });

  for (const deeper of [[], ['deeper', 'still']]) {
    test(`a home that is a file${deeper.length > 0 ? ', further up' : ''}`, () => {
      const home = join(folder, `file${deeper.length}`);
      writeFileSync(home, 'mine');
      assert.throws(() => openApp({ home: join(home, ...deeper) }), refusal('registry.unavailable', /DATAPIN_HOME/));
      assert.equal(readFileSync(home, 'utf8'), 'mine');
    });
  }
});

describe('one page of the registry is flipped', () => {
  const pages = soundBytes.length / pageSize;
  const asItWas = JSON.stringify(readAll(openedSound()));

  test(`each of ${pages}: it is read as it was, or called damaged`, () => {
    const noticed = Array.from({ length: pages }, (_, page) => {
      const path = copied();
      writeFileSync(path, flipped(soundBytes, page));
      try {
        assert.equal(JSON.stringify(use(path)), asItWas, `page ${page}`);
        return false;
      } catch (error) {
        if (!(error instanceof DatapinError)) throw new Error(`page ${page}: not in our words`, { cause: error });
        assert.equal(error.code, 'registry.corrupt', `page ${page}: ${error.message}`);
        assert.ok(error.hint);
        return true;
      } finally {
        rmSync(path);
      }
    });
    assert.ok(noticed.filter(Boolean).length > pages / 2, `noticed in ${noticed.filter(Boolean).length} of ${pages}`);
  });

  test('a flipped bit in a list of files does not pass for another file', () => {
    const path = copied();
    const hash = Buffer.from(aFile('f0/7').sha256!, 'hex');
    const other = overwritten(hash, 0, Buffer.from([hash[0]! ^ 1]));
    const bytes = Buffer.from(soundBytes);
    for (let at = bytes.indexOf(hash); at >= 0; at = bytes.indexOf(hash)) other.copy(bytes, at);
    assert.notDeepEqual(bytes, soundBytes);
    writeFileSync(path, bytes);
    assert.throws(() => use(path), refusal('registry.corrupt', /list of files/));
  });
});

describe('another process holds the write lock', () => {
  test('reading goes on; writing waits, then says so, and works again afterwards', async (t) => {
    const home = tempFolder(t, 'locked');
    copyFileSync(sound, join(home, 'registry.db'));
    const registry = openRegistry(join(home, 'registry.db'), { user: 'x', timeout: 50 });
    t.after(() => registry.close());
    const release = Promise.withResolvers<void>();
    const holding = Promise.withResolvers<void>();
    const onLine = (line: object) => {
      if ('holding' in line) holding.resolve();
      return false;
    };
    const actor: Promise<Ended> = runActor({ home, steps: [{ hold: true }] }, { release: release.promise, onLine });
    await Promise.race([holding.promise, actor]);
    const before = JSON.stringify(readAll(registry));
    assert.throws(() => registry.versions.add(draft('a', [aFile('new')])), refusal('registry.locked', /Try again/));
    assert.throws(() => registry.datasets.setAlias('a', 'x', 'v1'), refusal('registry.locked'));
    const reader = openRegistry(join(home, 'registry.db'), { user: 'y', timeout: 50 });
    assert.equal(JSON.stringify(readAll(reader)), before);
    reader.close();
    release.resolve();
    assert.deepEqual((await actor).answers.at(-1), { done: true });
    assert.equal(registry.versions.add(draft('a', [aFile('new')])).existed, false);
    assertWhole(home);
  });
});

/** Opens and reads everything; the registry is closed whatever happens. */
function use(path: string, readonly = false): unknown {
  const registry = openRegistry(path, { user: 'x', readonly });
  try {
    return readAll(registry);
  } finally {
    registry.close();
  }
}

function readAll(registry: Registry): unknown {
  const { datasets, versions, files, executions } = registry;
  const all = versions.all();
  const first = all[0]!;
  return [
    datasets.list().map(({ name }) => [datasets.find(name), datasets.aliasMoves(name), versions.list(name).length]),
    all,
    all.map((version) => versions.resolve({ name: version.dataset, version: version.name, digest: version.hash })),
    all.map((version) => [...versions.files(version)]),
    all.map((version) => files.entries(versions.id(version), { folder: '', limit: 100 })),
    files.withHash([...versions.files(first)][0]!.sha256!),
    executions.projects(),
    executions.list(),
    executions.unfinished(),
    lineageGraph(registry),
    lineageGraph(registry, { id: `${first.dataset}:${first.name}` }),
  ];
}

/** A registry with something of everything; answers its bytes. */
function fill(path: string): Buffer {
  const registry = openRegistry(path, { user: 'tester' });
  const project = registry.executions.ensureProject('/p', 'p');
  for (let n = 0; n < 12; n++) {
    const files = Array.from({ length: 20 + n }, (_, i) => aFile(`f${n % 3}/${i}`, { size: n }));
    const { version } = registry.versions.add(draft(`d${n % 5}`, files));
    registry.datasets.setAlias(version.dataset, 'newest', version.name);
    const made = registry.executions.add(project, { ...anExecution(), command: 'echo '.repeat(n * 200) }, String);
    registry.lineage.add(`version:${registry.versions.id(version)}`, `execution:${registry.executions.id(made)}`, 'input');
  }
  const many = Array.from({ length: 200 }, (_, i) => `file:///data/folder-${i}/`);
  registry.versions.add({ ...draft('a', [aFile('1')]), origin: { type: 'adopt', locations: many, include: [], exclude: [], notes: [] } });
  registry.close();
  return readFileSync(path);
}

function openedSound(): Registry {
  const registry = openRegistry(sound, { user: 'x' });
  nodeTest.after(() => registry.close());
  return registry;
}

let copies = 0;
function copied(): string {
  const path = join(folder, `copy${++copies}.db`);
  writeFileSync(path, soundBytes);
  return path;
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'EISDIR');
    return undefined;
  }
}

function flipped(bytes: Buffer, page: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = page * pageSize; i < (page + 1) * pageSize; i++) copy[i]! ^= 0xff;
  return copy;
}

function overwritten(bytes: Buffer, at: number, part: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  part.copy(copy, at);
  return copy;
}

function randomBytes(seed: number, length: number): Buffer {
  const random = seeded(seed);
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

function foreign(path: string): void {
  rmSync(path);
  sql(path, 'CREATE TABLE bookmarks (url TEXT)');
}

function sql(path: string, text: string): void {
  const db = new SqliteDatabase(path);
  db.exec(text);
  db.close();
}
