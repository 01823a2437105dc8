/** `datapin derive`, `diff` and `verify --recipe`: what is typed, what is printed, and how it ends. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { deriveCommand } from '../../server/cli/commands/derive.ts';
import { diffCommand } from '../../server/cli/commands/diff.ts';
import { verifyCommand } from '../../server/cli/commands/verify.ts';
import { given, pathsOf } from '../core/deriveWorld.ts';
import { aFile, draft, testWorld } from '../core/fixture.ts';
import { runCommand } from './inProcess.ts';

const pets = ['a/1.png: cat', 'a/2.png: dog', 'b/1.png: cat dog', 'b/3.png:', 'b/4.png'];

function filled(owner: Parameters<typeof testWorld>[0]) {
  const world = testWorld(owner);
  given(world.app, 'pets:v1', pets);
  given(world.app, 'more:v1', ['a/1.png: cat', 'c/9.png']);
  given(world.app, 'other:v1', ['a/1.png=other', 'c/9.png']);
  writeFileSync(join(world.folder, 'bad.txt'), 'a/1.png\r\n4.png\n\n');
  return { ...world, derive: (line: string) => runCommand(deriveCommand, line, { app: world.app, cwd: world.folder }) };
}

describe('derive', () => {
  /** Line -> the version that is made, and its pictures. */
  const cases: [line: string, ref: string, pictures: string][] = [
    ['pets:v1 --as x', 'x:v1', 'a/1 a/2 b/1 b/3 b/4'],
    ['pets --as x:best', 'x:best', 'a/1 a/2 b/1 b/3 b/4'],
    ['pets:v1 --as x --include a/** --exclude **/2.png', 'x:v1', 'a/1'],
    ['pets:v1 --as x --exclude a/** b/3.png', 'x:v1', 'b/1 b/4'],
    ['pets:v1 --as x --exclude-names 1.png b/4.png', 'x:v1', 'a/2 b/3'],
    ['pets:v1 --as x --exclude-names @bad.txt b/3.png', 'x:v1', 'a/2 b/1'],
    ['pets:v1 --as x --labelled', 'x:v1', 'a/1 a/2 b/1'],
    ['pets:v1 --as x --classes cat,dog', 'x:v1', 'a/1 a/2 b/1'],
    ['pets:v1 --as x --labelled --sample 100%', 'x:v1', 'a/1 a/2 b/1'],
    ['pets:v1 --as x --rename a/=n/ --rename b/=', 'x:v1', '1 3 4 n/1 n/2'],
    ['pets:v1 --as x --rename =all/', 'x:v1', 'all/a/1 all/a/2 all/b/1 all/b/3 all/b/4'],
    ['pets:v1 more:v1 --as x', 'x:v1', 'a/1 a/2 b/1 b/3 b/4 c/9'],
    ['pets:v1 --prefix m=more:v1 --as x --labelled', 'x:v1', 'a/1 a/2 b/1 m/a/1'],
    ['pets:v1 other:v1 --prefix o=other:v1 --as x --include o/**', 'x:v1', 'o/a/1 o/c/9'],
    ['--prefix p=pets:v1 --as x --include p/a/*', 'x:v1', 'p/a/1 p/a/2'],
    ['pets:v1 other:v1 --as x --conflicts last --include a/**', 'x:v1', 'a/1 a/2'],
  ];
  for (const [line, ref, pictures] of cases) {
    test(line, async (t) => {
      const { app, derive } = filled(t);
      const { exitCode, json, said } = await derive(`${line} --json`);
      assert.equal(exitCode, 0, said);
      assert.equal((json as { ref: string }).ref, ref);
      const found = pathsOf(app, ref).filter((path) => path.endsWith('.png'));
      assert.equal(found.map((path) => path.replace('.png', '')).join(' '), pictures);
    });
  }

  test('says what was made, and of what', async (t) => {
    const { derive } = filled(t);
    const { text } = await derive('pets:v1 --as tiny --sample 2 --seed 4');
    assert.match(text, /^derived tiny:v1\nsha256:[0-9a-f]{64}\n\d files \(2 images\), \d+ B\nfrom pets:v1 by sample 2 \(seed 4\)\n$/);
    assert.match((await derive('pets:v1 --as tiny --sample 2 --seed 4')).text, /^tiny:v1 was there already with these bytes\n/);
  });

  test('a split answers all of its versions', async (t) => {
    const { derive } = filled(t);
    const { json } = await derive('pets:v1 --as pets --split train=60%,val=40% --by none --json');
    const { versions } = json as { versions: { ref: string; images: number; existed: boolean }[] };
    assert.deepEqual(
      versions.map(({ ref, images, existed }) => [ref, images, existed]),
      [
        ['pets-train:v1', 3, false],
        ['pets-val:v1', 2, false],
      ],
    );
  });

  test('a split is by class where there are labels', async (t) => {
    const { derive } = filled(t);
    assert.match((await derive('pets:v1 --as x --split a=.5,b=.5')).text, /from pets:v1 by a of split a 50 %, b 50 % by class \(seed 1\)/);
    assert.match((await derive('other:v1 --as y --split a=.5,b=.5')).text, /from other:v1 by a of split a 50 %, b 50 % \(seed 1\)/);
  });

  test('a dry run counts images by class, and makes nothing', async (t) => {
    const { app, derive } = filled(t);
    const { json } = await derive('pets:v1 --as x --include b/** --dry-run --json');
    const { bytes, ...counts } = json as Record<string, unknown>;
    assert.deepEqual(counts, {
      dryRun: true,
      as: 'x',
      files: 5,
      images: 3,
      classes: { cat: 1, dog: 1 },
      recipe: 'pets:v1 by include b/**',
      notes: [],
      conflicts: [],
    });
    assert.equal(
      (await derive('pets:v1 --as x --include b/** --dry-run')).text.split('\n').slice(-3).join('\n'),
      '  cat  1 image\n  dog  1 image\n',
    );
    assert.equal(app.registry.datasets.find('x'), undefined);
  });

  const refused: [line: string, code: string, about: RegExp][] = [
    ['--as x', 'usage', /Which versions to derive from is missing/],
    ['pets:v1', 'usage', /required option '--as/],
    ['pets:v9 --as x', 'ref.unknown-version', /v9/],
    ['pets:v1 --as x --sample some', 'usage', /--sample cannot be "some"/],
    ['pets:v1 --as x --sample 9', 'derive.recipe', /sample of 9 .* 5 images/],
    ['pets:v1 --as x --sample 2 --seed 1.5', 'usage', /--seed cannot be/],
    ['pets:v1 --as x --split train', 'usage', /--split cannot be "train"/],
    ['pets:v1 --as x --split train=x,val=.2', 'usage', /no share of "train"/],
    ['pets:v1 --as x --split train=.8,val=.1', 'derive.recipe', /sum up to 0\.9/],
    ['pets:v1 --as x --split a=.5,b=.5 --by size', 'usage', /--by cannot be "size"/],
    ['pets:v1 --as x --by class', 'usage', /--by belongs to --split/],
    ['pets:v1 --as x --rename a', 'usage', /--rename cannot be "a"/],
    ['pets:v1 --as x --prefix p', 'usage', /--prefix cannot be "p"/],
    ['pets:v1 --as x --exclude-names @nothing.txt', 'usage', /There is no file .*nothing\.txt/],
    ['pets:v1 --as x --conflicts both', 'usage', /--conflicts cannot be/],
    ['pets:v1 --as x --classes cats', 'derive.recipe', /Did you mean "cat"\?/],
    ['other:v1 --as x --labelled', 'labels.none', /no labels/],
    ['pets:v1 other:v1 --as x', 'derive.conflict', /a\/1\.png: other bytes in pets:v1 and other:v1.*--conflicts first/],
    ['pets:v1 --as more:v1', 'version.exists', /never change/],
  ];
  for (const [line, code, about] of refused) {
    test(`refused: ${line}`, async (t) => {
      const { exitCode, said } = await filled(t).derive(line);
      assert.equal(exitCode, code);
      assert.match(said, about);
    });
  }
});

