/** Samples of a webdataset: files that are called as their image belong to it, and `.cls` holds its class. */
import { sampleLabels } from '../../../server/formats/labels/samples.ts';
import { checkCases, checkOthers } from './cases.ts';

const files = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, '']));

checkCases(sampleLabels, [
  ['classes', { 'a.jpg': '', 'a.cls': '3\n', 'b.jpg': '', 'b.cls': 'cat' }, ['a.jpg: 3 tag', 'b.jpg: cat tag']],
  ['one without a class', { 'a.jpg': '', 'a.cls': '', 'b.jpg': '', 'c.png': '', 'c.cls': '0' }, ['a.jpg:', 'c.png: 0 tag']],
  [
    'in shards',
    { 'x-0001/a.jpg': '', 'x-0001/a.cls': '1', 'x-0002/a.jpg': '', 'x-0002/a.cls': '2' },
    ['x-0001/a.jpg: 1 tag', 'x-0002/a.jpg: 2 tag'],
  ],
  ['a key ends at the first dot', { 'a.left.jpg': '', 'a.right.jpg': '', 'a.cls': '1' }, ['a.left.jpg: 1 tag', 'a.right.jpg: 1 tag']],
  ['a mask is no image of its own', { 'a.jpg': '', 'a.seg.png': '', 'a.cls': '1' }, ['a.jpg: 1 tag']],
  ['captions have no class', files('0001/a.jpg', '0001/a.json', '0001/a.txt', '0002/b.jpg', '0002/b.json', '0002/c.jpg'), []],
]);
checkOthers(sampleLabels, [
  ['notes of few', files('1.jpg', '2.jpg', '3.jpg', '1.json')],
  ['folders of classes', files('cat/1.jpg', 'cat/1.json', 'cat/2.jpg', 'cat/2.json', 'dog/1.jpg', 'dog/1.json')],
  ['notes of something else', files('1.jpg', 'package.json')],
  ['pictures alone', files('1.jpg', '2.jpg')],
]);
