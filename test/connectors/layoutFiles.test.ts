/** Single files of public sets that say where images lie, and sets that are broken: what is given, and what is said. */
import assert from 'node:assert/strict';
import test, { test as each } from 'node:test';
import { pathToFileURL } from 'node:url';
import { adopt } from '../../server/core/adoption.ts';
import { asDatapinError } from '../../server/core/errors.ts';
import { sourceRooms } from '../../server/rooms.ts';
import { problemLines, sourceWorld, type Yielded, yielded } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';

const world = sourceWorld(test);
const sources = await Promise.all(sourceRooms.map(({ load }) => load()));

interface Case {
  source: string;
  content: Record<string, unknown>;
  /** A file of it that is named in place of the folder. */
  place?: string;
  root?: string;
  /** Paths of files, and `path <- location` of what is only pointed at. */
  files: string[];
  facts?: Record<string, string | number>;
  notes?: string[];
  problems?: string[];
}

const image = (fields: Record<string, unknown>) => ({ id: 1, file_name: 'a.jpg', ...fields });
const coco = (...images: unknown[]) => ({
  images,
  categories: [{ id: 7, name: 'cat' }],
  annotations: [{ id: 1, image_id: 1, category_id: 7 }],
});
const cocoFacts = { images: 1, labels: 1, classes: 1 };
const oneOf = (fields: Record<string, unknown>, files: string[], rest: Partial<Case> = {}): Case => ({
  source: 'coco',
  content: { 'x.json': coco(image(fields)) },
  place: 'x.json',
  files: ['annotations/x.json', ...files],
  facts: cocoFacts,
  ...rest,
});
const xml = '<annotation><filename>a.jpg</filename></annotation>';
const list = 'ImageID,Subset,OriginalURL,OriginalMD5\n';
const yaml = 'names: [cat]\ntrain: images/train\n';
const picture = { 'images/train/a.jpg': '', 'labels/train/a.txt': '0 .5 .5 1 1\n' };
const yoloFacts = { images: 1, labels: 1, classes: 1, splits: 'train' };
const yoloFiles = ['data.yaml', 'images/train/a.jpg', 'labels/train/a.txt'];
const missing = (at: string, name: string) => `${at}: There is no image "${name}".`;

