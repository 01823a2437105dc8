/** Labels of versions that were adopted: which format they are in, and what is read of them. */
import assert from 'node:assert/strict';
import test, { test as each } from 'node:test';
import { pathToFileURL } from 'node:url';
import { adopt } from '../../server/core/adoption.ts';
import type { Version } from '../../server/core/dataset.ts';
import { labelFilesOf, labelsOf, readLabels } from '../../server/core/labelReading.ts';
import { annotationPath, annotationText } from '../../server/core/labels.ts';
import { inShort, png } from '../support/labelledFiles.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';

const world = sourceWorld(test);
const quiet = { problem: () => undefined };
let number = 0;

async function adopted(t: Parameters<typeof tree>[0], content: Record<string, unknown>): Promise<Version> {
  const location = pathToFileURL(tree(t, content)).href;
  return (await adopt(world, { locations: [location], as: `set${++number}:v1`, from: 'files' })).version;
}

const box = '0 0.5 0.5 0.2 0.4\n';
const coco = {
  images: [{ id: 1, file_name: 'a.png' }],
  annotations: [{ image_id: 1, category_id: 1 }],
  categories: [{ id: 1, name: 'cat' }],
};

const cases: [what: string, content: Record<string, unknown>, format: string | undefined, lines: string[]][] = [
  ['COCO', { 'a.png': png(9, 9), 'x.json': coco }, 'coco', ['a.png: cat tag']],
  [
    'YOLO, whose pictures are asked for their size',
    { 'images/a.png': png(100, 50), 'labels/a.txt': box },
    'yolo',
    ['images/a.png 100x50: 0 box 40 15 20 20'],
  ],
  [
    'what Datapin writes goes before all others',
    { 'a.png': png(9, 9), 'x.json': coco, [annotationPath('a.png')]: annotationText({ image: 'a.png', labels: [] }) },
    'datapin',
    ['a.png:'],
  ],
  [
    'names with spaces, percent signs and umlauts',
    { 'cat 100%/ä.png': png(1, 1), 'cat 100%/b.png': png(2, 2), 'dog/#.png': png(3, 3) },
    'folders',
    ['cat 100%/b.png: cat 100% tag', 'cat 100%/ä.png: cat 100% tag', 'dog/#.png: dog tag'],
  ],
  ['none', { 'a.png': png(9, 9), 'readme.txt': 'pictures' }, undefined, []],
];

for (const [what, content, format, lines] of cases) {
  each(`labels of a version: ${what}`, async (t) => {
    const version = await adopted(t, content);
    assert.equal((await labelsOf(world, version))?.format.id, format);
    if (format) assert.deepEqual((await Array.fromAsync(readLabels(world, version, quiet))).map(inShort), lines);
    else await assert.rejects(Array.fromAsync(readLabels(world, version, quiet)), { code: 'labels.none' });
  });
}

each('the files of a version are read by their exact paths', async (t) => {
  const files = labelFilesOf(world, await adopted(t, { 'a.txt': 'one', 'a.txt2': 'two', 'b/a.txt': 'three' }));
  assert.deepEqual(
    Array.from(files.files(), ({ path, size }) => `${path} ${size}`),
    ['a.txt 3', 'a.txt2 3', 'b/a.txt 5'],
  );
  assert.equal(Buffer.from(await files.read('a.txt')).toString(), 'one');
  assert.deepEqual([files.has('a.txt'), files.has('a.tx'), files.has('b')], [true, false, false]);
  await assert.rejects(files.read('a.tx'), { code: 'file.vanished' });
});

each('a set is adopted with its facts, and not at all when its labels are broken', async (t) => {
  const location = (content: Record<string, unknown>) => pathToFileURL(tree(t, content)).href;
  const good = await adopt(world, { locations: [location({ 'a.png': png(9, 9), 'x.json': coco })], as: 'whole:v1' });
  assert.ok(good.version.origin.type === 'adopt');
  assert.deepEqual(good.version.origin.source, { id: 'coco', facts: { images: 1, labels: 1, classes: 1 } });
  const bad = { locations: [location({ 'x.json': coco })], as: 'broken:v1' };
  await assert.rejects(adopt(world, bad), {
    code: 'adopt.problems',
    details: ['x.json@11: There is no image "a.png". Add the images, or take them out of the file.'],
  });
  assert.equal((await adopt(world, { ...bad, keepGoing: true })).version.files, 1);
});
