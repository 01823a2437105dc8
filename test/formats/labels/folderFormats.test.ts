/** Labels that lie in folders: class folders, masks beside images, and what Datapin writes itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Annotation, annotationPath, annotationText } from '../../../server/core/labels.ts';
import { datapinLabels } from '../../../server/formats/labels/datapin.ts';
import { classFolders } from '../../../server/formats/labels/folders.ts';
import { maskPairs } from '../../../server/formats/labels/masks.ts';
import { inShort, readAll, textFiles } from '../../support/labelledFiles.ts';
import { type Case, checkCases, checkOthers } from './cases.ts';

const files = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, '']));

const folders: Case[] = [
  ['classes', files('cat/1.jpg', 'cat/2.jpg', 'dog/1.jpg'), ['cat/1.jpg: cat tag', 'cat/2.jpg: cat tag', 'dog/1.jpg: dog tag']],
  [
    'below a folder',
    files('x/y/cat/1.jpg', 'x/y/cat/2.jpg', 'x/y/dog/1.jpg'),
    ['x/y/cat/1.jpg: cat tag', 'x/y/cat/2.jpg: cat tag', 'x/y/dog/1.jpg: dog tag'],
  ],
  [
    'in splits',
    files('train/cat/1.jpg', 'train/dog/1.jpg', 'val/cat/1.jpg'),
    ['train/cat/1.jpg: cat tag', 'train/dog/1.jpg: dog tag', 'val/cat/1.jpg: cat tag'],
  ],
  [
    'a split without classes',
    files('train/cat/1.jpg', 'train/cat/2.jpg', 'train/dog/1.jpg', 'test/1.jpg'),
    ['train/cat/1.jpg: cat tag', 'train/cat/2.jpg: cat tag', 'train/dog/1.jpg: dog tag'],
  ],
  [
    'images beside the classes',
    files('cat/1.jpg', 'cat/2.jpg', 'dog/1.jpg', 'cover.jpg'),
    ['cat/1.jpg: cat tag', 'cat/2.jpg: cat tag', 'dog/1.jpg: dog tag'],
  ],
];
checkCases(classFolders, folders);
checkOthers(classFolders, [
  ['a folder of pictures', files('1.jpg', '2.jpg')],
  ['one folder in a folder', files('images/1.jpg', 'images/2.jpg')],
  ['splits alone', files('train/1.jpg', 'train/2.jpg', 'val/1.jpg')],
  ['parts of another layout', files('images/1.jpg', 'masks/1.png', 'images/2.jpg', 'masks/2.png')],
  ['a folder for each picture', files('a/1.jpg', 'b/1.jpg', 'c/1.jpg')],
  ['pictures mostly deeper', files('2019/may/1.jpg', '2019/june/1.jpg', '2020/may/1.jpg', '2020/1.jpg')],
]);

checkCases(maskPairs, [
  ['pairs', files('images/1.jpg', 'masks/1.png', 'images/2.jpg'), ["images/1.jpg: '' mask masks/1.png"]],
  ['in splits', files('train/images/1.jpg', 'train/masks/1_mask.png'), ["train/images/1.jpg: '' mask train/masks/1_mask.png"]],
]);
checkOthers(maskPairs, [['masks of other images', files('images/1.jpg', 'masks/2.png')]]);

const annotation: Annotation = { image: 'images/a.jpg', width: 4, height: 3, labels: [{ class: 'cat', shape: { type: 'tag' } }] };
const written = { 'images/a.jpg': '', [annotationPath('images/a.jpg')]: annotationText(annotation) };
const again = (words: string) => [`annotations/images/a.jpg.json: ${words} Adopt the version again from where it came.`];
checkCases(datapinLabels, [
  ['as it is written', written, ['images/a.jpg 4x3: cat tag']],
  [
    'in a folder of another version',
    Object.fromEntries(Object.entries(written).map(([path, text]) => [`cars/${path}`, text])),
    ['cars/images/a.jpg 4x3: cat tag'],
  ],
  ['an image that is gone', { ...written, 'images/b.jpg': '', [annotationPath('images/c.jpg')]: '{}' }, ['images/a.jpg 4x3: cat tag']],
  ['no JSON', { ...written, 'annotations/images/a.jpg.json': '{' }, again('The annotation is no JSON.')],
  [
    'no labels',
    { ...written, 'annotations/images/a.jpg.json': '{}' },
    again('There is no list of labels, as files in annotations/ have it.'),
  ],
  [
    'labels that are none',
    { ...written, 'annotations/images/a.jpg.json': '{"labels":[{"class":1}]}' },
    again('There is no list of labels, as files in annotations/ have it.'),
  ],
]);
checkOthers(datapinLabels, [['annotations of something else', { 'annotations/a.json': '{}', 'a.jpg': '' }]]);

test('an annotation finds its image, and an image its annotation, in any folder', async () => {
  const version = textFiles(Object.fromEntries(Object.entries(written).map(([path, text]) => [`x/y/${path}`, text])));
  assert.deepEqual(datapinLabels.companions!('x/y/images/a.jpg', version), ['x/y/annotations/images/a.jpg.json']);
  assert.deepEqual(datapinLabels.companions!('x/y/images/b.jpg', version), []);
  assert.deepEqual(inShort((await readAll(datapinLabels, version)).annotations[0]!), 'x/y/images/a.jpg 4x3: cat tag');
});
