/** What must be true of a registry whatever has happened to it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { combinedHash } from '../../server/core/manifest.ts';
import { openRegistry } from '../../server/core/registry/registry.ts';

/**
 * The registry opens, SQLite finds nothing wrong, and every version in it is whole: its files give its hash and its sums.
 * Answers the versions, oldest first.
 */
export function assertWhole(home: string): string[] {
  const path = join(home, 'registry.db');
  const registry = openRegistry(path, { user: 'tester' });
  try {
    const versions = registry.versions.all();
    for (const version of versions) {
      const files = [...registry.versions.files(version)];
      const name = `${version.dataset}:${version.name}`;
      assert.equal(combinedHash(files), version.hash, name);
      assert.equal(files.length, version.files, name);
      assert.equal(
        files.reduce((sum, file) => sum + file.size, 0),
        version.bytes,
        name,
      );
    }
    assertSound(path);
    assert.deepEqual(
      registry.datasets.list().filter((dataset) => dataset.versions === 0),
      [],
      'no dataset without a version',
    );
    return versions.map(({ dataset, name }) => `${dataset}:${name}`);
  } finally {
    registry.close();
  }
}

function assertSound(path: string): void {
  const db = new SqliteDatabase(path);
  try {
    assert.deepEqual(db.pragma('integrity_check'), [{ integrity_check: 'ok' }]);
    assert.deepEqual(db.pragma('foreign_key_check'), []);
    const orphans = db.prepare('SELECT count(*) AS n FROM chunk WHERE id NOT IN (SELECT chunk_id FROM version_chunk)').get();
    assert.deepEqual(orphans, { n: 0 }, 'no run that belongs to no version');
  } finally {
    db.close();
  }
}
