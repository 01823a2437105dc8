/** YOLO in its flavours: one case a row. */
import { yoloLabels } from '../../../server/formats/labels/yolo.ts';
import { png } from '../../support/labelledFiles.ts';
import { type Case, checkCases, checkOthers } from './cases.ts';

const picture = png(100, 50);
const box = '0 0.5 0.5 0.2 0.4\n';
const seen = 'cat box 40 15 20 20';
const yaml = 'names: [cat, dog]\ntrain: images/train\n';
const set = (label: string, more: Record<string, unknown> = {}) => ({
  'data.yaml': yaml,
  'images/train/a.png': picture,
  'labels/train/a.txt': label,
  ...more,
});
const line = (at: number, words: string) => `labels/train/a.txt:${at}: Line ${at} ${words}. Correct the line, or take it out.`;

const cases: Case[] = [
  ['Ultralytics', set(box), [`images/train/a.png 100x50: ${seen}`]],
  ['an empty file is a picture of nothing', set(''), ['images/train/a.png 100x50:']],
  [
    'a picture without a file is not labelled',
    { 'data.yaml': yaml, 'images/a.png': picture, 'images/b.png': picture, 'labels/a.txt': box },
    [`images/a.png 100x50: ${seen}`],
  ],
  ['names as a map', set(box, { 'data.yaml': 'names:\n  0: cat\n  1: dog\n' }), [`images/train/a.png 100x50: ${seen}`]],
  ['no names', { 'images/a.png': picture, 'labels/a.txt': '3 0.5 0.5 0.2 0.4' }, ['images/a.png 100x50: 3 box 40 15 20 20']],
  [
    'Roboflow',
    { 'data.yaml': 'names: [cat]\ntrain: ../train/images\n', 'train/images/a.png': picture, 'train/labels/a.txt': box },
    [`train/images/a.png 100x50: ${seen}`],
  ],
  [
    'Darknet',
    { 'obj.names': 'cat\ndog\n', 'obj_train_data/a.png': picture, 'obj_train_data/a.txt': box },
    [`obj_train_data/a.png 100x50: ${seen}`],
  ],
  [
    'classes.txt beside the labels',
    { 'labels/classes.txt': 'cat\n', 'images/a.png': picture, 'labels/a.txt': box },
    [`images/a.png 100x50: ${seen}`],
  ],
  [
    'images/ twice: the last is replaced',
    { 'classes.txt': 'cat', 'images/x/images/a.png': picture, 'images/x/labels/a.txt': box },
    [`images/x/images/a.png 100x50: ${seen}`],
  ],
  ['a polygon', set('1 0 0 1 0 1 1\n'), ['images/train/a.png 100x50: dog polygon 0 0 100 0 100 50']],
  ['a turned box is a polygon', set('0 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2'), ['images/train/a.png 100x50: cat polygon 10 5 20 5 20 10 10 10']],
  [
    'a pose',
    set('0 0.5 0.5 0.2 0.4 0.1 0.1 2 0.2 0.2 0', { 'data.yaml': `${yaml}kpt_shape: [2, 3]\n` }),
    ['images/train/a.png 100x50: cat points 10 5 0 box=[40,15,20,20]'],
  ],
  ['how sure a model was', set('0 0.5 0.5 0.2 0.4 0.9'), [`images/train/a.png 100x50: ${seen} confidence=0.9`]],
  ['Windows line breaks', set('0 0.5 0.5 0.2 0.4\r\n1 0.5 0.5 0.2 0.4\r\n'), [`images/train/a.png 100x50: ${seen}, dog box 40 15 20 20`]],
  [
    'a picture that does not say its size keeps its parts',
    set(box, { 'images/train/a.png': 'broken' }),
    ['images/train/a.png: cat other yolo 0.5 0.5 0.2 0.4'],
  ],
  ['a class beyond the names', set('2 0.5 0.5 0.2 0.4'), ['images/train/a.png 100x50:', line(1, 'is of class 2, and there are 2 names')]],
  [
    'too few numbers',
    set(`${box}0 0.5 0.5`),
    [`images/train/a.png 100x50: ${seen}`, line(2, 'has 2 numbers after the class, and a box takes 4')],
  ],
  [
    'pixels in place of parts',
    set(`${box}0 50 25 20 20`),
    [`images/train/a.png 100x50: ${seen}`, line(2, 'has coordinates that are no part of the picture, from 0 to 1')],
  ],
  ['words', set(`${box}0 a b c d`), [`images/train/a.png 100x50: ${seen}`, line(2, 'holds something that is no number')]],
  [
    'a name in place of a number',
    set(`${box}cat 0.5 0.5 0.2 0.4`),
    [`images/train/a.png 100x50: ${seen}`, line(2, 'does not begin with the number of a class')],
  ],
  [
    'nc that is another',
    set(box, { 'data.yaml': `${yaml}nc: 3\n` }),
    [`images/train/a.png 100x50: ${seen}`, 'data.yaml: nc is 3, and there are 2 names. Correct one of them.'],
  ],
  [
    'a broken yaml',
    set('0 0.5 0.5 0.2 0.4', { 'data.yaml': 'names: [cat\ntrain: x\n' }),
    ['images/train/a.png 100x50: 0 box 40 15 20 20', 'data.yaml:2: This is no YAML. Correct the line.'],
  ],
];
checkCases(yoloLabels, cases);

checkOthers(yoloLabels, [
  ['a text for each picture that is no label', { 'a.png': picture, 'a.txt': 'a cat on a mat' }],
  ['pictures alone', { 'images/a.png': picture, 'images/b.png': picture }],
  ['a readme', { 'readme.png': picture, 'readme.txt': '1 2 3 4 5' }],
]);