describe('diff', () => {
  const { app } = filled(suite);
  const diff = (line: string) => runCommand(diffCommand, line, { app });
  suite.before(() => {
    given(app, 'pets:v2', ['a/1.png: dog', 'moved/2.png=a/2.png: dog', 'b/1.png=new: cat dog', 'b/3.png:', 'c/5.png']);
    given(app, 'many:v1', ['0.npy', ...Array.from({ length: 60 }, (_, i) => `${i + 100}.npy`)]);
    given(app, 'many:v2', ['0.npy']);
  });

  test('in words', async () => {
    const { text, exitCode } = await diff('pets:v1 pets:v2');
    assert.equal(exitCode, 0);
    assert.equal(
      text,
      [
        '2 added (81 B), 2 removed (77 B), 2 changed (73 B), 1 moved (7 B), 4 the same',
        '+ annotations/moved/2.png.json',
        '+ c/5.png',
        '- annotations/a/2.png.json',
        '- b/4.png',
        '~ annotations/a/1.png.json',
        '~ b/1.png',
        '> a/2.png -> moved/2.png',
        'labels of 1 image, e.g. a/1.png',
        '  cat  +0  -1  ~0  on 1 image',
        '  dog  +1  -0  ~0  on 1 image',
        '',
      ].join('\n'),
    );
  });

  const cases: [line: string, exitCode: number, text: RegExp][] = [
    ['pets:v1 pets:v1', 0, /^pets:v1 and pets:v1 hold the same files\n$/],
    ['pets:v1 pets:v1 --exit-code', 0, /same files/],
    ['pets:v1 pets:v2 --exit-code', 1, /2 added/],
    ['pets:v1 pets:v2 --no-labels', 0, /> a\/2\.png -> moved\/2\.png\n$/],
    ['many:v1 many:v2', 0, /^60 removed \(420 B\), 1 the same\n(?:- \d+\.npy\n){50}- … and 10 more\n$/],
    ['many:v1 many:v2 --all', 0, /the same\n(?:- \d+\.npy\n){60}$/],
  ];
  for (const [line, exitCode, text] of cases) {
    test(line, async () => {
      const ran = await diff(line);
      assert.equal(ran.exitCode, exitCode);
      assert.match(ran.text, text);
    });
  }

  test('as JSON', async () => {
    const { json } = await diff('pets:v1 pets:v2 --json');
    const { totals, moved, labels, equal, a, b } = json as Record<string, unknown> & { moved: unknown[] };
    assert.deepEqual([a, b, equal], ['pets:v1', 'pets:v2', false]);
    assert.deepEqual(Object.keys(totals as object).sort(), ['added', 'changed', 'moved', 'removed', 'same']);
    const sha256 = (moved[0] as { sha256: string }).sha256;
    assert.deepEqual(moved, [{ path: 'moved/2.png', size: 7, sha256, before: { path: 'a/2.png', size: 7, sha256 } }]);
    assert.equal((labels as { total: number }).total, 1);
    assert.equal(((await diff('many:v1 many:v2 --json')).json as { removed: unknown[] }).removed.length, 60);
  });

  test('of what is not there', async () => assert.equal((await diff('pets:v1 pets:v9')).exitCode, 'ref.unknown-version'));
});

