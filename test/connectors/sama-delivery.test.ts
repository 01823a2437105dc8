/** Deliveries of Sama: every sample, which inputs are images, and every kind of answer as labels. */
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { labelsOf } from '../../server/connectors/sama/annotation.ts';
import { createSamaSource } from '../../server/connectors/sama/source.ts';
import type { Label, Shape } from '../../server/core/labels.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { probed, problemLines, sourceWorld, yielded } from '../support/sourceContext.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { outcome } from './toolText.ts';

const source = createSamaSource();

test('every sample', needsCorpus, async (t) => {
  const world = sourceWorld(t);
  const folder = join(corpus, 'sama', 'synthetic');
  let text = '';
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const path = join(folder, name);
    const match = await probed(world, source, path);
    text += `== ${name} (${match ? `${match.certainty}: ${match.why}` : 'not known by looking'})\n${await outcome(() => yielded(world, source, path))}`;
  }
  matchesGolden('connectors/sama.txt', text);
});

const signed = 'https://assets.test/p/1.jpg?X-Amz-Signature=s';

/** What a task has, and where its images are, or what is said. */
const inputs: [title: string, data: Record<string, unknown>, found: string[], field?: string][] = [
  [
    'an original and a copy',
    { 'photo Original url': 'https://x.test/a/1.jpg', url: signed, name: 'one' },
    ['images/1.jpg <- https://x.test/a/1.jpg'],
  ],
  [
    'an original with its name',
    { 'photo Original url': 'https://x.test/a/1.jpg', 'photo Original file name': 'two.jpg' },
    ['images/two.jpg <- https://x.test/a/1.jpg'],
  ],
  [
    'an original behind a link',
    { 'photo Original url': 'https://bucket.s3.amazonaws.com/1.jpg?X-Amz-Signature=s' },
    ['images/1.jpg <- s3://bucket/1.jpg'],
  ],
  ['a copy alone', { photo: signed }, ['images/1.jpg <- sama://projects/7/tasks/t/photo']],
  ['an address in a bucket', { photo: 's3://b/a b.jpg' }, ['images/a b.jpg <- s3://b/a%20b.jpg']],
  ['a name that ends as names of files do', { photo: 's3://b/1.jpg', name: 'one.jpg' }, ['images/one.jpg <- s3://b/1.jpg']],
  [
    'two originals',
    { 'left Original url': 's3://b/l/1.jpg', 'right Original url': 's3://b/r/1.jpg' },
    ['images/left/1.jpg <- s3://b/l/1.jpg', 'images/right/1.jpg <- s3://b/r/1.jpg'],
  ],
  [
    'one of two originals',
    { 'left Original url': 's3://b/l/1.jpg', 'right Original url': 's3://b/r/1.jpg' },
    ['images/1.jpg <- s3://b/r/1.jpg'],
    'right',
  ],
  ['a picture and a page', { photo: 's3://b/1.jpg', manual: 'https://x.test/how.html' }, ['images/1.jpg <- s3://b/1.jpg']],
  [
    'two pictures',
    { a: 's3://b/1.jpg', b: 's3://b/2.jpg' },
    ['! Several inputs of the task are addresses: a, b. Say which one is the image: --field a.'],
  ],
  ['one of two pictures', { a: 's3://b/1.jpg', b: 's3://b/2.jpg' }, ['images/2.jpg <- s3://b/2.jpg'], 'b'],
  ['no address', { text: 'a cat' }, ['! No input of the task is the address of an image. Name one with --field; there are text.']],
  ['nothing', {}, ['! No input of the task is the address of an image. Deliver the task with its data.']],
  [
    'an input that is not there',
    { a: 's3://b/1.jpg' },
    ['! The task has no input "b" with an address. Name one with --field; there are a.'],
    'b',
  ],
];

