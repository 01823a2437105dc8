/** What chance chooses: exact counts, the same for the same seed and paths, and shares that are as even as can be. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { deriveAll } from '../../server/core/derive/derive.ts';
import { lowest, placeOf } from '../../server/core/derive/lottery.ts';
import { split } from '../../server/core/derive/split.ts';
import { comparePaths } from '../../server/core/manifest.ts';
import { seeded } from '../support/random.ts';
import { given, pathsOf, request } from './deriveWorld.ts';
import { testWorld } from './fixture.ts';

const paths = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `images/${from + i}.png`);

/** As recipe.ts says it. */
function naive(all: readonly string[], count: number, seed: number): string[] {
  const place = (path: string) => hash('sha256', `${seed}\n${path}`, 'hex');
  return all
    .toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
    .slice(0, count)
    .sort();
}

function chosen(all: readonly string[], count: number, place: (path: string) => string): string[] {
  return all.filter(lowest(() => all, count, place)).sort();
}

describe('a sample', () => {
  const sizes: [of: number, count: number][] = [
    [1, 1],
    [2, 1],
    [7, 3],
    [100, 1],
    [100, 99],
    [100, 100],
    [20_000, 333],
  ];
  for (const [of, count] of sizes) {
    for (const seed of [0, 1, -7]) {
      test(`${count} of ${of}, seed ${seed}`, () => {
        assert.deepEqual(
          chosen(paths(of), count, (path) => placeOf(path, seed)),
          naive(paths(of), count, seed),
        );
      });
    }
  }

  test('places that begin alike are told apart by the rest', () => {
    const random = seeded(5);
    for (let round = 0; round < 200; round++) {
      const all = paths(1 + random.below(12));
      const places = new Map(all.map((path, i) => [path, `${'0'.repeat(12)}${random.below(3)}${i.toString(16).padStart(51, '0')}`]));
      const count = random.below(all.length + 2);
      const expected = all
        .toSorted((a, b) => (places.get(a)! < places.get(b)! ? -1 : 1))
        .slice(0, count)
        .sort();
      assert.deepEqual(
        chosen(all, count, (path) => places.get(path)!),
        expected,
      );
    }
  });

  test('whatever the order, and one more image moves one other at most', () => {
    const random = seeded(11);
    for (let round = 0; round < 100; round++) {
      const all = paths(2 + random.below(40));
      const count = 1 + random.below(all.length);
      const place = (path: string) => placeOf(path, round);
      const before = chosen(all, count, place);
      assert.deepEqual(chosen(all.toReversed(), count, place), before);
      const after = new Set(chosen([...all, 'new.png'], count, place));
      assert.ok(before.filter((path) => !after.has(path)).length <= 1);
    }
  });
});

describe('a split', () => {
  const parts = (...fractions: number[]) => fractions.map((fraction, i) => ({ name: `p${i}`, fraction }));
  const place = (path: string) => placeOf(path, 1);
  const counts = (taken: ReadonlyMap<string, number>, of: readonly string[], number: number) =>
    Array.from({ length: number }, (_, part) => of.filter((path) => taken.get(path) === part).length);

  const whole: [fractions: number[], of: number, counts: number[]][] = [
    [[0.8, 0.2], 10, [8, 2]],
    [[0.8, 0.1, 0.1], 10, [8, 1, 1]],
    [[0.8, 0.2], 1, [1, 0]],
    [[0.5, 0.5], 3, [2, 1]],
    [[0.1, 0.9], 1, [0, 1]],
    [[0.7, 0.2, 0.1], 1000, [700, 200, 100]],
    [[1 / 3, 1 / 3, 1 / 3], 10, [4, 3, 3]],
  ];
  for (const [fractions, of, expected] of whole) {
    test(`${of} by chance in ${fractions}`, () => {
      assert.deepEqual(
        counts(split(paths(of), { parts: parts(...fractions), strata: () => [], place }), paths(of), fractions.length),
        expected,
      );
    });
  }

  test('ten classes of one image each still give 8 and 2', () => {
    const taken = split(paths(10), { parts: parts(0.8, 0.2), strata: (path) => [path], place });
    assert.deepEqual(counts(taken, paths(10), 2), [8, 2]);
  });

  test('of one class an image: each part has its share of each class within one', () => {
    const random = seeded(3);
    for (let round = 0; round < 200; round++) {
      const all = paths(1 + random.below(60));
      const classes = new Map(all.map((path) => [path, `c${random.below(1 + random.below(8))}`]));
      const shares = random.pick([
        [0.8, 0.2],
        [0.7, 0.2, 0.1],
        [0.5, 0.25, 0.25],
        [0.34, 0.33, 0.33],
      ]);
      const taken = split(all, { parts: parts(...shares), strata: (path) => [classes.get(path)!], place });
      assert.equal(taken.size, all.length);
      for (const name of new Set(classes.values())) {
        const members = all.filter((path) => classes.get(path) === name);
        for (const [part, number] of counts(taken, members, shares.length).entries()) {
          assert.ok(
            Math.abs(number - members.length * shares[part]!) < 1 + 1e-6,
            `${name}: ${number} of ${members.length} for ${shares[part]}`,
          );
        }
      }
    }
  });

  test('of several classes an image: every image in one part, and the rarest class within one', () => {
    const random = seeded(4);
    for (let round = 0; round < 200; round++) {
      const all = paths(5 + random.below(60));
      const classes = new Map(all.map((path) => [path, ['a', 'b', 'c', 'd'].filter(() => random.below(3) === 0)]));
      const taken = split(all, { parts: parts(0.75, 0.25), strata: (path) => classes.get(path)!, place });
      assert.deepEqual([...taken.keys()].sort(), all.toSorted());
      assert.deepEqual(split(all.toReversed(), { parts: parts(0.75, 0.25), strata: (path) => classes.get(path)!, place }), taken);
      const sizes = ['a', 'b', 'c', 'd']
        .map((name) => all.filter((path) => classes.get(path)!.includes(name)))
        .filter((one) => one.length > 0);
      const rarest = sizes.sort((a, b) => a.length - b.length)[0] ?? [];
      const others = sizes.filter((one) => one.length === rarest.length);
      const unlabelled = all.filter((path) => classes.get(path)!.length === 0);
      if (others.length > 1 || (unlabelled.length > 0 && unlabelled.length <= rarest.length)) continue;
      for (const [part, number] of counts(taken, rarest, 2).entries()) {
        assert.ok(Math.abs(number - rarest.length * [0.75, 0.25][part]!) < 1 + 1e-6);
      }
    }
  });
});

