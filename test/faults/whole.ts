/** What must be true of a registry whatever has happened to it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { combinedHash } from '../../server/core/manifest.ts';
import { contentHashOf } from '../../server/core/registry/content.ts';
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
      for (const { location, size, path } of files) {
        const made = contentHashOf(location);
        if (made) assert.equal(registry.content.size(made), size, `${name} has ${path}`);
      }
      const record = version.origin.type === 'adopt' ? version.origin.source?.record : undefined;
      if (record) assert.notEqual(registry.content.size(record), undefined, `${name} has what its tool said`);
      assert.equal(
        files.reduce((sum, file) => sum + file.size, 0),
        version.bytes,
        name,
      );
    }
    assertSound(path, versions.length > 0);
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

function assertSound(path: string, hasVersions: boolean): void {
  const db = new SqliteDatabase(path);
  try {
    assert.deepEqual(db.pragma('integrity_check'), [{ integrity_check: 'ok' }]);
    assert.deepEqual(db.pragma('foreign_key_check'), []);
    const orphans = db.prepare('SELECT count(*) AS n FROM chunk WHERE id NOT IN (SELECT chunk_id FROM version_chunk)').get();
    assert.deepEqual(orphans, { n: 0 }, 'no run that belongs to no version');
    const made = db.prepare('SELECT count(*) AS n FROM content').get();
    if (!hasVersions) assert.deepEqual(made, { n: 0 }, 'nothing is kept for no version');
  } finally {
    db.close();
  }
}
