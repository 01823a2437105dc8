/** Versions put together: what of them stays, and what they do not agree on. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deriveAll } from '../../server/core/derive/derive.ts';
import { remake } from '../../server/core/derive/remake.ts';
import { DatapinError } from '../../server/core/errors.ts';
import type { RecipeStep } from '../../server/core/recipe.ts';
import { filesIn, given, madeText, request } from './deriveWorld.ts';
import { testWorld } from './fixture.ts';

/** Two inputs -> what is made of both by `first` and by `last` as path=bytes, and the lines of what they do not agree on. */
const cases: [what: string, a: string[], b: string[], expected: { first: string; last: string; lines: string[] }][] = [
  ['nothing in common', ['1.png=x'], ['2.png=y'], { first: '1.png=x 2.png=y', last: '1.png=x 2.png=y', lines: [] }],
  ['the same file', ['1.png=x', '3.png=z'], ['1.png=x'], { first: '1.png=x 3.png=z', last: '1.png=x 3.png=z', lines: [] }],
  ['the same bytes under two paths', ['1.png=x'], ['2.png=x'], { first: '1.png=x 2.png=x', last: '1.png=x 2.png=x', lines: [] }],
  [
    'other bytes under one path',
    ['1.png=x', '2.png=z'],
    ['1.png=y', '2.png=z'],
    { first: '1.png=x 2.png=z', last: '1.png=y 2.png=z', lines: ['1.png: other bytes in a:v1 and b:v1.'] },
  ],
  [
    'other labels of the same image',
    ['1.png=x: cat'],
    ['1.png=x: dog'],
    { first: '1.png=x:cat', last: '1.png=x:dog', lines: ['1.png: other labels in a:v1 and b:v1.'] },
  ],
  [
    'other labels of the same bytes under another path',
    ['1.png=x: cat', '3.png=z: cat'],
    ['2.png=x: dog'],
    { first: '1.png=x:cat 3.png=z:cat', last: '2.png=x:dog 3.png=z:cat', lines: ['1.png and 2.png: other labels in a:v1 and b:v1.'] },
  ],
  [
    'the same labels in another order',
    ['1.png=x: cat dog'],
    ['1.png=x: dog cat'],
    { first: '1.png=x:cat,dog', last: '1.png=x:cat,dog', lines: [] },
  ],
  [
    'labels that only one of them has',
    ['1.png=x', '2.png=y: cat'],
    ['1.png=x: dog'],
    { first: '1.png=x:dog 2.png=y:cat', last: '1.png=x:dog 2.png=y:cat', lines: [] },
  ],
  [
    'one of them is not labelled at all',
    ['1.png=x: cat'],
    ['1.png=x', '2.png=y'],
    { first: '1.png=x:cat 2.png=y', last: '1.png=x:cat 2.png=y', lines: [] },
  ],
];

const sample: RecipeStep = { do: 'sample', images: { fraction: 1 }, seed: 1 };