describe('versions of a split', () => {
  const labelled = Array.from({ length: 40 }, (_, i) => `${i % 3}/${i}.png: ${i % 4 === 0 ? 'cat' : 'dog'}`);
  const kinds: [by: 'class' | 'folder' | 'none', as: string, names: string[]][] = [
    ['class', 'set', ['set-train:v1', 'set-val:v1', 'set-test:v1']],
    ['folder', 'set:first', ['set-train:first', 'set-val:first', 'set-test:first']],
    ['none', 'set', ['set-train:v1', 'set-val:v1', 'set-test:v1']],
  ];
  for (const [by, as, names] of kinds) {
    test(`by ${by}: all files in one of them, with their label files`, async (t) => {
      const { app } = testWorld(t);
      given(app, 'pets:v1', labelled);
      const shares = [
        { name: 'train', fraction: 70 },
        { name: 'val', fraction: 20 },
        { name: 'test', fraction: 10 },
      ];
      const made = await deriveAll(app, request(['pets:v1'], { as, split: { parts: shares, by, seed: 2 } }));
      assert.deepEqual(
        made.map(({ version }) => `${version!.dataset}:${version!.name}`),
        names,
      );
      const all = names.flatMap((name) => pathsOf(app, name));
      assert.deepEqual(all.sort(comparePaths), pathsOf(app, 'pets:v1'));
      for (const name of names) {
        const found = new Set(pathsOf(app, name));
        for (const path of found) if (path.endsWith('.png')) assert.ok(found.has(`annotations/${path}.json`), path);
      }
      assert.equal(
        made.reduce((sum, { images }) => sum + images, 0),
        40,
      );
      if (by === 'class')
        assert.deepEqual(
          made.map(({ classes }) => classes),
          [
            { cat: 7, dog: 21 },
            { cat: 2, dog: 6 },
            { cat: 1, dog: 3 },
          ],
        );
    });
  }

  test('none of them is made when one cannot be', async (t) => {
    const { app } = testWorld(t);
    given(app, 'pets:v1', labelled);
    given(app, 'set-val:v1', ['other.png']);
    const parts = [
      { name: 'train', fraction: 0.5 },
      { name: 'val', fraction: 0.5 },
    ];
    await assert.rejects(deriveAll(app, request(['pets:v1'], { as: 'set:v1', split: { parts, by: 'none', seed: 1 } })), {
      code: 'version.exists',
    });
    assert.equal(app.registry.datasets.find('set-train'), undefined);
  });

  const wrong: [parts: [string, number][], about: RegExp][] = [
    [
      [
        ['train', 0.8],
        ['val', 0.1],
      ],
      /sum up to 0\.9/,
    ],
    [
      [
        ['train', 80],
        ['val', 30],
      ],
      /sum up to 110/,
    ],
    [[['train', 1]], /at least two/],
    [
      [
        ['train', 1],
        ['val', 0],
      ],
      /"val" is empty/,
    ],
    [
      [
        ['a', 0.5],
        ['a', 0.5],
      ],
      /Two parts are called "a"/,
    ],
    [
      [
        ['a b', 0.5],
        ['b', 0.5],
      ],
      /cannot name a part/,
    ],
  ];
  for (const [parts, about] of wrong) {
    test(`refused: ${JSON.stringify(parts)}`, async (t) => {
      const { app } = testWorld(t);
      given(app, 'pets:v1', labelled);
      const named = parts.map(([name, fraction]) => ({ name, fraction }));
      const asked = deriveAll(app, request(['pets:v1'], { split: { parts: named, by: 'none', seed: 1 } }));
      await assert.rejects(asked, (error: Error) => about.test(error.message));
    });
  }
});
