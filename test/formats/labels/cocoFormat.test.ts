/** COCO as tools write it, and what is wrong with it: one case a row. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cocoLabels } from '../../../server/formats/labels/coco.ts';
import { inShort, readAll, textFiles } from '../../support/labelledFiles.ts';

const images = [{ id: 1, file_name: 'a.jpg', width: 10, height: 5 }];
const categories = [{ id: 7, name: 'cat', keypoints: ['nose', 'ear'] }];
const box = { id: 1, image_id: 1, category_id: 7, bbox: [1, 2, 3, 4] };

/** One JSON file beside `a.jpg`, in which these lists replace the usual ones. */
const of = (lists: Record<string, unknown>, json = 'x.json') => ({
  'a.jpg': '',
  [json]: { images, categories, annotations: [box], ...lists },
});
const annotation = (fields: Record<string, unknown>) => of({ annotations: [{ ...box, ...fields }] });
const named = (name: string, ...paths: string[]) => ({
  'annotations/instances_train.json': { images: [{ id: 1, file_name: name }], categories, annotations: [box] },
  ...Object.fromEntries(paths.map((path) => [path, ''])),
});

const cases: [what: string, files: Record<string, unknown>, lines: string[]][] = [
  ['a box', of({}), ['a.jpg 10x5: cat box 1 2 3 4']],
  ['an image without labels, which was looked at', of({ annotations: [] }), ['a.jpg 10x5:']],
  ['only a list of images', of({ annotations: [], categories: [] }), []],
  ['ids as text', of({ images: [{ ...images[0], id: '1' }], categories: [{ id: '7', name: 'cat' }] }), ['a.jpg 10x5: cat box 1 2 3 4']],
  [
    'annotations before the lists that they name',
    { 'a.jpg': '', 'x.json': { annotations: [box], images, categories } },
    ['a.jpg 10x5: cat box 1 2 3 4'],
  ],
  ['a polygon', annotation({ segmentation: [[0, 0, 1, 0, 1, 1]] }), ['a.jpg 10x5: cat polygon 0 0 1 0 1 1']],
  [
    'a mask as run lengths',
    annotation({ segmentation: { counts: 'ab', size: [5, 10] } }),
    ['a.jpg 10x5: cat mask {"counts":"ab","size":[5,10]}'],
  ],
  ['an empty polygon leaves the box', annotation({ segmentation: [[]] }), ['a.jpg 10x5: cat box 1 2 3 4']],
  [
    'keypoints, of which one is hidden',
    annotation({ keypoints: [1, 1, 2, 3, 3, 1] }),
    ['a.jpg 10x5: cat points 1 1 3 3 nose ear hidden=["ear"] box=[1,2,3,4]'],
  ],
  ['keypoints that are not in the image leave the box', annotation({ keypoints: [0, 0, 0, 0, 0, 0] }), ['a.jpg 10x5: cat box 1 2 3 4']],
  ['a caption', annotation({ caption: 'a cat' }), ['a.jpg 10x5: cat text a cat']],
  ['a class alone', of({ annotations: [{ image_id: 1, category_id: 7 }] }), ['a.jpg 10x5: cat tag']],
  ['attributes and crowds', annotation({ iscrowd: 1, attributes: { far: true } }), ['a.jpg 10x5: cat box 1 2 3 4 far=true iscrowd=1']],
  [
    'two labels that are alike and have ids of their own',
    of({ annotations: [box, { ...box, id: 2 }] }),
    ['a.jpg 10x5: cat box 1 2 3 4, cat box 1 2 3 4'],
  ],
  ['one label in two files', { ...of({}), 'y.json': { images, categories, annotations: [box] } }, ['a.jpg 10x5: cat box 1 2 3 4']],
  [
    'beside: Roboflow',
    { 'train/_annotations.coco.json': { images, categories, annotations: [box] }, 'train/a.jpg': '' },
    ['train/a.jpg 10x5: cat box 1 2 3 4'],
  ],
  ['in images/', named('a.jpg', 'images/a.jpg'), ['images/a.jpg: cat box 1 2 3 4']],
  [
    'in the folder of the split, though others have such a file',
    named('a.jpg', 'images/train/a.jpg', 'images/val/a.jpg'),
    ['images/train/a.jpg: cat box 1 2 3 4'],
  ],
  ['in a folder that is called as the split', named('a.jpg', 'train/a.jpg'), ['train/a.jpg: cat box 1 2 3 4']],
  ['with folders in its name', named('train/x y/a.jpg', 'images/train/x y/a.jpg'), ['images/train/x y/a.jpg: cat box 1 2 3 4']],
  ['with backslashes', named('train\\a.jpg', 'train/a.jpg'), ['train/a.jpg: cat box 1 2 3 4']],
  ['a path of another machine', named('C:\\data\\train\\a.jpg', 'images/a.jpg'), ['images/a.jpg: cat box 1 2 3 4']],
  ['an address', named('s3://bucket/set/a%20b.jpg', 'images/set/a b.jpg'), ['images/set/a b.jpg: cat box 1 2 3 4']],
  ['in some folder, when only one has it', named('a.jpg', 'pictures/2019/a.jpg'), ['pictures/2019/a.jpg: cat box 1 2 3 4']],
  [
    'in none that is surely meant',
    named('a.jpg', 'x/a.jpg', 'y/a.jpg'),
    ['annotations/instances_train.json@11: There is no image "a.jpg". Add the images, or take them out of the file.'],
  ],
  [
    'a name that leads out',
    named('../../a.jpg'),
    ['annotations/instances_train.json@11: "../../a.jpg" leads out of the folder. Add the images, or take them out of the file.'],
  ],
  [
    'an image without a name',
    of({ images: [...images, { id: 2 }] }),
    ['a.jpg 10x5: cat box 1 2 3 4', 'x.json@62: Image 2 has no file_name. Export the file again.'],
  ],
  [
    'an annotation of an unknown image',
    of({ annotations: [{ ...box, image_id: 99 }] }),
    ['a.jpg 10x5:', 'x.json@142: An annotation is of image 99, which is not in the file. Export the file again.'],
  ],
  [
    'an annotation of an unknown class',
    annotation({ category_id: 99 }),
    ["a.jpg 10x5: '' box 1 2 3 4", 'x.json@142: An annotation is of category 99, which is not in the file. Export the file again.'],
  ],
];

