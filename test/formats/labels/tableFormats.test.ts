/** Tables of labels: of Open Images, of ImageNet, of Hugging Face, and those that people write themselves. */
import { csvLabels } from '../../../server/formats/labels/csv.ts';
import { imagenetLabels } from '../../../server/formats/labels/imagenet.ts';
import { metadataLabels } from '../../../server/formats/labels/metadata.ts';
import { openImagesLabels } from '../../../server/formats/labels/openimages.ts';
import { png } from '../../support/labelledFiles.ts';
import { type Case, checkCases, checkOthers } from './cases.ts';

const table = (text: string, name = 'train.csv') => ({ [name]: text, 'images/1.jpg': '', 'images/2.jpg': '' });
const missing = (at: string, name: string) => `${at}: There is no image "${name}". Add the images, or take them out of the file.`;
const cat = 'images/1.jpg: cat';

const tables: Case[] = [
  ['image and label', table('image,label\n1.jpg,cat\n2.jpg,dog\n'), [`${cat} tag`, 'images/2.jpg: dog tag']],
  ['names of other columns', table('filename,class\n1.jpg,cat\n'), [`${cat} tag`]],
  ['the label first', table('label,image_name\ncat,1.jpg\n'), [`${cat} tag`]],
  ['without extension', table('id_code,diagnosis\n1,cat\n'), [`${cat} tag`]],
  ['tabs', table('image\tlabel\n1.jpg\tcat\n', 'train.tsv'), [`${cat} tag`]],
  ['semicolons', table('image;label\n1.jpg;cat\n'), [`${cat} tag`]],
  [
    'quotes, a byte order mark and Windows line breaks',
    table('\uFEFFimage,label\r\n"1.jpg","cat, black"\r\n'),
    ['images/1.jpg: cat, black tag'],
  ],
  ['no names of columns', table('1.jpg,cat\n'), [`${cat} tag`]],
  ['blanks', table('1.jpg cat\n2.jpg dog\n', 'train.txt'), [`${cat} tag`, 'images/2.jpg: dog tag']],
  ['numbers of classes, and their names beside', { ...table('1.jpg 1\n', 'train.txt'), 'synsets.txt': 'dog\ncat\n' }, [`${cat} tag`]],
  ['several labels in a cell', table('image,tags\n1.jpg,cat dog\n'), ['images/1.jpg: cat tag, dog tag']],
  ['a column for each class', table('image,cat,dog\n1.jpg,1,0\n2.jpg,0,0\n'), [`${cat} tag`, 'images/2.jpg:']],
  ['corners', table('image,label,xmin,ymin,xmax,ymax\n1.jpg,cat,1,2,4,6\n'), [`${cat} box 1 2 3 4`]],
  ['a corner and a size', table('image,label,x,y,width,height\n1.jpg,cat,1,2,3,4\n'), [`${cat} box 1 2 3 4`]],
  ['a box in one cell, with a size', table('image_id,label,bbox\n1,cat,"[9, 9, 3, 4]"\n'), [`${cat} box 9 9 3 4`]],
  ['a box without a class', table('image_id,width,height,bbox\n1,10,10,"[9, 9, 3, 4]"\n'), ["images/1.jpg: '' box 9 9 3 4"]],
  [
    'no box: nothing was found',
    table('image,label,xmin,ymin,xmax,ymax\n1.jpg,,,,,\n2.jpg,cat,1,2,4,6\n'),
    ['images/1.jpg:', 'images/2.jpg: cat box 1 2 3 4'],
  ],
  ['a mask as run lengths', table('ImageId,ClassId,EncodedPixels\n1.jpg,cat,1 2 3\n'), [`${cat} mask 1 2 3`]],
  ['two rows that say the same', table('image,label\n1.jpg,cat\n1.jpg,cat\n'), [`${cat} tag`]],
  ['images that are missing', table('image,label\n1.jpg,cat\n9.jpg,cat\n'), [`${cat} tag`, missing('train.csv:3', '9.jpg')]],
  [
    'a ragged row',
    table('image,label\n1.jpg,cat\n2.jpg\n'),
    [
      `${cat} tag`,
      'train.csv:3: Row 3 has 1 cell, and there are 2 columns. Put what holds a separator in double quotes, or add the missing cells.',
    ],
  ],
  [
    'a box that is none',
    table('image,label,xmin,ymin,xmax,ymax\n1.jpg,cat,1,2,4,6\n2.jpg,cat,1,x,4,6\n'),
    [`${cat} box 1 2 3 4`, 'images/2.jpg:', 'train.csv:3: Row 3 has no numbers for its box. Correct the row, or take it out.'],
  ],
];
checkCases(csvLabels, tables);
checkOthers(csvLabels, [
  ['a table of other things', table('sample,value\nx,1\ny,2\n')],
  ['images of another set', table('image,label\n8.jpg,cat\n')],
  ['a list of images', table('1.jpg\n2.jpg\n', 'train.txt')],
  ['prose', table('Images of cats.\nNothing else.\n', 'README.txt')],
]);

