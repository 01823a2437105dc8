/** Recipes as tables: what goes in, the steps, and what comes out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deriveAll } from '../../server/core/derive/derive.ts';
import type { DeriveRequest } from '../../server/core/derive/request.ts';
import { recipeInWords } from '../../server/core/derive/words.ts';
import type { ErrorCode } from '../../server/core/errors.ts';
import { lineageGraph } from '../../server/core/lineage.ts';
import { originInWords } from '../../server/core/origin.ts';
import type { RecipeStep } from '../../server/core/recipe.ts';
import { toMermaid } from '../../server/formats/mermaid.ts';
import { toOpenLineage } from '../../server/formats/openLineage.ts';
import { versionCard } from '../../server/language/card.ts';
import { createRegistryCatalog } from '../../server/registryCatalog.ts';
import { filesIn, given, madeText, pathsOf, request } from './deriveWorld.ts';
import { aFile, draft, refusal, testWorld } from './fixture.ts';

const versions: Record<string, string[]> = {
  'plain:v1': ['data/1.png', 'data/2.png', 'raw/1.png', 'raw/3.png', 'README.md'],
  'pets:v1': ['a/1.png: cat', 'a/2.png: dog', 'b/1.png: cat dog', 'b/3.png:', 'b/4.png', 'classes.json'],
  'data:v1': ['1.txt', '2.txt', '3.txt'],
};

const sample = (count: number, seed = 1): RecipeStep => ({ do: 'sample', images: { count }, seed });

/** From, steps -> paths, where `a/2` stands for the picture and `a/2+` for the picture with its label file. */
const cases: [from: string, steps: RecipeStep[], paths: string][] = [
  ['plain', [], 'README.md data/1 data/2 raw/1 raw/3'],
  ['plain', [{ do: 'include', globs: ['data/**'] }], 'data/1 data/2'],
  ['plain', [{ do: 'include', globs: ['data/*', '**/3.png'] }], 'data/1 data/2 raw/3'],
  ['plain', [{ do: 'exclude', globs: ['data/**'] }], 'README.md raw/1 raw/3'],
  ['plain', [{ do: 'exclude', globs: ['*.md', '**/1.png'] }], 'data/2 raw/3'],
  ['plain', [{ do: 'exclude-names', names: ['1.png', 'data/2.png'] }], 'README.md raw/3'],
  ['plain', [{ do: 'exclude-names', names: ['png', '/data/2.png', 'D/1.png'] }], 'README.md data/1 data/2 raw/1 raw/3'],
  ['plain', [{ do: 'rename', from: 'data/', to: 'c/' }], 'README.md c/1 c/2 raw/1 raw/3'],
  ['plain', [{ do: 'rename', from: '', to: 'x/' }], 'x/README.md x/data/1 x/data/2 x/raw/1 x/raw/3'],
  ['plain', [{ do: 'rename', from: 'data/', to: 'raw/n' }], 'README.md raw/1 raw/3 raw/n1 raw/n2'],
  ['plain', [{ do: 'rename', from: 'nothing/', to: 'raw/' }], 'README.md data/1 data/2 raw/1 raw/3'],
  [
    'plain',
    [
      { do: 'include', globs: ['raw/*'] },
      { do: 'rename', from: 'raw/', to: '' },
    ],
    '1 3',
  ],
  [
    'plain',
    [
      { do: 'rename', from: 'data/', to: 'c/' },
      { do: 'include', globs: ['c/*'] },
    ],
    'c/1 c/2',
  ],
  ['plain', [sample(4)], 'README.md data/1 data/2 raw/1 raw/3'],
  ['plain', [{ do: 'sample', images: { fraction: 1 }, seed: 9 }], 'README.md data/1 data/2 raw/1 raw/3'],
  ['data', [{ do: 'sample', images: { count: 3 }, seed: 9 }], '1.txt 2.txt 3.txt'],
  ['pets', [], 'a/1+ a/2+ b/1+ b/3+ b/4 classes.json'],
  ['pets', [{ do: 'include', globs: ['a/**'] }], 'a/1+ a/2+'],
  ['pets', [{ do: 'exclude', globs: ['a/**'] }], 'b/1+ b/3+ b/4 classes.json'],
  ['pets', [{ do: 'exclude', globs: ['annotations/**'] }], 'a/1 a/2 b/1 b/3 b/4 classes.json'],
  ['pets', [{ do: 'exclude-names', names: ['1.png'] }], 'a/2+ b/3+ b/4 classes.json'],
  ['pets', [{ do: 'labelled' }], 'a/1+ a/2+ b/1+ classes.json'],
  ['pets', [{ do: 'classes', names: ['cat'] }], 'a/1+ b/1+ classes.json'],
  ['pets', [{ do: 'classes', names: ['cat', 'dog'] }], 'a/1+ a/2+ b/1+ classes.json'],
  [
    'pets',
    [
      { do: 'classes', names: ['cat'] },
      { do: 'classes', names: ['dog'] },
    ],
    'b/1+ classes.json',
  ],
  ['pets', [{ do: 'rename', from: '', to: 'x/' }], 'x/a/1+ x/a/2+ x/b/1+ x/b/3+ x/b/4 x/classes.json'],
  ['pets', [{ do: 'rename', from: 'a/', to: 'c/' }], 'b/1+ b/3+ b/4 c/1+ c/2+ classes.json'],
];