for (const [what, files, lines] of cases) {
  test(`COCO: ${what}`, async () => {
    const { annotations, problems } = await readAll(cocoLabels, textFiles(files));
    assert.deepEqual([...annotations.map(inShort), ...problems], lines);
  });
}

test('a file that is cut off gives what was read of it, and one problem', async () => {
  const text = JSON.stringify({ images, categories, annotations: [box, { ...box, id: 2 }] });
  const { annotations, problems } = await readAll(cocoLabels, textFiles({ 'a.jpg': '', 'x.json': text.slice(0, -20) }));
  assert.deepEqual(annotations.map(inShort), ['a.jpg 10x5: cat box 1 2 3 4']);
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, /^x\.json: x\.json ends too early/);
});

test('of many missing images twenty are named, and the others counted', async () => {
  const many = Array.from({ length: 50 }, (_, id) => ({ id, file_name: `${id}.jpg` }));
  const { problems } = await readAll(cocoLabels, textFiles({ 'x.json': { images: many, categories, annotations: [] } }));
  assert.equal(problems.length, 21);
  assert.match(problems[20]!, /30 more images are named and not there/);
});

test('only what is asked for is read', async () => {
  const files = textFiles({
    'b.jpg': '',
    ...of({ images: [...images, { id: 2, file_name: 'b.jpg' }], annotations: [box, { ...box, image_id: 2 }] }),
  });
  const read = async (only: string) => (await readAll(cocoLabels, files, new Set([only]))).annotations.map(({ image }) => image);
  assert.deepEqual(await read('b.jpg'), ['b.jpg']);
  assert.deepEqual(await read('x.json'), ['a.jpg', 'b.jpg']);
});

const noCoco: [what: string, files: Record<string, unknown>][] = [
  ['results, which are a bare list', { 'r.json': [{ image_id: 1, category_id: 7, bbox: [1, 2, 3, 4] }] }],
  ['another JSON', { 'p.json': { name: 'x', images: 3 } }],
  ['a JSON with images of something else', { 'p.json': { images: [{ src: 'a.jpg' }] } }],
  [
    'another tool, which has annotations and file names',
    { 'd.json': { version: '2.0', item: { slots: [{ file_name: 'a.jpg' }] }, annotations: [] } },
  ],
  ['no JSON at all', { 'a.jpg': '' }],
];
for (const [what, files] of noCoco)
  test(`no COCO: ${what}`, async () => assert.equal(await cocoLabels.detect(textFiles(files)), undefined));