const cases: Record<string, Case> = {
  'COCO: an address for each image': oneOf({ coco_url: 'http://images.cocodataset.org/val2017/a.jpg' }, [
    'images/a.jpg <- http://images.cocodataset.org/val2017/a.jpg',
  ]),
  'COCO: an address of a bucket': oneOf({ coco_url: 'https://my-set.s3.eu-west-1.amazonaws.com/k/a.jpg' }, [
    'images/a.jpg <- s3://my-set/k/a.jpg',
  ]),
  'COCO: an address as name': oneOf({ file_name: 's3://b/k/a.jpg' }, ['images/k/a.jpg <- s3://b/k/a.jpg']),
  'COCO: a signed address is not recorded': oneOf(
    { coco_url: 'https://my-set.s3.amazonaws.com/a.jpg?X-Amz-Signature=secret&X-Amz-Expires=9' },
    ['images/a.jpg <- s3://my-set/a.jpg (signed)'],
  ),
  'COCO: under a root': oneOf({ coco_url: 'http://x.org/a.jpg' }, ['images/a.jpg <- s3://b/set/a.jpg'], { root: 's3://b/set/' }),
  'COCO: no address': oneOf({}, [], { problems: ['x.json@11: The image "a.jpg" has no address.'] }),
  'COCO: many without an address': {
    source: 'coco',
    content: { 'x.json': coco(...Array.from({ length: 1600 }, (_, i) => image({ id: 1000 + i, file_name: `${1000 + i}` }))) },
    place: 'x.json',
    files: ['annotations/x.json'],
    facts: { images: 1600, labels: 1, classes: 1 },
    problems: [
      ...Array.from({ length: 20 }, (_, i) => `x.json@${11 + 31 * i}: The image "${1000 + i}" has no address.`),
      'x.json@49664: An annotation is of image 1, which is not in the file.',
      `x.json@${11 + 31 * 1599}: 1,580 more images have no address.`,
    ],
  },
  'COCO: a name that leads out': oneOf({ file_name: '../../a.jpg', coco_url: 'http://x.org/a.jpg' }, [
    'images/a.jpg <- http://x.org/a.jpg',
  ]),
  'COCO: unknown ids': {
    source: 'coco',
    content: { 'x.json': { ...coco(), annotations: [{ image_id: 5, category_id: 6 }] } },
    place: 'x.json',
    files: ['annotations/x.json'],
    facts: { images: 0, labels: 1, classes: 1 },
    problems: [
      'x.json@65: An annotation is of image 5, which is not in the file.',
      'x.json@65: An annotation is of category 6, which is not in the file.',
    ],
  },
  'COCO: ids of several images': {
    source: 'coco',
    content: { 'x.json': coco(image({}), image({ file_name: 'b.jpg' })), 'a.jpg': '', 'b.jpg': '' },
    files: ['a.jpg', 'b.jpg', 'x.json'],
    facts: { images: 2, labels: 1, classes: 1 },
    problems: ['x.json@40: Two images have the id 1, so that it is not known whose their annotations are.'],
  },
  'COCO: what stands in a part that is cut off is not called unknown': {
    source: 'coco',
    content: { 'x.json': '{"images":[{"id":1,"file_name":"a.jpg"}],"annotations":[{"image_id":1,"category_id":7},{"ima', 'a.jpg': '' },
    files: ['a.jpg', 'x.json'],
    facts: { images: 1, labels: 1, classes: 0 },
    problems: ['x.json: x.json ends too early, in or after element 2 of "annotations", at byte 92.'],
  },
  'COCO: a folder with a file that is cut off': {
    source: 'coco',
    content: { 'a.jpg': '', 'x.json': JSON.stringify(coco(image({}))).slice(0, -9) },
    files: ['a.jpg', 'x.json'],
    facts: { images: 1, labels: 0, classes: 1 },
    problems: ['x.json: x.json ends too early, in or after element 1 of "annotations", at byte 123.'],
  },
  'COCO: a folder without annotations': {
    source: 'coco',
    content: { 'a.jpg': '' },
    files: ['a.jpg'],
    notes: ['There are no label files of COCO.'],
  },
  'VOC: lists that name missing images': {
    source: 'voc',
    content: {
      'Annotations/a.xml': xml,
      'JPEGImages/a.jpg': '',
      'ImageSets/Main/train.txt': 'a\nb\n',
      'ImageSets/Main/cat_val.txt': 'a  1\nc -1\n',
    },
    files: ['Annotations/a.xml', 'ImageSets/Main/cat_val.txt', 'ImageSets/Main/train.txt', 'JPEGImages/a.jpg'],
    facts: { images: 1, labels: 0, classes: 0, splits: 'train' },
    problems: [missing('ImageSets/Main/cat_val.txt:2', 'c'), missing('ImageSets/Main/train.txt:2', 'b')],
  },
  'Open Images: a list': {
    source: 'openimages',
    content: { 'x.csv': `${list}0a,train,,\n0b,validation,,\n` },
    place: 'x.csv',
    files: [
      'x.csv',
      'train/0a.jpg <- s3://open-images-dataset/train/0a.jpg',
      'validation/0b.jpg <- s3://open-images-dataset/validation/0b.jpg',
    ],
    facts: { images: 2, splits: 'train, validation' },
  },
  'Open Images: under a root, with digests of other copies': {
    source: 'openimages',
    content: { 'x.csv': `${list}0a,train,,mHrVU9x7SzKc/DNqYOzfxw==\n` },
    place: 'x.csv',
    root: 's3://b/',
    files: ['x.csv', 'train/0a.jpg <- s3://b/train/0a.jpg'],
    facts: { images: 1, splits: 'train' },
    notes: ['OriginalMD5 is of each photo as it was uploaded, not of the copy that is adopted: it is not compared.'],
  },
  'Open Images: broken rows': {
    source: 'openimages',
    content: { 'x.csv': `${list}../0a,train,,\n0b\n` },
    place: 'x.csv',
    files: ['x.csv'],
    facts: { images: 0, splits: '' },
    problems: [
      'x.csv:2: Row 2 has no ImageID and Subset that a file can be called by.',
      'x.csv:3: Row 3 has 1 cell, and there are 4 columns.',
    ],
  },
  'YOLO: a data.yaml': {
    source: 'yolo',
    content: { 'data.yaml': yaml, ...picture, 'other/x.jpg': '' },
    place: 'data.yaml',
    files: yoloFiles,
    facts: yoloFacts,
  },
  'YOLO: with a path': {
    source: 'yolo',
    content: { 'x/data.yaml': `path: ../set\n${yaml}`, 'set/images/train/a.jpg': '', 'set/labels/train/a.txt': '' },
    place: 'x/data.yaml',
    files: yoloFiles,
    facts: { ...yoloFacts, labels: 0 },
  },
  'YOLO: with the path of another machine': {
    source: 'yolo',
    content: { 'data.yaml': `path: ../datasets/set\n${yaml}`, ...picture },
    place: 'data.yaml',
    files: yoloFiles,
    facts: yoloFacts,
  },
  'YOLO: as Roboflow writes it': {
    source: 'yolo',
    content: { 'data.yaml': 'names: [cat]\ntrain: ../train/images\n', 'train/images/a.jpg': '', 'train/labels/a.txt': '' },
    place: 'data.yaml',
    files: ['data.yaml', 'train/images/a.jpg', 'train/labels/a.txt'],
    facts: { ...yoloFacts, labels: 0 },
  },
  'YOLO: lists': {
    source: 'yolo',
    content: { 'data.yaml': 'names: [cat]\ntrain: train.txt\n', 'train.txt': './images/train/a.jpg\n./images/train/b.jpg\n', ...picture },
    place: 'data.yaml',
    files: ['data.yaml', 'images/train/a.jpg', 'labels/train/a.txt', 'train.txt'],
    facts: yoloFacts,
    problems: [missing('train.txt:2', './images/train/b.jpg')],
  },
  'YOLO: folders that are not there, or elsewhere': {
    source: 'yolo',
    content: { 'data.yaml': 'names: [cat]\ntrain: images/train\nval: images/val\ntest: /data/test\n', ...picture },
    place: 'data.yaml',
    files: yoloFiles,
    facts: yoloFacts,
    problems: ['data.yaml: There are no images in "images/val".', 'data.yaml: "/data/test" leads out of the folder.'],
  },
  'YOLO: a class that has no name': {
    source: 'yolo',
    content: { 'data.yaml': yaml, ...picture, 'labels/train/a.txt': '3 .5 .5 1 1\n' },
    files: yoloFiles,
    facts: { ...yoloFacts, labels: 0 },
    problems: ['labels/train/a.txt:1: Line 1 is of class 3, and there are 1 names.'],
  },
  'image folder: rows for missing images': {
    source: 'imagefolder',
    content: { 'a.jpg': '', 'metadata.csv': 'file_name,label\na.jpg,cat\nb.jpg,cat\n' },
    files: ['a.jpg', 'metadata.csv'],
    facts: cocoFacts,
    problems: [missing('metadata.csv:3', 'b.jpg')],
  },
  'ImageNet: half of it is labelled': {
    source: 'imagenet',
    content: { 'train/n01440764/n01440764_1.JPEG': '', 'test/x.JPEG': '' },
    files: ['test/x.JPEG', 'train/n01440764/n01440764_1.JPEG'],
    facts: { images: 2, labels: 1, classes: 1, splits: 'test, train' },
    notes: ['1 of 2 images have no label.'],
  },
};