describe('steps', () => {
  for (const [from, steps, paths] of cases) {
    test(`${from}: ${steps.map((step) => JSON.stringify(step)).join(' ') || 'nothing'} -> ${paths}`, async (t) => {
      const { app } = filled(t);
      await deriveAll(app, request([`${from}:v1`], { steps }));
      assert.equal(shortened(pathsOf(app, 'out:v1')), paths);
    });
  }

  test('labels of other classes leave the label files', async (t) => {
    const { app } = filled(t);
    await deriveAll(app, request(['pets:v1'], { steps: [{ do: 'classes', names: ['dog'] }] }));
    assert.equal(
      madeText(app, 'out:v1', 'annotations/b/1.png.json'),
      '{"image":"b/1.png","labels":[{"class":"dog","shape":{"type":"tag"}}]}\n',
    );
    const same = (as: string) => filesIn(app, as).find(({ path }) => path === 'annotations/a/2.png.json')!.sha256;
    assert.equal(same('out:v1'), same('pets:v1'));
  });
});

const refused: [what: Partial<DeriveRequest>, code: ErrorCode, about: RegExp][] = [
  [{ steps: [{ do: 'include', globs: ['*.jpg'] }] }, 'derive.empty', /Nothing is left of pets:v1 by include \*\.jpg/],
  [{ steps: [sample(6)] }, 'derive.recipe', /sample of 6 cannot be taken from 5 images/],
  [{ steps: [sample(0)] }, 'derive.recipe', /cannot have 0 images/],
  [{ steps: [sample(1.5)] }, 'derive.recipe', /whole number/],
  [{ steps: [{ do: 'sample', images: { fraction: 1.2 }, seed: 1 }] }, 'derive.recipe', /120 %/],
  [{ steps: [{ do: 'classes', names: ['cot'] }] }, 'derive.recipe', /class "cot"\. Did you mean "cat"\?/],
  [{ steps: [{ do: 'classes', names: ['zebra-crossing'] }] }, 'derive.recipe', /There are cat, dog\./],
  [{ steps: [{ do: 'classes', names: [] }] }, 'derive.recipe', /No class/],
  [{ steps: [{ do: 'rename', from: '', to: '' }] }, 'derive.recipe', /neither/],
  [{ steps: [{ do: 'rename', from: 'a', to: '' }] }, 'derive.recipe', /would be called "\/1\.png"/],
  [{ steps: [{ do: 'rename', from: 'a/', to: '../' }] }, 'derive.recipe', /cannot begin paths/],
  [{ steps: [{ do: 'rename', from: 'a/', to: 'b/' }] }, 'derive.conflict', /b\/1\.png: would be the path of a\/1\.png and b\/1\.png/],
  [{ inputs: [] }, 'derive.recipe', /nothing to derive from/],
  [{ inputs: [{ ref: 'pets:v1', prefix: 'a/../b' }] }, 'derive.recipe', /no folder/],
  [{ inputs: [{ ref: 'pets:v2' }] }, 'ref.unknown-version', /v2/],
  [{ inputs: [{ ref: 'plain:v1' }], steps: [{ do: 'labelled' }] }, 'labels.none', /plain:v1 has no labels/],
  [{ inputs: [{ ref: 'plain:v1' }], steps: [{ do: 'classes', names: ['cat'] }] }, 'labels.none', /no labels/],
  [{ as: 'no name' }, 'name.invalid', /no name/],
  [{ as: 'pets:v1', steps: [sample(1)] }, 'version.exists', /never change/],
  [{ as: 'x', kind: 'model', inputs: [{ ref: 'pets:v1' }], split: { parts: [], by: 'none', seed: 1 } }, 'derive.recipe', /two parts/],
];