describe('the image of a task is, of', () => {
  for (const [title, data, found, field] of inputs) {
    test(title, async (t) => {
      const { pointers, problems } = await read(t, JSON.stringify([{ id: 't', project_id: 7, data }]), field);
      const lines = pointers.map(({ path, pointer }) => `${path} <- ${pointer}`);
      assert.deepEqual([...lines, ...problems.map(({ problem }) => `! ${problem.message} ${problem.hint}`)], found);
    });
  }

  test('what a size is told of is that large', async (t) => {
    const data = { 'a Original url': 's3://b/1.jpg', 'a Size': '17', 'a Width': '4', 'a Height': 'tall' };
    const { pointers, made } = await read(t, JSON.stringify([{ id: 't', data }]));
    assert.equal(pointers[0]!.size, 17);
    assert.equal(made[0]!.made, '{"image":"images/1.jpg","labels":[],"width":4}\n');
  });
});

const task = (id: string) => ({ id, project_id: 7, data: { a: `s3://b/${id}.jpg` }, answers: {} });

/** The text of a file, how many images are in it, and what is wrong. */
const files: [title: string, text: string, images: number, problems: string[]][] = [
  ['a list', JSON.stringify([task('1'), task('2')]), 2, []],
  ['with a mark before UTF-8', `\uFEFF${JSON.stringify([task('1')])}`, 1, []],
  ['a page', JSON.stringify({ tasks: [task('1')] }), 1, []],
  ['what a webhook is told', JSON.stringify({ task: task('1') }, null, 1), 1, []],
  ['one task', JSON.stringify(task('1')), 1, []],
  [
    'something else among tasks',
    JSON.stringify([task('1'), { id: 2 }, 3]),
    1,
    ['d.json: task 2: This is no task', 'd.json: task 3: This is no task'],
  ],
  ['a task twice', JSON.stringify([task('1'), task('1')]), 1, ['d.json: task 1: The task 1 stands here a second time']],
  ['one that is broken', `[${JSON.stringify(task('1'))},{"id":},${JSON.stringify(task('3'))}]`, 2, ['d.json@68: Element 2 is no JSON']],
  ['another object', '{"a":1}', 0, ['d.json: task 1: This is no task']],
];

describe('a file may hold', () => {
  for (const [title, text, images, problems] of files) {
    test(title, async (t) => {
      const all = await read(t, text);
      assert.equal(all.pointers.length, images);
      assert.deepEqual(
        problemLines(all).map((line, i) => line.slice(0, problems[i]?.length)),
        problems,
      );
    });
  }

  test('no tasks', async (t) => {
    await assert.rejects(read(t, '{"tasks":[]}'), { code: 'adopt.empty' });
  });
});

/** States of a task without answers: whether somebody has looked. */
for (const [state, looked] of [
  ['delivered', true],
  ['completed', true],
  ['new', false],
  ['rejected', false],
  [undefined, true],
] as const) {
  test(`a task that is ${state} and has no answers was ${looked ? '' : 'not '}looked at`, async (t) => {
    const { made } = await read(t, JSON.stringify([{ ...task('1'), state }]));
    assert.equal(made.length, looked ? 1 : 0);
  });
}

const tags = { kind: 'truck' };
const square = [
  [0, 0],
  [10, 0],
  [0, 5],
  [10, 5],
];

