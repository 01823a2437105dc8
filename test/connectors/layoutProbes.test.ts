/** What a folder or a file is taken for, and why; and what must stay files. */
import assert from 'node:assert/strict';
import test, { test as each } from 'node:test';
import { pathToFileURL } from 'node:url';
import { probeLocation } from '../../server/core/probing.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';

const world = sourceWorld(test);

const coco = { images: [{ id: 1, file_name: 'a.jpg' }], annotations: [], categories: [{ id: 1, name: 'cat' }] };
const xml = '<annotation><filename>a.jpg</filename></annotation>';
const files = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, '']));
const label = '0 0.5 0.5 1 1\n';

/** `place` is a file of the tree that is dropped in place of the folder. */
const cases: [what: string, content: Record<string, unknown>, expected: string, place?: string][] = [
  ['COCO beside its images', { ...files('a.jpg'), 'x.json': coco }, 'coco: x.json names 1 image and 1 class'],
  ['COCO in annotations/', { 'annotations/instances_val.json': coco }, 'coco: annotations/instances_val.json names 1 image and 1 class'],
  ['COCO as Roboflow writes it', { 'valid/_annotations.coco.json': coco }, 'coco: valid/_annotations.coco.json names 1 image and 1 class'],
  [
    'COCO that is too large to look into',
    { 'annotations/instances_val2017.json': ' '.repeat((1 << 20) + 1) },
    'coco: annotations/instances_val2017.json is called as annotation files of COCO are',
  ],
  [
    'COCO that is cut off',
    { 'annotations/x.json': JSON.stringify(coco).slice(0, -5) },
    'coco: annotations/x.json begins as a COCO file does',
  ],
  ['a COCO file', { 'x.json': coco }, 'coco: it begins as a COCO file does, with lists of images and categories', 'x.json'],
  ['results of COCO', { 'x.json': [{ image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] }] }, 'files', 'x.json'],
  [
    'VOC',
    { 'VOC2012/Annotations/a.xml': xml, ...files('VOC2012/JPEGImages/a.jpg') },
    'voc: VOC2012/Annotations/a.xml is an annotation as VOC writes it, beside VOC2012/JPEGImages',
  ],
  [
    'VOC in its devkit',
    { 'VOCdevkit/VOC2007/Annotations/a.xml': xml, ...files('VOCdevkit/VOC2007/JPEGImages/a.jpg') },
    'voc: VOCdevkit/VOC2007/Annotations/a.xml is an annotation as VOC writes it, beside VOCdevkit/VOC2007/JPEGImages',
  ],
  ['VOC beside its images', { 'a.xml': xml, ...files('a.jpg') }, 'voc: a.xml is an annotation as VOC writes it, beside images'],
  ['another XML', { 'Annotations/a.xml': '<project/>', ...files('JPEGImages/a.jpg') }, 'files'],
  [
    'YOLO with a data.yaml',
    { 'data.yaml': 'names: [cat]\ntrain: images/train\nval: images/val\n' },
    'yolo: data.yaml names 1 class and the images of train, val',
  ],
  [
    'YOLO with obj.data',
    { 'obj.data': 'classes = 1', 'obj_train_data/a.txt': label, ...files('obj_train_data/a.jpg') },
    "yolo: there is obj.data, and obj_train_data/a.txt holds numbers as YOLO's labels do",
  ],
  [
    'YOLO without names',
    { 'labels/train/a.txt': label, ...files('images/train/a.jpg') },
    "yolo: labels/train/a.txt holds numbers as YOLO's labels do",
  ],
  ['a data.yaml', { 'data.yaml': 'names: {0: cat}\ntrain: images\n' }, 'yolo: it names 1 class and the images of train', 'data.yaml'],
  ['another YAML', { 'data.yaml': 'names: [a]\n' }, 'files', 'data.yaml'],
  ['ImageNet by its folders', files('train/n01440764/a.JPEG'), 'imagenet: train has 1 folder of WordNet numbers such as n01440764'],
  [
    'ImageNet as on Kaggle',
    { 'LOC_synset_mapping.txt': 'n01440764 tench' },
    "imagenet: there is LOC_synset_mapping.txt, as in Kaggle's copy of ImageNet",
  ],
  [
    'Open Images',
    { 'annotations/train-annotations-bbox.csv': 'ImageID,' },
    'openimages: annotations/train-annotations-bbox.csv is called as the tables of Open Images are',
  ],
  [
    'a list of Open Images',
    { 'x.csv': 'ImageID,Subset,OriginalURL,x\n' },
    'openimages: its columns are those of a list of Open Images',
    'x.csv',
  ],
  [
    'metadata.jsonl',
    { 'train/metadata.jsonl': '{"file_name":"a.jpg"}\n', ...files('train/a.jpg') },
    'imagefolder: train/metadata.jsonl names images by file_name',
  ],
  ['metadata of something else', { 'metadata.csv': 'name,value\n', ...files('a.jpg') }, 'files'],
  [
    'classes in splits',
    files('train/cat/a.jpg', 'train/dog/a.jpg', 'val/cat/a.jpg', 'val/dog/a.jpg'),
    'imagefolder: train and val have the same 2 folders of images: they are classes',
  ],
  ['pictures', files('a.jpg', 'b.jpg'), 'files'],
  ['folders of pictures', files('cat/a.jpg', 'dog/a.jpg'), 'files'],
  ['splits without classes', files('train/a.jpg', 'val/a.jpg'), 'files'],
  ['splits with other folders', files('train/monday/a.jpg', 'val/sunday/a.jpg'), 'files'],
  ['nothing', {}, 'files'],
];

for (const [what, content, expected, place = ''] of cases) {
  each(`taken for what it is: ${what}`, async (t) => {
    const { source, why } = await probeLocation(world, pathToFileURL(tree(t, content) + place).href);
    assert.equal(source ? `${source.id}: ${why}` : 'files', expected);
  });
}
