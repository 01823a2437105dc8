/** Pascal VOC as tools write it: one case a row. */
import { vocLabels } from '../../../server/formats/labels/voc.ts';
import { type Case, checkCases, checkOthers } from './cases.ts';

const bndbox = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>4</xmax><ymax>6</ymax></bndbox>';
const xml = (objects: string, filename = 'a.jpg') =>
  `<?xml version="1.0"?><annotation><filename>${filename}</filename><size><width>10</width><height>5</height></size>${objects}</annotation>`;
const object = (fields = bndbox, name = 'cat') => `<object><name>${name}</name>${fields}</object>`;
const set = (text: string, image = 'JPEGImages/a.jpg') => ({ 'Annotations/a.xml': text, [image]: '' });
const image = 'JPEGImages/a.jpg 10x5';
const broken = (words: string) => [`Annotations/a.xml: ${words} Write the file again.`];

const cases: Case[] = [
  ['a box', set(xml(object())), [`${image}: cat box 1 2 3 4`]],
  ['nothing on it', set(xml('')), [`${image}:`]],
  [
    'flags',
    set(xml(object(`<difficult>1</difficult><truncated>0</truncated><pose>Left</pose>${bndbox}`))),
    [`${image}: cat box 1 2 3 4 difficult=true truncated=false pose=Left`],
  ],
  ['a pose that says nothing', set(xml(object(`<pose>Unspecified</pose>${bndbox}`))), [`${image}: cat box 1 2 3 4`]],
  [
    'parts',
    set(xml(object(`${bndbox}<part><name>head</name>${bndbox}</part>`))),
    [`${image}: cat box 1 2 3 4, head box 1 2 3 4 partOf=cat`],
  ],
  [
    'a polygon',
    set(xml(object('<polygon><x1>0</x1><y1>0</y1><x2>2</x2><y2>0</y2><x3>2</x3><y3>2</y3></polygon>'))),
    [`${image}: cat polygon 0 0 2 0 2 2`],
  ],
  [
    'a turned box',
    set(xml(object('<robndbox><cx>5</cx><cy>2</cy><w>4</w><h>2</h><angle>0</angle></robndbox>'))),
    [`${image}: cat box 3 1 4 2 0`],
  ],
  [
    'attributes as CVAT writes them',
    set(xml(object(`${bndbox}<attributes><attribute><name>age</name><value>3</value></attribute></attributes>`))),
    [`${image}: cat box 1 2 3 4 age=3`],
  ],
  ['a name with signs of XML', set(xml(object(bndbox, 'cat &amp; dog'))), [`${image}: cat & dog box 1 2 3 4`]],
  ['a wrong filename: the stem counts', set(xml(object(), 'other.jpg')), [`${image}: cat box 1 2 3 4`]],
  ['another extension', set(xml(object(), 'a'), 'JPEGImages/a.png'), ['JPEGImages/a.png 10x5: cat box 1 2 3 4']],
  ['another stem: the filename counts', { 'Annotations/0001.xml': xml(object()), 'JPEGImages/a.jpg': '' }, [`${image}: cat box 1 2 3 4`]],
  ['beside', { 'a.xml': xml(object()), 'a.jpg': '' }, ['a.jpg 10x5: cat box 1 2 3 4']],
  [
    'in the folder of another',
    { 'ILSVRC/Annotations/CLS-LOC/val/a.xml': xml(object()), 'ILSVRC/Data/CLS-LOC/val/a.JPEG': '' },
    ['ILSVRC/Data/CLS-LOC/val/a.JPEG 10x5: cat box 1 2 3 4'],
  ],
  ['a mask', { ...set(xml('')), 'SegmentationClass/a.png': '' }, [`${image}: '' mask SegmentationClass/a.png mask=SegmentationClass`]],
  [
    'masks alone',
    { 'JPEGImages/a.jpg': '', 'SegmentationClass/a.png': '' },
    ["JPEGImages/a.jpg: '' mask SegmentationClass/a.png mask=SegmentationClass"],
  ],
  [
    'an image that is missing',
    { 'Annotations/b.xml': xml(object(), 'b.jpg') },
    ['Annotations/b.xml: There is no image "b.jpg". Add the images, or take them out of the file.'],
  ],
  [
    'an object without a box',
    set(xml(object('') + object())),
    [
      `${image}: cat box 1 2 3 4`,
      'Annotations/a.xml: Object 1 (cat) has no box. Correct it in the labelling tool, and write the file again.',
    ],
  ],
  [
    'an object without a name',
    set(xml(`<object>${bndbox}</object>`)),
    [`${image}:`, 'Annotations/a.xml: Object 1 has no name. Correct it in the labelling tool, and write the file again.'],
  ],
  [
    'numbers that are none',
    set(xml(object(bndbox.replace('4', 'four')))),
    [`${image}:`, 'Annotations/a.xml: Object 1 (cat) has no box. Correct it in the labelling tool, and write the file again.'],
  ],
  ['entities', set(`<!DOCTYPE a [<!ENTITY x "y">]>${xml('')}`), broken('The file declares entities.')],
  [
    'a file that is cut off',
    set(xml(object()).slice(0, -30)),
    broken('The file is no XML: something is wrong in line 1, or it is cut off there.'),
  ],
  [
    'another XML among them',
    { ...set(xml(object())), 'Annotations/b.xml': '<b/>' },
    [`${image}: cat box 1 2 3 4`, 'Annotations/b.xml: The file is XML, and no annotation of VOC. Write the file again.'],
  ],
];
checkCases(vocLabels, cases);

checkOthers(vocLabels, [
  ['another XML', { 'a.xml': '<project/>', 'a.jpg': '' }],
  ['pictures alone', { 'JPEGImages/a.jpg': '' }],
  ['lists alone', { 'ImageSets/Main/train.txt': 'a\n', 'JPEGImages/a.jpg': '' }],
]);
