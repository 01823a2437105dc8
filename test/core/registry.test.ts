/** One registry for several connections and processes: transactions, and who is told of them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import { runActor } from '../faults/actors.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { aFile, draft, refusal, writeFiles } from './fixture.ts';

describe('a transaction', () => {
  test('is all or nothing', (t) => {
    const { registry, told } = opened(t);
    const work = () => {
      registry.versions.add(draft('a', [aFile('1')]));
      throw new Error('stop');
    };
    assert.throws(() => registry.transaction(work), /stop/);
    assert.deepEqual([registry.datasets.list(), told()], [[], 0]);
  });

  test('inside another is undone alone', (t) => {
    const { registry } = opened(t);
    registry.transaction(() => {
      registry.versions.add(draft('a:v1', [aFile('1')]));
      assert.throws(() => registry.versions.add(draft('a:v1', [aFile('2')])), refusal('version.exists'));
      assert.throws(() => registry.versions.add(draft('b:latest', [aFile('2')])), refusal('alias.reserved'));
      const half = () => {
        registry.versions.add(draft('c', [aFile('3')]));
        throw new Error('stop');
      };
      assert.throws(() => registry.transaction(half), /stop/);
    });
    assert.deepEqual(
      registry.versions.all().map(({ dataset, name }) => `${dataset}:${name}`),
      ['a:v1'],
    );
    assert.equal(registry.datasets.list().length, 1);
  });

  test('is told of once, when it is over', (t) => {
    const { registry, told } = opened(t);
    registry.transaction(() => {
      for (const name of ['a', 'b', 'c']) registry.versions.add(draft(name, [aFile('1')]));
      assert.equal(told(), 0);
    });
    assert.equal(told(), 1);
  });
});

describe('poll', () => {
  test('tells of what another connection wrote, once, and not of what it read', (t) => {
    const { registry, told, path } = opened(t);
    const other = openRegistry(path, { user: 'other' });
    registry.poll();
    assert.equal(told(), 0);
    other.versions.add(draft('a', [aFile('1')]));
    other.datasets.setAlias('a', 'x', 'v1');
    assert.equal(told(), 0);
    registry.poll();
    registry.poll();
    assert.equal(told(), 1);
    assert.deepEqual(registry.versions.find('a', 'v1')?.aliases, ['x']);
    other.versions.list('a');
    assert.throws(() => other.versions.add(draft('a:v1', [aFile('2')])), refusal('version.exists'));
    registry.poll();
    assert.equal(told(), 1);
    other.close();
  });

  test('is not needed for what this connection wrote', (t) => {
    const { registry, told } = opened(t);
    registry.versions.add(draft('a', [aFile('1')]));
    assert.equal(told(), 1);
    registry.poll();
    assert.equal(told(), 1);
  });

  test('tells of another process, until the listener is taken away', async (t) => {
    const { registry, told, path, unlisten } = opened(t);
    const home = join(path, '..');
    const locations = [writeFiles(join(home, 'data'), { a: '1' })];
    const adopted = await runActor({ home, steps: [{ adopt: { locations, as: 'a' } }] });
    assert.deepEqual(adopted.answers, [{ ref: 'a:v1', existed: false }]);
    registry.poll();
    assert.equal(told(), 1);
    assert.equal(registry.versions.find('a', 'v1')?.files, 1);
    unlisten();
    await runActor({ home, steps: [{ adopt: { locations, as: 'b' } }] });
    registry.poll();
    assert.equal(told(), 1);
    assert.equal(registry.versions.find('b', 'v1')?.files, 1);
  });
});

describe('a registry that is opened for reading', () => {
  test('answers, refuses to write, and sees what others write', (t) => {
    const { registry, path } = opened(t);
    registry.versions.add(draft('a', [aFile('1')]));
    const reader = openRegistry(path, { user: 'reader', readonly: true });
    t.after(() => reader.close());
    let told = 0;
    reader.onChange(() => told++);
    assert.equal(reader.versions.list('a').length, 1);
    assert.throws(() => reader.versions.add(draft('a', [aFile('2')])), refusal('registry.read-only'));
    registry.versions.add(draft('a', [aFile('2')]));
    reader.poll();
    assert.equal(told, 1);
    assert.equal(reader.versions.list('a').length, 2);
  });

  test('when nobody else has it open, too', (t) => {
    const { registry, path } = opened(t);
    registry.versions.add(draft('a', [aFile('1')]));
    registry.close();
    const reader = openRegistry(path, { user: 'reader', readonly: true });
    t.after(() => reader.close());
    let told = 0;
    reader.onChange(() => told++);
    assert.deepEqual([...reader.versions.files({ dataset: 'a', name: 'v1' })], [aFile('1')]);
    const expected: number[] = [];
    for (const bytes of ['2', '3']) {
      const writer = openRegistry(path, { user: 'writer' });
      writer.versions.add(draft('a', [aFile(bytes)]));
      reader.poll();
      expected.push(told);
      assert.equal(reader.versions.list('a').length, Number(bytes));
      writer.close();
      reader.poll();
      assert.equal(reader.versions.list('a').length, Number(bytes));
    }
    assert.ok(expected[0] === 1 && expected[1]! > 1, `told ${expected}`);
  });
});

function opened(owner: Owner) {
  const path = join(tempFolder(owner, 'registry'), 'registry.db');
  const registry: Registry = openRegistry(path, { user: 'tester' });
  owner.after(() => registry.close());
  let told = 0;
  const unlisten = registry.onChange(() => told++);
  return { registry, path, told: () => told, unlisten };
}
