/** Values gathered by key, in memory and through files; work that is begun ahead. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import test from 'node:test';
import { ahead } from '../../server/kit/ahead.ts';
import { grouped } from '../../server/kit/grouping.ts';
import { tempFolder } from '../support/temp.ts';

// a place of its own, so that nobody else's files are counted
process.env.TMPDIR = tempFolder(test, 'groups');

async function* entries(count: number, keys: number): AsyncGenerator<[string, number]> {
  for (let i = 0; i < count; i++) yield [`key ${i % keys}\nü`, i];
}

const spills = () => readdirSync(tmpdir()).filter((name) => name.startsWith('datapin-groups-'));

for (const held of [1, 7, 99, 100, 1000]) {
  test(`each key once with its values in order, ${held} of 100 held`, async () => {
    const groups = await Array.fromAsync(grouped(entries(100, 9), { held }));
    assert.equal(groups.length, 9);
    for (const [key, values] of groups) {
      const first = Number(/\d+/.exec(key)![0]);
      assert.deepEqual(
        values,
        Array.from({ length: Math.ceil((100 - first) / 9) }, (_, i) => first + 9 * i),
      );
    }
  });
}

test('nothing gives nothing', async () => assert.deepEqual(await Array.fromAsync(grouped(entries(0, 1))), []));

test('no file is left behind, whether all is read, not all, or something breaks', async () => {
  const before = spills();
  await Array.fromAsync(grouped(entries(10, 5), { held: 1 }));
  for await (const _ of grouped(entries(10, 5), { held: 1 })) break;
  const broken = async function* (): AsyncGenerator<[string, number]> {
    yield* entries(10, 5);
    throw new Error('broken');
  };
  await assert.rejects(Array.fromAsync(grouped(broken(), { held: 1 })), /broken/);
  assert.deepEqual(spills(), before);
});

test('results come in order, though work ends in another', async () => {
  const ends: (() => void)[] = [];
  const work = (item: number) => new Promise<number>((resolve) => ends.push(() => resolve(item)));
  const results = Array.fromAsync(ahead([1, 2, 3], 3, work));
  while (ends.length < 3) await new Promise(setImmediate);
  for (const end of ends.toReversed()) end();
  assert.deepEqual(await results, [1, 2, 3]);
});

test('no more is under way than there are lanes', async () => {
  let underWay = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++underWay);
    await new Promise(setImmediate);
    underWay--;
  };
  await Array.fromAsync(ahead(Array.from({ length: 20 }), 4, work));
  assert.equal(most, 4);
});

test('an error is thrown in its turn', async () => {
  const seen: number[] = [];
  const work = async (item: number) => {
    if (item === 2) throw new Error('two');
    return item;
  };
  const all = async () => {
    for await (const item of ahead([1, 2, 3], 3, work)) seen.push(item);
  };
  await assert.rejects(all, /two/);
  assert.deepEqual(seen, [1]);
});