for (const [what, { source, content, place = '', root, files, facts, notes = [], problems = [] }] of Object.entries(cases)) {
  each(what, async (t) => {
    const locations = [tree(t, content) + place];
    const found = await yielded(world, sources.find(({ id }) => id === source)!, { locations, ...(root ? { root } : {}) });
    assert.deepEqual(filesOf(found), files);
    assert.deepEqual({ facts: found.facts, notes: found.notes, problems: problemLines(found) }, { facts, notes, problems });
    assert.ok(
      found.problems.every(({ problem }) => problem.hint),
      'every problem says what to do',
    );
    assert.ok(!JSON.stringify(found.pointers).includes('secret'), 'nothing signed is recorded');
  });
}

const zeros = Buffer.alloc(1144034);

each('an archive that is called and as large as a published one is held against its digest', async (t) => {
  const content = { 'a.jpg': '', 'x.json': coco(image({})), 'image_info_test2017.zip': zeros, 'val2017.zip': zeros };
  const folder = tree(t, content);
  const { files } = await yielded(world, sources.find(({ id }) => id === 'coco')!, folder);
  const claims = files.flatMap(({ path, claims = [] }) => claims.map(({ algorithm, at }) => `${path} ${algorithm} ${at}`));
  assert.deepEqual(claims, ['image_info_test2017.zip sha256 published digests']);
  const adopting = adopt(world, { locations: [pathToFileURL(folder).href], as: 'zips:v1' });
  const error = await adopting.then(() => assert.fail('it was adopted'), asDatapinError);
  assert.equal(error.code, 'adopt.problems');
  assert.match(error.details.join(), /^published digests: .*image_info_test2017\.zip has the SHA-256 [0-9a-f]{64}, and e52f412d/);
});

each('the link of a signed address is for now only', async (t) => {
  const url = 'https://my-set.s3.amazonaws.com/a.jpg?X-Amz-Signature=secret';
  const { pointers } = await yielded(
    world,
    sources.find(({ id }) => id === 'coco')!,
    `${tree(t, { 'x.json': coco(image({ coco_url: url })) })}x.json`,
  );
  assert.deepEqual(await pointers[0]!.access!(false), { url });
  await assert.rejects(pointers[0]!.access!(true), { code: 'web.expired' });
});

function filesOf({ files, pointers }: Yielded): string[] {
  const pointed = pointers.map(({ path, pointer, access }) => `${path} <- ${pointer}${access ? ' (signed)' : ''}`);
  return [...files.map(({ path }) => path).sort(), ...pointed];
}