describe('verify --recipe', () => {
  const verify = (app: Parameters<typeof runCommand>[2]['app'], line: string) => runCommand(verifyCommand, line, { app });

  test('says yes when the recipe gives the version', async (t) => {
    const { app, derive } = filled(t);
    await derive('pets:v1 more:v1 --as x --classes cat --sample 2 --rename a/=z/');
    await derive('pets:v1 --as pets --split train=.5,val=.5');
    for (const ref of ['x:v1', 'pets-train:v1', 'pets-val:v1']) {
      assert.deepEqual(await verify(app, `--recipe ${ref}`).then(({ exitCode, text }) => [exitCode, text]), [
        0,
        `${ref} is what its recipe gives\n`,
      ]);
    }
  });

  test('says which files are others when it does not', async (t) => {
    const { app, derive } = filled(t);
    await derive('pets:v1 --as x --include a/**');
    const { origin } = app.registry.versions.find('x', 'v1')!;
    app.registry.versions.add({ ...draft('forged:v1', [...app.registry.versions.files({ dataset: 'more', name: 'v1' })]), origin });
    const { exitCode, text, json } = await verify(app, '--recipe forged:v1');
    assert.deepEqual([exitCode, (json as { state: string }).state], [1, 'different']);
    assert.match(text, /^\+ a\/2\.png\n\+ annotations\/a\/2\.png\.json\n- c\/9\.png\nforged:v1 is not what its recipe gives now\n$/);
  });

  const inputs: [what: string, ref: string, line: RegExp][] = [
    ['gone', 'lost:v1', /^lost:v1 is no longer in the registry: There is no dataset "lost"\.\n/],
    ['another one', 'pets:v1', /^pets:v1 is another version now: it had the hash sha256:0{64}\.\n/],
  ];
  for (const [what, ref, line] of inputs) {
    test(`says that an input is ${what}`, async (t) => {
      const { app } = filled(t);
      const recipe = { inputs: [{ ref, hash: '0'.repeat(64) }], conflicts: 'refuse' as const, steps: [] };
      app.registry.versions.add({ ...draft('x:v1', [aFile('1.png')]), origin: { type: 'derive', recipe, notes: [] } });
      const { exitCode, text } = await verify(app, '--recipe x:v1');
      assert.equal(exitCode, 1);
      assert.match(text, line);
      assert.match(text, /x:v1 cannot be made again\n$/);
    });
  }

  test('has nothing to go by for a version that was adopted, and reads no bytes', async (t) => {
    const { app } = filled(t);
    assert.equal((await verify(app, '--recipe pets:v1')).exitCode, 'derive.recipe');
    assert.equal((await verify(app, '--recipe --full pets:v1')).exitCode, 'usage');
  });
});
