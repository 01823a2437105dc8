/** A registry that an older Datapin made is brought to today's format, with all that is in it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cutChunks } from '../../server/core/registry/chunk.ts';
import { applicationId, steps } from '../../server/core/registry/migrations.ts';
import { openRegistry } from '../../server/core/registry/registry.ts';
import { openDatabase } from '../../server/core/registry/sqlite.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { aFile, anExecution, refusal } from './fixture.ts';

/** SHA-256 of the steps that were released. */
const released = ['3e40f96582a7acda457eef000e26f379e3b8a8ee2d9276ac1adccc17ddfb4473'];

test('a step that was released is as it was', () => {
  const hashes = steps.slice(0, released.length).map((step) => createHash('sha256').update(step).digest('hex'));
  assert.deepEqual(hashes, released);
});

describe('a registry of format 1', () => {
  test('keeps its versions, aliases and executions', (t) => {
    const registry = opened(t, formatOne(t));
    assert.deepEqual(
      registry.versions.list('d').map(({ name, aliases, deprecated }) => [name, aliases, deprecated]),
      [
        ['v2', [], undefined],
        ['v1', ['good'], undefined],
      ],
    );
    assert.deepEqual(
      registry.executions.list({ project: 'p', step: 'train' }).map(({ number }) => number),
      [3, 1],
    );
    assert.deepEqual(
      registry.executions.list({ step: 'test' }).map(({ number }) => number),
      [2],
    );
  });

  test('finds files by their hash, of which it kept more digits', (t) => {
    const path = formatOne(t);
    const files = [aFile('a', { sha256: 'f'.repeat(64) }), aFile('b', { sha256: '0'.repeat(64) })];
    raw(path, (db) => {
      const [chunk] = [...cutChunks(files)];
      db.prepare('INSERT INTO chunk VALUES (1, ?, ?)').run(chunk!.hash, chunk!.data);
      db.exec("INSERT INTO version_chunk VALUES (1, 0, 1, 'a', 2, 2)");
      for (const { sha256 } of files) db.prepare('INSERT INTO file_hash VALUES (?, 1)').run(Number.parseInt(sha256!.slice(0, 13), 16));
    });
    const registry = opened(t, path);
    for (const { path: name, sha256 } of files) {
      assert.deepEqual(registry.files.withHash(sha256!), [{ dataset: 'd', version: 'v1', path: name }]);
    }
  });

  test('learns what format 1 did not know', (t) => {
    const registry = opened(t, formatOne(t));
    registry.versions.deprecate({ dataset: 'd', name: 'v1' }, { why: 'wrong labels', use: { dataset: 'd', name: 'v2' } });
    assert.equal(registry.versions.find('d', 'v1')?.deprecated?.use, 'd:v2');
    registry.executions.add({ name: 'p', root: '/p' }, { ...anExecution(), step: 'test' }, () => '/run');
    assert.equal(registry.executions.list({ step: 'test' })[0]?.number, 4);
  });

  test('has the same tables and indexes as a new one', (t) => {
    const old = formatOne(t);
    const fresh = join(tempFolder(t, 'format'), 'registry.db');
    for (const path of [old, fresh]) opened(t, path);
    assert.deepEqual(schema(old), schema(fresh));
  });

  test('with a damaged execution is upgraded, and the damage is said where it is', (t) => {
    const path = formatOne(t);
    raw(path, (db) => db.exec("UPDATE execution SET record = '{' WHERE number = 2"));
    const registry = opened(t, path);
    assert.equal(registry.executions.list({ step: 'train' }).length, 2);
    assert.throws(() => registry.executions.get({ project: 'p', number: 2 }), refusal('registry.corrupt'));
  });

  test('is not changed by whoever may only read it', (t) => {
    const path = formatOne(t);
    assert.throws(() => openRegistry(path, { user: 'reader', readonly: true }), refusal('registry.read-only'));
    assert.equal(opened(t, path).versions.list('d').length, 2);
  });
});

/** The path of a registry with two versions of `d` and three executions of `p`. */
function formatOne(owner: Owner): string {
  const path = join(tempFolder(owner, 'format'), 'registry.db');
  const record = (number: number, step: string) => JSON.stringify({ ...anExecution(), project: 'p', number, step });
  raw(path, (db) => {
    db.exec(steps[0]!);
    db.pragma('user_version = 1');
    db.exec(`
      INSERT INTO dataset VALUES (1, 'd', 'dataset', '2024-01-01T00:00:00.000Z');
      INSERT INTO version VALUES
        (1, 1, 'v1', '${'1'.repeat(64)}', 'content', 0, 0, '2024-01-01T00:00:00.000Z', 'ada', '{"type":"adopt","locations":[]}', NULL),
        (2, 1, 'v2', '${'2'.repeat(64)}', 'content', 0, 0, '2024-01-02T00:00:00.000Z', 'ada', '{"type":"adopt","locations":[]}', NULL);
      INSERT INTO alias VALUES (1, 'good', 1);
      INSERT INTO project VALUES (1, 'p', '/p');
    `);
    const insert = db.prepare<[number, string]>("INSERT INTO execution (project_id, number, status, record) VALUES (1, ?, 'complete', ?)");
    for (const [i, step] of ['train', 'test', 'train'].entries()) insert.run(i + 1, record(i + 1, step));
  });
  return path;
}

function schema(path: string): unknown {
  return raw(path, (db) => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all());
}

function raw<T>(path: string, work: (db: ReturnType<typeof openDatabase>) => T): T {
  const db = openDatabase(path, { applicationId });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function opened(owner: Owner, path: string) {
  const registry = openRegistry(path, { user: 'tester' });
  owner.after(() => registry.close());
  return registry;
}
