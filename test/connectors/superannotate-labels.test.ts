/** What SuperAnnotate says of an item, as labels: each kind of instance, each form of document, and the stream that carries them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelsOf } from '../../server/connectors/superannotate/annotation.ts';
import { toDocument } from '../../server/connectors/superannotate/document.ts';
import { streamedObjects } from '../../server/connectors/superannotate/streamed.ts';
import type { Label, Shape } from '../../server/core/labels.ts';
import { collected, inPieces, pieceSizes } from '../support/pieces.ts';
import { box, said } from './superannotateReplay.ts';

const ring = [0, 0, 9, 0, 9, 9];
const shapes: [title: string, instance: Record<string, unknown>, shape: Shape][] = [
  ['a box', { type: 'bbox', points: { x1: 1, y1: 2, x2: 5, y2: 9 } }, { type: 'box', x: 1, y: 2, width: 4, height: 7 }],
  [
    'a box from its other corner',
    { type: 'bbox', points: { x1: 5, y1: 9, x2: 1, y2: 2 } },
    { type: 'box', x: 1, y: 2, width: 4, height: 7 },
  ],
  ['a box without numbers', { type: 'bbox', points: { x1: '1' } }, { type: 'other', kind: 'bbox', value: { points: { x1: '1' } } }],
  [
    'a turned box',
    { type: 'rbbox', points: { x1: 4, y1: 0, x2: 4, y2: 8, x3: 0, y3: 8, x4: 0, y4: 0 } },
    { type: 'box', x: -2, y: 2, width: 8, height: 4, rotation: 90 },
  ],
  [
    'a turned box that is not',
    { type: 'rbbox', points: { x1: 0, y1: 0, x2: 4, y2: 0, x3: 4, y3: 2, x4: 0, y4: 2 } },
    { type: 'box', x: 0, y: 0, width: 4, height: 2 },
  ],
  [
    'a turned box without right angles',
    { type: 'rbbox', points: { x1: 0, y1: 0, x2: 4, y2: 0, x3: 9, y3: 2, x4: 0, y4: 2 } },
    { type: 'polygon', rings: [[0, 0, 4, 0, 9, 2, 0, 2]] },
  ],
  ['a polygon', { type: 'polygon', points: ring }, { type: 'polygon', rings: [ring] }],
  [
    'a polygon with a hole',
    { type: 'polygon', points: ring, exclude: [[1, 1, 2, 1, 2, 2]] },
    { type: 'polygon', rings: [ring, [1, 1, 2, 1, 2, 2]] },
  ],
  ['a polygon of odd numbers', { type: 'polygon', points: [1, 2, 3] }, { type: 'other', kind: 'polygon', value: { points: [1, 2, 3] } }],
  ['a line', { type: 'polyline', points: [1, 2, 3, 4] }, { type: 'line', points: [1, 2, 3, 4] }],
  ['a point', { type: 'point', x: 1, y: 2 }, { type: 'points', points: [1, 2] }],
  [
    'a template',
    {
      type: 'template',
      points: [
        { id: 1, x: 1, y: 2 },
        { id: 2, x: 3, y: 4 },
      ],
    },
    { type: 'points', points: [1, 2, 3, 4] },
  ],
  [
    'an ellipse',
    { type: 'ellipse', cx: 1, cy: 2, rx: 3, ry: 4, angle: 30 },
    { type: 'ellipse', x: 1, y: 2, radiusX: 3, radiusY: 4, rotation: 30 },
  ],
  [
    'an upright ellipse',
    { type: 'ellipse', cx: 1, cy: 2, rx: 3, ry: 4, angle: 0 },
    { type: 'ellipse', x: 1, y: 2, radiusX: 3, radiusY: 4 },
  ],
  ['a tag', { type: 'tag' }, { type: 'tag' }],
  ['pixels', { parts: [{ color: '#00FF00' }] }, { type: 'mask', path: 'masks/a.png' }],
  [
    'a cuboid',
    { type: 'cuboid', points: { f1: { x: 1, y: 2 } } },
    { type: 'other', kind: 'cuboid', value: { points: { f1: { x: 1, y: 2 } } } },
  ],
  [
    'what is new',
    { type: 'cone', tip: [1, 2], createdBy: { email: 'p@x.example' } },
    { type: 'other', kind: 'cone', value: { tip: [1, 2] } },
  ],
  ['what has no type', { id: 'a1', tip: 1 }, { type: 'other', kind: 'unknown', value: { tip: 1 } }],
  [
    'a track',
    {
      meta: { type: 'point', classId: 11, start: 0, end: 9 },
      parameters: [{ timestamps: [{ x: 1, attributes: [{ id: 4, groupName: 'g', name: 'n' }] }] }],
    },
    {
      type: 'other',
      kind: 'point of a video',
      value: { start: 0, end: 9, parameters: [{ timestamps: [{ x: 1, attributes: { g: 'n' } }] }] },
    },
  ],
];

describe('the shape of', () => {
  for (const [title, instance, shape] of shapes) {
    test(title, () => {
      const [label] = labelsIn(said('a', [{ classId: 11, ...instance }]));
      assert.deepEqual([label?.shape, label?.class], [shape, 'car']);
    });
  }
});

const about: [title: string, fields: Record<string, unknown>, attributes: Label['attributes']][] = [
  ['nothing', {}, undefined],
  ['one of a group', { attributes: [{ id: 1, groupId: 2, name: '4', groupName: 'doors' }] }, { doors: '4' }],
  [
    'several of a group, in any order',
    {
      attributes: [
        { name: 'b', groupName: 'g' },
        { name: 'a', groupName: 'g' },
      ],
    },
    { g: ['a', 'b'] },
  ],
  ['a number and nothing', { attributes: [{ name: 3, groupName: 'n' }, { groupName: 'e' }] }, { n: 3, e: null }],
  ['an attribute without a group', { attributes: [{ name: 'x' }] }, { '': 'x' }],
  ['a guess', { probability: 64 }, { probability: 64 }],
  ['things that belong together', { groupId: 3 }, { group: 3 }],
  ['names of points', { pointLabels: { 1: 'nose' } }, { pointLabels: { 1: 'nose' } }],
  ['joints', { connections: [{ id: 1, from: 1, to: 2 }] }, { connections: [[1, 2]] }],
  ['colours of pixels', { parts: [{ color: '#00FF00' }, {}] }, { colours: ['#00ff00'] }],
  ['what comes and goes', { createdAt: 'x', updatedBy: {}, trackingId: 'x', locked: true, visible: false, error: true }, undefined],
];

describe('is told of an instance:', () => {
  for (const [title, fields, attributes] of about) {
    test(title, () => assert.deepEqual(labelsIn(said('a', [{ ...box, ...fields }]))[0]?.attributes, attributes));
  }
});

const documents: [title: string, document: unknown, labels: unknown][] = [
  [
    'tags of an item',
    { ...said('a', []), tags: ['x', { name: 'y' }] },
    [
      { class: 'x', shape: { type: 'tag' } },
      { class: 'y', shape: { type: 'tag' } },
    ],
  ],
  ['free text', { ...said('a', []), freeText: 'so it is' }, [{ class: '', shape: { type: 'text', text: 'so it is' } }]],
  [
    'the oldest form',
    [
      { type: 'meta', name: 'imageAttributes', width: 4 },
      { type: 'tag', name: 'x' },
      { type: 'comment', x: 1 },
      { type: 'point', className: 'p', x: 1, y: 2 },
    ],
    [
      { class: 'p', shape: { type: 'points', points: [1, 2] } },
      { class: 'x', shape: { type: 'tag' } },
    ],
  ],
  ['no object', 7, 'It is no JSON object.'],
  ['no metadata', { instances: [] }, 'It has no metadata, and is no annotation of SuperAnnotate.'],
  ['no instances', { metadata: {} }, 'It has no list of instances.'],
  ['an instance that is none', said('a', [box, 7]), 'Its instance 2 is no object.'],
  ['an error', { error: { message: 'No such item' } }, 'SuperAnnotate has an error in its place: No such item.'],
];

describe('a document with', () => {
  for (const [title, document, labels] of documents) {
    test(title, () => {
      const found = toDocument(document);
      assert.deepEqual(typeof found === 'string' ? found : labelsOf(found, { classes: new Map(), mask: undefined }), labels);
    });
  }
});

function labelsIn(document: unknown): Label[] {
  const found = toDocument(document);
  assert.ok(typeof found !== 'string', String(found));
  return labelsOf(found, { classes: new Map([['11', 'car']]), mask: 'masks/a.png' });
}

describe('a stream of annotations', () => {
  const objects = [{ a: 'ü\\n;)\\n}' }, { b: { c: [{ d: '"{' }] } }];
  for (const separator of ['\\n;)\\n', '\n', '']) {
    for (const size of pieceSizes) {
      test(`with ${JSON.stringify(separator)} between, in pieces of ${size}`, async () => {
        const text = objects.map((one) => JSON.stringify(one) + separator).join('');
        assert.deepEqual(
          await collected(streamedObjects(inPieces(text, size))),
          objects.map((value) => ({ value })),
        );
      });
    }
  }
});