const header = 'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside';
const open = (rows: string, more: Record<string, unknown> = {}) => ({
  'train/a.png': png(100, 50),
  'train-annotations-bbox.csv': `${header}\n${rows}\n`,
  'oidv6-class-descriptions.csv': 'LabelName,DisplayName\n/m/1,Cat\n',
  ...more,
});
const openImages: Case[] = [
  ['a box', open('a,xclick,/m/1,1,0.1,0.3,0.2,0.6,0,0,0,0,0'), ['train/a.png 100x50: Cat box 10 10 20 20']],
  [
    'flags',
    open('a,xclick,/m/1,1,0.1,0.3,0.2,0.6,1,-1,0,1,0'),
    ['train/a.png 100x50: Cat box 10 10 20 20 IsOccluded=true IsDepiction=true'],
  ],
  ['a class without a name', open('a,xclick,/m/9,1,0.1,0.3,0.2,0.6,0,0,0,0,0'), ['train/a.png 100x50: /m/9 box 10 10 20 20']],
  [
    'names without a line of columns',
    open('a,x,/m/1,1,0,1,0,1,0,0,0,0,0', { 'class-descriptions.csv': '/m/1,Cat\n' }),
    ['train/a.png 100x50: Cat box 0 0 100 50'],
  ],
  [
    'what was looked for and not seen',
    {
      'train/a.png': png(9, 9),
      'train-annotations-human-imagelabels.csv': 'ImageID,Source,LabelName,Confidence\na,v,/m/1,0\na,v,/m/2,1\n',
    },
    ['train/a.png 9x9: /m/2 tag'],
  ],
  ['an image that is missing', open('b,xclick,/m/1,1,0.1,0.3,0.2,0.6,0,0,0,0,0'), [missing('train-annotations-bbox.csv:2', 'b')]],
  [
    'no numbers',
    open('a,xclick,/m/1,1,,0.3,0.2,0.6,0,0,0,0,0'),
    ['train-annotations-bbox.csv:2: Row 2 has no numbers for its box. Correct the row, or take it out.'],
  ],
];
checkCases(openImagesLabels, openImages);
checkOthers(openImagesLabels, [['another table', { 'train-annotations-bbox.csv': 'image,label\na,b\n', 'train/a.png': '' }]]);

const kaggle = (rows: string) => ({
  'train/n01440764/n01440764_1.JPEG': '',
  'val/v_1.JPEG': '',
  'LOC_val_solution.csv': `ImageId,PredictionString\n${rows}\n`,
});
const tagged = 'train/n01440764/n01440764_1.JPEG: n01440764';
const imagenet: Case[] = [
  ['folders', { 'train/n01440764/n01440764_1.JPEG': '' }, [`${tagged} tag`]],
  [
    'boxes of two objects',
    kaggle('v_1,n01440764 1 2 4 6 n01440764 0 0 1 1 '),
    [`${tagged} tag`, 'val/v_1.JPEG: n01440764 box 1 2 3 4, n01440764 box 0 0 1 1'],
  ],
  ['boxes of training images', kaggle('n01440764_1,n01440764 1 2 4 6'), [`${tagged} box 1 2 3 4`]],
  ['an image that is missing', kaggle('v_9,n01440764 1 2 4 6'), [`${tagged} tag`, missing('LOC_val_solution.csv:2', 'v_9')]],
  [
    'a box that is cut off',
    kaggle('v_1,n01440764 1 2'),
    [`${tagged} tag`, 'LOC_val_solution.csv:2: Row 2 has no boxes of a class and four numbers. Correct the row, or take it out.'],
  ],
];
checkCases(imagenetLabels, imagenet);
checkOthers(imagenetLabels, [['folders that begin alike', { 'n0144/a.jpg': '', 'n014407641/b.jpg': '' }]]);

const jsonl = (...rows: unknown[]) => ({ 'train/a.jpg': '', 'train/metadata.jsonl': rows.map((row) => JSON.stringify(row)).join('\n') });
const metadata: Case[] = [
  ['a label', jsonl({ file_name: 'a.jpg', label: 3 }), ['train/a.jpg: 3 tag']],
  ['a text', jsonl({ file_name: 'a.jpg', text: 'a cat' }), ["train/a.jpg: '' text a cat"]],
  ['objects', jsonl({ file_name: 'a.jpg', objects: { bbox: [[1, 2, 3, 4]], categories: ['cat'] } }), ['train/a.jpg: cat box 1 2 3 4']],
  ['a field of its own', jsonl({ file_name: 'a.jpg', age: 3 }), ["train/a.jpg: '' other age 3"]],
  ['CSV', { 'a.jpg': '', 'metadata.csv': 'file_name,label\na.jpg,cat\n' }, ['a.jpg: cat tag']],
  ['another name of the column', jsonl({ image_file_name: 'a.jpg', label: 3 }), ['train/a.jpg: 3 tag']],
  [
    'a row without image',
    jsonl({ file_name: 'a.jpg', label: 3 }, { label: 4 }),
    ['train/a.jpg: 3 tag', 'train/metadata.jsonl:2: Row 2 names no image. Give it a file_name.'],
  ],
  ['an image that is missing', jsonl({ file_name: 'b.jpg', label: 3 }), [missing('train/metadata.jsonl:1', 'b.jpg')]],
  [
    'a name that leads out',
    jsonl({ file_name: 'a.jpg' }, { file_name: '../../a.jpg' }),
    ['train/a.jpg:', 'train/metadata.jsonl:2: Row 2 names no image. Give it a file_name.'],
  ],
  [
    'a broken line',
    { 'a.jpg': '', 'metadata.jsonl': '{"file_name":"a.jpg"}\n{"file_name":\n' },
    ['a.jpg:', 'metadata.jsonl:2: Line 2 is no JSON: it ends too early. Correct it, or export again.'],
  ],
];
checkCases(metadataLabels, metadata);
checkOthers(metadataLabels, [['metadata of something else', { 'a.jpg': '', 'metadata.csv': 'name,value\nx,1\n' }]]);