describe('refused, and nothing is made', () => {
  for (const [what, code, about] of refused) {
    test(JSON.stringify(what), async (t) => {
      const { app } = filled(t);
      const before = app.registry.versions.all().length;
      await assert.rejects(deriveAll(app, request(['pets:v1'], what)), refusal(code, about));
      assert.equal(app.registry.versions.all().length, before);
    });
  }
});

describe('what is kept of it', () => {
  test('the recipe, with the hash of its inputs, in words, and in the lineage', async (t) => {
    const { app } = filled(t);
    const [made] = await deriveAll(app, request(['pets:latest'], { steps: [sample(2, 7)], as: 'tiny:first' }));
    const { version } = made!;
    const { hash } = app.registry.versions.find('pets', 'v1')!;
    assert.deepEqual(version?.origin, {
      type: 'derive',
      recipe: { inputs: [{ ref: 'pets:v1', hash }], conflicts: 'refuse', steps: [sample(2, 7)] },
      notes: [],
    });
    assert.equal(originInWords(version!.origin), 'derived from pets:v1 by sample 2 (seed 7)');
    assert.deepEqual(lineageGraph(app.registry, { id: 'tiny:first' }).edges, [
      { source: 'version/pets:v1', target: 'version/tiny:first', role: 'derive' },
    ]);
    assert.deepEqual([made!.existed, made!.images], [false, 2]);
  });

  test('what shows lineage shows it', async (t) => {
    const { app } = filled(t);
    await deriveAll(app, request(['pets:v1', 'plain:v1'], { steps: [sample(2, 7)], as: 'tiny:first' }));
    const graph = lineageGraph(app.registry, { id: 'tiny:first' });
    assert.match(toMermaid(graph), /-->\|"derive"\| n0/);
    const [event, ...others] = toOpenLineage(graph);
    assert.deepEqual(
      [event!.job.name, event!.inputs.map(({ name }) => name).sort(), event!.outputs.map(({ name }) => name)],
      ['derived from pets:v1, plain:v1 by sample 2 (seed 7)', ['pets', 'plain'], ['tiny']],
    );
    assert.deepEqual(others, []);
    const catalog = createRegistryCatalog(app.registry);
    const { value } = versionCard(catalog.dataset('tiny')!, catalog.newest('tiny')!, { now: new Date(), catalog });
    assert.equal(value.match(/derived from/g)?.length, 1, value);
    assert.ok(value.includes('derived from pets:v1, plain:v1 by sample 2'), value);
  });

  test('the same again is the same version, and what gives the input is the input', async (t) => {
    const { app } = filled(t);
    const once = await deriveAll(app, request(['pets:v1'], { steps: [sample(2)] }));
    const again = await deriveAll(app, request(['pets:v1'], { steps: [sample(2)] }));
    assert.deepEqual([again[0]!.existed, again[0]!.version?.name], [true, once[0]!.version?.name]);
    const whole = await deriveAll(app, request(['pets:v1'], { as: 'pets' }));
    assert.deepEqual([whole[0]!.existed, whole[0]!.version?.name], [true, 'v1']);
    assert.deepEqual(lineageGraph(app.registry, { id: 'pets:v1', down: 0 }).edges, []);
  });

  test('files without a hash stay without one', async (t) => {
    const { app } = testWorld(t);
    const known = { sha256: undefined, etag: 'e', evidence: 'etag' } as const;
    app.registry.versions.add(draft('raw:v1', [aFile('1.png', known), aFile('2.png', known)]));
    const [made] = await deriveAll(app, request(['raw:v1'], { steps: [{ do: 'exclude', globs: ['2.png'] }] }));
    assert.deepEqual([made!.version?.identity, filesIn(app, 'out:v1').map(({ etag }) => etag)], ['provider', ['e']]);
  });

  test('a dry run counts and makes nothing', async (t) => {
    const { app } = filled(t);
    const [would] = await deriveAll(app, request(['pets:v1'], { steps: [{ do: 'include', globs: ['b/**'] }], dryRun: true }));
    assert.deepEqual([would!.version, would!.files, would!.images, would!.classes], [undefined, 5, 3, { cat: 1, dog: 1 }]);
    assert.equal(app.registry.datasets.find('out'), undefined);
  });

  test('a dry run counts the classes that are kept alone', async (t) => {
    const { app } = filled(t);
    const [would] = await deriveAll(app, request(['pets:v1'], { steps: [{ do: 'classes', names: ['dog'] }], dryRun: true }));
    assert.deepEqual([would!.images, would!.classes], [2, { dog: 2 }]);
  });
});

