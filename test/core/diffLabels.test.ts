/** What else is said of images, by class. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compare } from '../../server/core/compare.ts';
import { annotationText } from '../../server/core/labels.ts';
import { packPart } from '../../server/core/registry/content.ts';
import { given, madeFile } from './deriveWorld.ts';
import { aFile, draft, hex, testWorld } from './fixture.ts';

/** Pictures with their tags before and after -> changes by class, the images, and whether anything is said of labels. */
const cases: [what: string, a: string[], b: string[], classes: string, images: string][] = [
  ['the same', ['1.png: cat'], ['1.png: cat', '2.png'], '', ''],
  ['added', ['1.png: cat'], ['1.png: cat dog'], 'dog +1 on 1', '1.png'],
  ['removed', ['1.png: cat dog'], ['1.png: dog'], 'cat -1 on 1', '1.png'],
  ['another class', ['1.png: cat'], ['1.png: dog'], 'cat -1 on 1, dog +1 on 1', '1.png'],
  ['two of the same', ['1.png: cat'], ['1.png: cat cat cat'], 'cat +2 on 1', '1.png'],
  ['an image more', ['1.png: cat'], ['1.png: cat', '2.png: dog dog'], 'dog +2 on 1', '2.png'],
  ['an image less', ['1.png: cat', '2.png: cat'], ['1.png: cat'], 'cat -1 on 1', '2.png'],
  ['moved with its labels', ['a/1.png=x: cat', '2.png: dog'], ['b/1.png=x: cat', '2.png: dog'], '', ''],
  ['moved and labelled anew', ['a/1.png=x: cat'], ['b/1.png=x: dog'], 'cat -1 on 1, dog +1 on 1', 'b/1.png'],
  ['other bytes, same labels', ['1.png=x: cat'], ['1.png=y: cat'], '', ''],
  ['looked at', ['1.png', '2.png: cat'], ['1.png:', '2.png: cat'], '', ''],
  ['labelled for the first time', ['1.png', '2.png'], ['1.png: cat', '2.png: cat dog'], 'cat +2 on 2, dog +1 on 1', '1.png 2.png'],
  ['in order of weight', ['1.png: a', '2.png: b'], ['1.png: a b b', '2.png: b b c'], 'b +3 on 2, c +1 on 1', '1.png 2.png'],
];

describe('labels from one version to another', () => {
  for (const [what, a, b, classes, images] of cases) {
    test(what, async (t) => {
      const { app } = testWorld(t);
      given(app, 'a:v1', a);
      given(app, 'b:v1', b);
      const { labels } = await compare(app, { a: 'a:v1', b: 'b:v1', labels: true });
      const changes = labels?.classes.map(
        (one) => `${one.class} ${one.added ? `+${one.added} ` : ''}${one.removed ? `-${one.removed} ` : ''}on ${one.images}`,
      );
      assert.deepEqual([changes?.join(', ') ?? '', labels?.images.map(({ image }) => image).join(' ') ?? ''], [classes, images]);
    });
  }

  test('a shape that is another one is changed', async (t) => {
    const { app } = testWorld(t);
    for (const [as, x] of [
      ['a:v1', 1],
      ['b:v1', 2],
    ] as const) {
      const made = new Map<string, Uint8Array>();
      const labels = [{ class: 'cat', shape: { type: 'box' as const, x, y: 0, width: 5, height: 5 } }];
      const files = [madeFile('1.png', 'x', made), madeFile('annotations/1.png.json', annotationText({ image: '1.png', labels }), made)];
      app.registry.versions.add({ ...draft(as, files), content: [...made].map(([sha256, bytes]) => packPart(sha256, 0, bytes)) });
    }
    const { labels } = await compare(app, { a: 'a:v1', b: 'b:v1', labels: true });
    assert.deepEqual(labels?.classes, [{ class: 'cat', added: 0, removed: 0, changed: 1, images: 1 }]);
  });

  /** What is wrong with the labels of the newer version -> what is said of it; files are compared all the same. */
  const unreadable: [what: string, text: string | undefined, note: RegExp][] = [
    ['edited', '{"images": [{"id": 1, "file_name": "1.png"}]}', /^Labels could not be compared: x\.json of b:v1 holds other bytes/],
    ['broken', '{"images": [{"id": 1, "file_name": "1.png"}], "annotations": [{"image_id": 1', /^x\.json ends too early/],
    ['gone', undefined, /^Labels could not be compared: .*x\.json/],
  ];
  for (const [what, text, note] of unreadable) {
    test(`a label file that is ${what} keeps nobody from the files`, async (t) => {
      const { app } = testWorld(t);
      given(app, 'a:v1', ['1.png=x: cat']);
      const made = new Map<string, Uint8Array>();
      const label = text === undefined ? aFile('x.json') : madeFile('x.json', text, made);
      const files = [madeFile('1.png', 'y', made), what === 'edited' ? { ...label, sha256: hex('before') } : label];
      const content = [...made].map(([sha256, bytes]) => packPart(sha256, 0, bytes));
      app.registry.versions.add({ ...draft('b:v1', files), content });
      const { files: found, labels } = await compare(app, { a: 'a:v1', b: 'b:v1', labels: true });
      assert.deepEqual([found.totals.changed.files, found.totals.added.files], [1, 1]);
      assert.match(labels!.notes.join('\n'), note);
    });
  }

  test('are left out when they are not asked for, or not there', async (t) => {
    const { app } = testWorld(t);
    given(app, 'a:v1', ['1.png']);
    given(app, 'b:v1', ['1.png', '2.png']);
    given(app, 'c:v1', ['1.png: cat']);
    assert.equal((await compare(app, { a: 'a:v1', b: 'b:v1', labels: true })).labels, undefined);
    assert.equal((await compare(app, { a: 'a:v1', b: 'c:v1', labels: false })).labels, undefined);
  });
});