/** A shape as it is delivered, and what it is. */
const shapes: [title: string, shape: Record<string, unknown>, is: Shape][] = [
  ['a rectangle', { type: 'rectangle', points: square }, { type: 'box', x: 0, y: 0, width: 10, height: 5 }],
  ['its corners in another order', { type: 'rectangle', points: square.toReversed() }, { type: 'box', x: 0, y: 0, width: 10, height: 5 }],
  [
    'one that is turned by a quarter of a right angle and more',
    {
      type: 'rectangle',
      points: [
        [0, 0],
        [30, 40],
        [-4, 3],
        [26, 43],
      ],
    },
    { type: 'box', x: -12, y: 19, width: 50, height: 5, rotation: 53.13 },
  ],
  [
    'one that is none',
    {
      type: 'rectangle',
      points: [
        [0, 0],
        [10, 1],
        [0, 5],
        [20, 9],
      ],
    },
    { type: 'polygon', rings: [[0, 0, 10, 1, 20, 9, 0, 5]] },
  ],
  [
    'a polygon',
    {
      type: 'polygon',
      points: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    },
    { type: 'polygon', rings: [[1, 2, 3, 4, 5, 6]] },
  ],
  [
    'a line',
    {
      type: 'line',
      points: [
        [1, 2],
        [3, 4],
      ],
    },
    { type: 'line', points: [1, 2, 3, 4] },
  ],
  [
    'an arrow',
    {
      type: 'arrow',
      points: [
        [1, 2],
        [3, 4],
      ],
    },
    { type: 'line', points: [1, 2, 3, 4] },
  ],
  ['a point', { type: 'point', points: [[1, 2]] }, { type: 'points', points: [1, 2] }],
  [
    'a skeleton',
    {
      type: 'keypoint_shape',
      points: [
        [1, 2],
        [3, 4],
      ],
    },
    { type: 'points', points: [1, 2, 3, 4] },
  ],
  ['a cuboid', { type: 'cuboid', points: [[1, 2]], front: 1 }, { type: 'other', kind: 'cuboid', value: { points: [[1, 2]], front: 1 } }],
  ['a slider', { type: 'slider_rectangle', points: square }, { type: 'other', kind: 'slider_rectangle', value: { points: square } }],
  [
    'one that moves',
    { type: 'rectangle', key_locations: [{ frame_number: 0, points: square }] },
    { type: 'other', kind: 'rectangle', value: { key_locations: [{ frame_number: 0, points: square }] } },
  ],
  ['points in space', { type: 'point', points: [[1, 2, 3]] }, { type: 'other', kind: 'point', value: { points: [[1, 2, 3]] } }],
  ['no points', { type: 'polygon', points: [] }, { type: 'other', kind: 'polygon', value: { points: [] } }],
];

describe('a shape is', () => {
  for (const [title, shape, is] of shapes) {
    test(title, () => {
      const image = { layers: { vector_tagging: [{ shapes: [{ ...shape, tags, index: 7 }] }] } };
      assert.deepEqual(labelsOf({ answers: { image } }, 'image', ['image']), [{ class: 'truck', shape: is, attributes: tags }]);
    });
  }
});

const tag = (name: string, question: string): Label => ({ class: name, shape: { type: 'tag' }, attributes: { question } });

/** Answers of a task with the images `left` and `right`, and the labels of `left`. */
const answers: [title: string, answers: Record<string, unknown>, labels: Label[]][] = [
  ['a word', { weather: 'rain' }, [tag('rain', 'weather')]],
  ['several', { seen: ['car', 'bus'] }, [tag('car', 'seen'), tag('bus', 'seen')]],
  ['a number', { count: 3 }, [tag('3', 'count')]],
  ['what only the tool knows', { x: { a: 1 } }, [tag('{"a":1}', 'x')]],
  ['nothing', { weather: null, seen: [], caption: '' }, []],
  ['a word about this image', { left: 'sharp' }, [tag('sharp', 'left')]],
  ['a word about another', { right: 'sharp' }, []],
  ['layers without shapes', { left: { layers: { vector_tagging: [] } } }, []],
  [
    'shapes of another layer, in a group',
    { left: { layers: { lanes: [{ group_type: 'road', shapes: [{ type: 'point', points: [[1, 2]] }] }] } } },
    [{ class: '', shape: { type: 'points', points: [1, 2] }, attributes: { layer: 'lanes', group_type: 'road' } }],
  ],
  [
    'pixels',
    { left: { layers: { raster_tagging: [{ tags, mask: 'https://x.test/m.png?X-Amz-Signature=s' }] } } },
    [
      {
        class: 'truck',
        shape: { type: 'other', kind: 'raster_tagging', value: { mask: 'https://x.test/m.png' } },
        attributes: { layer: 'raster_tagging', ...tags },
      },
    ],
  ],
];

describe('an answer is', () => {
  for (const [title, given, labels] of answers) {
    test(title, () => assert.deepEqual(labelsOf({ answers: given }, 'left', ['left', 'right']), labels));
  }
});

async function read(owner: Owner, text: string, field?: string) {
  const path = join(tempFolder(owner), 'd.json');
  writeFileSync(path, text);
  return yielded(sourceWorld(owner), source, { locations: [path], field });
}