describe('a recipe in words', () => {
  const inputs = [{ ref: 'a:v1', hash: '' }];
  const words: [steps: RecipeStep[], words: string][] = [
    [[], 'a:v1'],
    [[sample(100)], 'a:v1 by sample 100 (seed 1)'],
    [[{ do: 'sample', images: { fraction: 0.1 }, seed: 4 }], 'a:v1 by sample 10 % (seed 4)'],
    [
      [
        { do: 'include', globs: ['a/*', 'b'] },
        { do: 'exclude', globs: ['c'] },
      ],
      'a:v1 by include a/* b, exclude c',
    ],
    [[{ do: 'exclude-names', names: ['a', 'b', 'c', 'd'] }], 'a:v1 by exclude 4 names'],
    [[{ do: 'labelled' }, { do: 'classes', names: ['cat', 'dog'] }], 'a:v1 by only labelled, classes cat, dog'],
    [[{ do: 'rename', from: 'a/', to: '' }], 'a:v1 by rename a/ to nothing'],
  ];
  for (const [steps, expected] of words) {
    test(expected, () => assert.equal(recipeInWords({ inputs, conflicts: 'refuse', steps }), expected));
  }
  test('of several', () => {
    const two = [...inputs, { ref: 'b:v2', hash: '', prefix: 'val' }];
    assert.equal(recipeInWords({ inputs: two, conflicts: 'last', steps: [] }), 'a:v1, b:v2 in val/ by the last of two that differ');
  });
});

function filled(t: { after(end: () => void): void }) {
  const world = testWorld(t as Parameters<typeof testWorld>[0]);
  for (const [as, files] of Object.entries(versions)) given(world.app, as, files);
  return world;
}

function shortened(paths: readonly string[]): string {
  const labels = new Set(
    paths.filter((path) => path.includes('annotations/')).map((path) => path.replace(/annotations\//, '').replace(/\.json$/, '')),
  );
  const shown = paths.filter((path) => !path.includes('annotations/'));
  return shown
    .map((path) => path.replace(/\.png$/, '') + (labels.delete(path) ? '+' : ''))
    .concat([...labels].map((path) => `?${path}`))
    .join(' ');
}