describe('merge', () => {
  for (const [what, a, b, { first, last, lines }] of cases) {
    for (const [take, expected] of [
      ['first', first],
      ['last', last],
    ] as const) {
      test(`${what}, the ${take} of both`, async (t) => {
        const { app } = merged(t, a, b);
        const [made] = await deriveAll(app, request(['a:v1', 'b:v1'], { conflicts: take }));
        assert.equal(contents(app, 'out:v1'), expected);
        assert.equal(made!.conflicts.length, lines.length);
        const note = `The inputs differ in 1 place; the ${take} was taken, e.g. `;
        assert.deepEqual(
          made!.notes.map((one) => one.slice(0, note.length)),
          lines.length > 0 ? [note] : [],
        );
      });
    }
    test(`${what}, refused when they do not agree`, async (t) => {
      const { app } = merged(t, a, b);
      const asked = deriveAll(app, request(['a:v1', 'b:v1']));
      if (lines.length === 0) {
        await asked;
        assert.equal(contents(app, 'out:v1'), first);
        return;
      }
      await assert.rejects(asked, (error) => {
        assert.ok(error instanceof DatapinError);
        assert.deepEqual([error.code, error.details], ['derive.conflict', lines]);
        return true;
      });
      assert.equal(app.registry.datasets.find('out'), undefined);
    });
  }

  /** What a person is advised: a folder of its own is of no help where the same bytes have other labels. */
  const advice: [a: string[], b: string[], says: RegExp, not: RegExp][] = [
    [['1.png=x: cat'], ['1.png=x: dog'], /--exclude/, /--prefix/],
    [['1.png=x'], ['1.png=y'], /--exclude.*--prefix/, /no help/],
  ];
  for (const [a, b, says, not] of advice) {
    test(`advice on ${a} and ${b}`, async (t) => {
      const { app } = merged(t, a, b);
      await assert.rejects(deriveAll(app, request(['a:v1', 'b:v1'])), ({ hint }: DatapinError) => {
        assert.match(hint ?? '', says);
        assert.doesNotMatch(hint ?? '', not);
        return true;
      });
    });
  }

  test('each in a folder of its own', async (t) => {
    const { app } = merged(t, ['1.png=x: cat'], ['1.png=y: dog']);
    const inputs = [
      { ref: 'a:v1', prefix: 'train/' },
      { ref: 'b:v1', prefix: 'val/deep' },
    ];
    await deriveAll(app, { inputs, steps: [{ do: 'labelled' }], as: 'out' });
    assert.equal(contents(app, 'out:v1'), 'train/1.png=x:cat val/deep/1.png=y:dog');
  });

  /** Steps that leave out one side of what two inputs do not agree on -> what is made of both; nothing where they come too late. */
  const avoided: [steps: RecipeStep[], made: string | undefined][] = [
    [[{ do: 'exclude', globs: ['1.png'] }], '2.png=z:cat 3.png=w 4.png=z:cat'],
    [[{ do: 'include', globs: ['3.png', '4.png'] }], '3.png=w 4.png=z:cat'],
    [[{ do: 'exclude-names', names: ['1.png'] }], '2.png=z:cat 3.png=w 4.png=z:cat'],
    [[{ do: 'include', globs: ['[1-3].png'] }, sample], undefined],
    [[sample, { do: 'exclude', globs: ['1.png'] }], undefined],
    [
      [
        { do: 'rename', from: '2', to: 'x/2' },
        { do: 'exclude', globs: ['1.png'] },
      ],
      undefined,
    ],
  ];
  for (const [steps, made] of avoided) {
    test(`what is left out first is no conflict: ${JSON.stringify(steps)}`, async (t) => {
      const { app } = merged(t, ['1.png=x', '2.png=z: cat', '3.png=w'], ['1.png=y', '4.png=z: cat']);
      const asked = deriveAll(app, request(['a:v1', 'b:v1'], { steps }));
      if (made === undefined) await assert.rejects(asked, { code: 'derive.conflict' });
      else {
        await asked;
        assert.equal(contents(app, 'out:v1'), made);
        assert.equal((await remake(app, app.registry.versions.find('out', 'v1')!, { limit: 1 })).state, 'same');
      }
    });
  }

  test('other labels of an image that is left out first are no conflict', async (t) => {
    const { app } = merged(t, ['1.png=x: cat', '3.png=w'], ['2.png=x: dog']);
    await deriveAll(app, request(['a:v1', 'b:v1'], { steps: [{ do: 'exclude', globs: ['2.png'] }] }));
    assert.equal(contents(app, 'out:v1'), '1.png=x:cat 3.png=w');
  });

  test('two of three are enough to contradict each other', async (t) => {
    const { app } = merged(t, ['1.png=x', '2.png=z'], ['1.png=x']);
    given(app, 'c:v1', ['1.png=y', '3.png=w']);
    const refs = ['a:v1', 'b:v1', 'c:v1'];
    const lines = ['1.png: other bytes in a:v1 and b:v1 and c:v1.'];
    await assert.rejects(deriveAll(app, request(refs)), { code: 'derive.conflict', details: lines });
    await deriveAll(app, request(refs, { conflicts: 'last' }));
    assert.equal(contents(app, 'out:v1'), '1.png=y 2.png=z 3.png=w');
  });

  test('many that contradict each other are counted', async (t) => {
    const names = Array.from({ length: 250 }, (_, i) => `${i}.png`);
    const { app } = merged(
      t,
      names.map((name) => `${name}=x`),
      names.map((name) => `${name}=y`),
    );
    await assert.rejects(deriveAll(app, request(['a:v1', 'b:v1'])), (error) => {
      assert.ok(error instanceof DatapinError);
      assert.deepEqual([error.details.length, error.details.at(-1)], [101, '… and 150 more']);
      assert.match(error.message, /The same is true of 249 more\.$/);
      return true;
    });
  });
});

function merged(t: Parameters<typeof testWorld>[0], a: string[], b: string[]) {
  const world = testWorld(t);
  given(world.app, 'a:v1', a);
  given(world.app, 'b:v1', b);
  return world;
}

/** `path=bytes:classes` of each picture. */
function contents(app: Parameters<typeof filesIn>[0], as: string): string {
  const paths = filesIn(app, as).map(({ path }) => path);
  const text = (path: string) => madeText(app as Parameters<typeof madeText>[0], as, path);
  const labelFile = (image: string) =>
    paths.find((path) => path.includes('annotations/') && path.replace('annotations/', '') === `${image}.json`);
  return paths
    .filter((path) => path.endsWith('.png'))
    .map((image) => {
      const file = labelFile(image);
      const classes = file === undefined ? undefined : JSON.parse(text(file)).labels.map((label: { class: string }) => label.class);
      return `${image}=${text(image)}${classes ? `:${classes.join(',')}` : ''}`;
    })
    .join(' ');
}
