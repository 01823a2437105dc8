/** Label files that speak of many images, cut down to some of them; and label files that are read again under another name. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { annotationPath, annotationText, type LabelFormat } from '../../../server/core/labels.ts';
import { cocoLabels } from '../../../server/formats/labels/coco.ts';
import { csvLabels } from '../../../server/formats/labels/csv.ts';
import { datapinLabels } from '../../../server/formats/labels/datapin.ts';
import { imagenetLabels } from '../../../server/formats/labels/imagenet.ts';
import { metadataLabels } from '../../../server/formats/labels/metadata.ts';
import { openImagesLabels } from '../../../server/formats/labels/openimages.ts';
import { vocLabels } from '../../../server/formats/labels/voc.ts';
import { yoloLabels } from '../../../server/formats/labels/yolo.ts';
import { labelRooms } from '../../../server/rooms.ts';
import { corpus, needsCorpus } from '../../support/corpus.ts';
import { folderFiles, png, readAll, textFiles } from '../../support/labelledFiles.ts';

const pictures = { 'a.jpg': '', 'b.jpg': '' };
const coco = {
  info: { year: 2017 },
  images: [
    { id: 1, file_name: 'a.jpg' },
    { id: 2, file_name: 'b.jpg' },
  ],
  annotations: [
    { id: 1, image_id: 1, category_id: 1 },
    { id: 2, image_id: 1, category_id: 2 },
    { id: 3, image_id: 2, category_id: 1 },
  ],
  categories: [
    { id: 1, name: 'cat' },
    { id: 2, name: 'dog' },
  ],
};
const [one, , three] = coco.annotations;
const [a] = coco.images;
const xml = (...names: string[]) =>
  `<annotation>\n${names.map((name) => `  <object>\n    <name>${name}</name>\n  </object>\n`).join('')}</annotation>\n`;

interface Case {
  format: LabelFormat;
  path: string;
  text: unknown;
  files?: Record<string, unknown>;
  images?: string[];
  classes?: string[];
  left: unknown;
}

const cases: Record<string, Case> = {
  'COCO by image': {
    format: cocoLabels,
    path: 'x.json',
    text: coco,
    images: ['a.jpg'],
    left: { ...coco, images: [a], annotations: coco.annotations.slice(0, 2) },
  },
  'COCO by class': {
    format: cocoLabels,
    path: 'x.json',
    text: coco,
    classes: ['cat'],
    left: { ...coco, annotations: [one, three], categories: [coco.categories[0]] },
  },
  'COCO with its lists in another order': {
    format: cocoLabels,
    path: 'x.json',
    text: { annotations: coco.annotations, images: coco.images, categories: coco.categories },
    images: ['a.jpg'],
    left: { annotations: coco.annotations.slice(0, 2), images: [a], categories: coco.categories },
  },
  'COCO panoptic by class': {
    format: cocoLabels,
    path: 'x.json',
    text: { ...coco, annotations: [{ image_id: 1, segments_info: [{ category_id: 1 }, { category_id: 2 }] }] },
    classes: ['dog'],
    left: { ...coco, annotations: [{ image_id: 1, segments_info: [{ category_id: 2 }] }], categories: [coco.categories[1]] },
  },
  'a list of YOLO': { format: yoloLabels, path: 'train.txt', text: './a.jpg\r\n./b.jpg\r\n', images: ['b.jpg'], left: './b.jpg\r\n' },
  'labels of YOLO by class': {
    format: yoloLabels,
    path: 'a.txt',
    text: '0 .5 .5 1 1\n1 .5 .5 1 1\n',
    files: { 'obj.names': 'cat\ndog\n' },
    classes: ['dog'],
    left: '1 .5 .5 1 1\n',
  },
  'a list of VOC': { format: vocLabels, path: 'ImageSets/Main/cat_train.txt', text: 'a  1\nb -1\n', images: ['a.jpg'], left: 'a  1\n' },
  'an annotation of VOC by class': {
    format: vocLabels,
    path: 'Annotations/a.xml',
    text: xml('cat', 'dog', 'cat'),
    classes: ['cat'],
    left: xml('cat', 'cat'),
  },
  'an annotation of VOC of these images': { format: vocLabels, path: 'Annotations/a.xml', text: xml('cat'), images: [], left: xml('cat') },
  'a table': {
    format: csvLabels,
    path: 'train.csv',
    text: 'image,label\na.jpg,cat\nb.jpg,dog\n',
    images: ['b.jpg'],
    left: 'image,label\nb.jpg,dog\n',
  },
  'a table with a cell over two lines': {
    format: csvLabels,
    path: 'train.csv',
    text: 'image,label,note\na.jpg,cat,"x\ny"\nb.jpg,dog,z\n',
    images: ['a.jpg'],
    left: 'image,label,note\na.jpg,cat,"x\ny"\n',
  },
  'a table by class': {
    format: csvLabels,
    path: 'train.csv',
    text: 'image,label\na.jpg,cat\nb.jpg,dog\n',
    classes: ['cat'],
    left: 'image,label\na.jpg,cat\n',
  },
  'a table without names of columns': {
    format: csvLabels,
    path: 'train.csv',
    text: 'a.jpg,cat\nb.jpg,dog\n',
    images: ['b.jpg'],
    left: 'b.jpg,dog\n',
  },
  'metadata.jsonl': {
    format: metadataLabels,
    path: 'metadata.jsonl',
    text: '{"file_name":"a.jpg"}\n{"file_name":"b.jpg"}\n',
    images: ['b.jpg'],
    left: '{"file_name":"b.jpg"}\n',
  },
  'metadata.csv': {
    format: metadataLabels,
    path: 'metadata.csv',
    text: 'file_name,x\na.jpg,1\nb.jpg,2\n',
    images: ['a.jpg'],
    left: 'file_name,x\na.jpg,1\n',
  },
  'boxes of Open Images by class': {
    format: openImagesLabels,
    path: 'train-annotations-bbox.csv',
    text: 'ImageID,Source,LabelName\na,x,/m/1\nb,x,/m/1\na,x,/m/2\n',
    files: { 'class-descriptions.csv': '/m/1,cat\n' },
    images: ['a.jpg'],
    classes: ['cat'],
    left: 'ImageID,Source,LabelName\na,x,/m/1\n',
  },
  'boxes of ImageNet': {
    format: imagenetLabels,
    path: 'LOC_val_solution.csv',
    text: 'ImageId,PredictionString\na,n01 1 1 2 2 \nb,n01 1 1 2 2 \n',
    images: ['a.jpg'],
    left: 'ImageId,PredictionString\na,n01 1 1 2 2 \n',
  },
};

for (const [what, { format, path, text, files, images, classes, left }] of Object.entries(cases)) {
  test(`narrowed: ${what}`, async () => {
    const version = textFiles({ ...pictures, ...files, [path]: text });
    const keep = { images: new Set(images ?? Object.keys(pictures)), ...(classes ? { classes: new Set(classes) } : {}) };
    const bytes = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await format.narrow!(path, version, keep));
    assert.deepEqual(typeof left === 'string' ? bytes : JSON.parse(bytes), left);
  });
}

test('what is kept whole has the same labels as before', async () => {
  const files = textFiles({ ...pictures, 'x.json': coco });
  const bytes = await cocoLabels.narrow!('x.json', files, { images: new Set(Object.keys(pictures)) });
  const again = textFiles({ ...pictures, 'x.json': Buffer.from(bytes) });
  assert.deepEqual(await readAll(cocoLabels, again), await readAll(cocoLabels, files));
});

test('labels of any format say the same once Datapin has written them', needsCorpus, async () => {
  const formats = await Promise.all(labelRooms.map((room) => room()));
  let images = 0;
  for (const folder of [
    'coco/datumaro/coco',
    'voc/datumaro-voc1',
    'yolo/datumaro-darknet/strict',
    'open-images/datumaro/v6',
    ...tables(),
  ]) {
    const files = folderFiles(join(corpus, folder));
    for (const format of formats) {
      if (!(await format.detect(files))) continue;
      const { annotations } = await readAll(format, files);
      const written = Object.fromEntries(
        annotations.flatMap((one) => [
          [one.image, png(1, 1)],
          [annotationPath(one.image), annotationText(one)],
        ]),
      );
      const again = await readAll(datapinLabels, textFiles(written));
      assert.deepEqual(again.annotations.map(annotationText), annotations.map(annotationText), folder);
      images += annotations.length;
    }
  }
  assert.ok(images > 30, `${images} images were compared`);
});

function tables(): string[] {
  return readdirSync(join(corpus, 'kaggle-csv/datumaro')).map((name) => `kaggle-csv/datumaro/${name}`);
}
