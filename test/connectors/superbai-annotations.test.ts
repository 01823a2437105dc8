/** What Superb AI draws and says, as labels, in all spellings that there have been. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelsOf, toResult } from '../../server/connectors/superbai/annotation.ts';
import { toOntology } from '../../server/connectors/superbai/classes.ts';
import type { Label } from '../../server/core/labels.ts';

const ring = [
  { x: 1, y: 2 },
  { x: 3, y: 4 },
  { x: 5, y: 6 },
];
const flat = [1, 2, 3, 4, 5, 6];
const seen = { state: { visible: true } };
const hidden = { state: { visible: false } };

const shapes: [title: string, type: string, coord: unknown, shape: unknown, attributes?: unknown][] = [
  ['a box', 'box', { x: 1, y: 2, width: 3, height: 4 }, { type: 'box', x: 1, y: 2, width: 3, height: 4 }],
  [
    'a turned box',
    'rbox',
    { cx: 5, cy: 5, width: 4, height: 2, angle: 30 },
    { type: 'box', x: 3, y: 4, width: 4, height: 2, rotation: 30 },
  ],
  ['a box turned by nothing', 'rbox', { cx: 5, cy: 5, width: 4, height: 2, angle: 0 }, { type: 'box', x: 3, y: 4, width: 4, height: 2 }],
  ['a polygon', 'polygon', { points: ring }, { type: 'polygon', rings: [flat] }],
  ['polygons with holes', 'polygon', { points: [[ring, ring], [ring]] }, { type: 'polygon', rings: [flat, flat, flat] }],
  ['a polygon without points', 'polygon', { points: [] }, { type: 'other', kind: 'polygon', value: { points: [] } }],
  ['a line', 'polyline', { points: [ring] }, { type: 'line', points: flat }],
  ['an older line', 'polyline', { points: ring }, { type: 'line', points: flat }],
  ['several lines', 'polyline', { points: [ring, ring] }, { type: 'other', kind: 'polyline', value: { points: [ring, ring] } }],
  [
    'keypoints',
    'keypoint',
    {
      points: [
        { name: 'nose', x: 1, y: 2, ...seen },
        { name: 'eye', x: 3, y: 4, ...hidden },
      ],
    },
    { type: 'points', points: [1, 2, 3, 4], names: ['nose', 'eye'] },
    { hidden: ['eye'] },
  ],
  [
    'keypoints of which one is not set',
    'keypoint',
    {
      points: [
        { name: 'nose', x: 1, y: 2, ...seen },
        { name: 'eye', ...hidden },
      ],
    },
    { type: 'points', points: [1, 2], names: ['nose'] },
    { hidden: ['eye'] },
  ],
  [
    'older keypoints',
    'keypoints',
    { graph: { nodes: ring.slice(0, 2), states: [seen, hidden] } },
    { type: 'points', points: [1, 2, 3, 4] },
    { hidden: [1] },
  ],
  [
    'a cuboid',
    'cuboid2d',
    { near: { x: 1 }, far: { x: 2 } },
    { type: 'other', kind: 'cuboid2d', value: { near: { x: 1 }, far: { x: 2 } } },
  ],
  ['what nobody knew', 'hologram', { depth: 3 }, { type: 'other', kind: 'hologram', value: { depth: 3 } }],
  ['a box without a height', 'box', { x: 1 }, { type: 'other', kind: 'box', value: { x: 1 } }],
];

describe('shapes', () => {
  for (const [title, type, coord, shape, attributes] of shapes) {
    const expected = [{ class: 'car', shape, ...(attributes ? { attributes } : {}) }];
    test(`${title}, as it is today`, () => {
      const object = {
        id: 'o',
        class_id: 'c',
        class_name: 'car',
        annotation_type: type,
        annotation: { coord, meta: { z_index: 1 } },
        tracking_id: null,
      };
      assert.deepEqual(labels({ objects: [object] }), expected);
    });
    test(`${title}, as it was`, () => {
      const object = { id: 'o', classId: 'c', className: 'car', annotationType: type, annotation: { coord, meta: { zIndex: 1 } } };
      assert.deepEqual(labels({ result: { objects: [object], categories: { properties: [] } } }), expected);
    });
  }
});

const answers: [title: string, property: Record<string, unknown>, attributes: unknown][] = [
  ['one option', { property_name: 'p', option_id: '1', option_name: 'a' }, { p: 'a' }],
  ['one option, older', { propertyName: 'p', optionId: '1', optionName: 'a' }, { p: 'a' }],
  ['several options, in any order', { property_name: 'p', option_names: ['b', 'a'] }, { p: ['a', 'b'] }],
  ['several options, older', { propertyName: 'p', optionIds: ['2', '1'], optionNames: ['b', 'a'] }, { p: ['a', 'b'] }],
  ['a text', { property_name: 'p', value: 'hello' }, { p: 'hello' }],
  ['nothing', { property_name: 'p', value: '' }, undefined],
];

describe('answers', () => {
  const box = { class_name: 'car', annotation_type: 'box', annotation: { coord: { x: 1, y: 2, width: 3, height: 4 } } };
  const shape = { type: 'box', x: 1, y: 2, width: 3, height: 4 };
  for (const [title, property, attributes] of answers) {
    test(`of an object: ${title}`, () => {
      assert.deepEqual(labels({ objects: [{ ...box, properties: [property] }] }), [
        { class: 'car', shape, ...(attributes ? { attributes } : {}) },
      ]);
    });
  }

  const tag = (name: string) => ({ class: name, shape: { type: 'tag' }, attributes: { property: 'p' } });
  const categories: [title: string, property: Record<string, unknown>, expected: unknown[]][] = [
    ['one option', { property_name: 'p', option_name: 'a' }, [tag('a')]],
    ['several options', { propertyName: 'p', optionNames: ['b', 'a'] }, [tag('a'), tag('b')]],
    [
      'a text',
      { property_name: 'p', value: 'hello' },
      [{ class: '', shape: { type: 'text', text: 'hello' }, attributes: { property: 'p' } }],
    ],
    ['nothing', { property_name: 'p' }, []],
  ];
  for (const [title, property, expected] of categories) {
    test(`of the image: ${title}`, () => assert.deepEqual(labels({ objects: [], categories: { properties: [property] } }), expected));
  }
});

test('a track of a video is kept with its frames, without ids', () => {
  const frames = [
    { num: 0, annotation: { coord: { x: 1 }, meta: { color: 'red' } }, properties: [{ property_id: 'x', property_name: 'p', value: 1 }] },
  ];
  assert.deepEqual(labels({ objects: [{ id: 'o', class_name: 'car', annotation_type: 'box', tracking_id: 3, frames }] }), [
    {
      class: 'car',
      shape: {
        type: 'other',
        kind: 'track of box',
        value: [{ num: 0, annotation: { coord: { x: 1 } }, properties: [{ property_name: 'p', value: 1 }] }],
      },
      attributes: { tracking_id: 3 },
    },
  ]);
});

test('classes and points are named by the project where the label does not', () => {
  const project = {
    object_detection: {
      object_classes: [{ id: 'c', name: 'face', annotation_type: 'keypoint', keypoint_interface_id: 'k' }],
      keypoints: [{ id: 'k', points: [{ name: 'nose' }, { name: 'eye' }] }],
    },
  };
  const object = { class_id: 'c', annotation: { coord: { graph: { nodes: ring.slice(0, 2), states: [seen, hidden] } } } };
  assert.deepEqual(labels({ objects: [object] }, JSON.stringify(project)), [
    { class: 'face', shape: { type: 'points', points: [1, 2, 3, 4], names: ['nose', 'eye'] }, attributes: { hidden: ['eye'] } },
  ]);
});

test('a mask is the file of the export that it names', () => {
  const object = { class_name: 'car', annotation_type: 'mask', annotation: { coord: { path: ['masks/1.png'] } } };
  const result = toResult({ objects: [object] });
  assert.ok(result && 'objects' in result);
  const found = labelsOf(result, { ontology: toOntology(undefined), masks: new Set(['masks/1.png']) });
  assert.deepEqual(found, [{ class: 'car', shape: { type: 'mask', path: 'masks/1.png' } }]);
});

const documents: [title: string, document: unknown, expected: unknown][] = [
  ['a list', [], { fault: 'The label is no JSON object.' }],
  ['a text that is no JSON', 'x', { fault: 'The label is no JSON object.' }],
  ['a result that is no JSON', { result: 'x' }, { fault: 'The result of the label is no JSON object.' }],
  ['a result that is null', { result: null }, undefined],
  ['neither objects nor categories', {}, { fault: 'The label has neither objects nor categories.' }],
  ['an object that is none', { objects: [1] }, { fault: 'The label has an object that is none.' }],
  [
    'the oldest shape',
    { objects: [{ class: 'car', shape: {} }] },
    { fault: 'The label has the shape of the oldest projects of Superb AI, which Datapin does not read.' },
  ],
];

describe('documents', () => {
  for (const [title, document, expected] of documents) test(title, () => assert.deepEqual(toResult(document), expected));
});

test('classes are told by name, in one order', () => {
  const of = (classes: unknown[]) =>
    toOntology({ type: 'image-siesta', object_detection: { object_classes: classes }, categorization: { properties: [] } });
  const classes = [
    {
      id: '1',
      name: 'dog',
      color: 'red',
      annotation_type: 'box',
      properties: [{ name: 'p', type: 'radio', options: [{ id: 'o', name: 'a' }] }],
    },
    { id: '2', name: 'cat', annotation_type: 'polygon' },
  ];
  assert.equal(of(classes).text, of(classes.toReversed()).text);
  assert.deepEqual(JSON.parse(of(classes).text!).classes, [
    { name: 'cat', type: 'polygon', properties: [] },
    { name: 'dog', type: 'box', properties: [{ name: 'p', type: 'radio', options: ['a'] }] },
  ]);
  assert.equal(toOntology({ groups: [], objects: [] }).isOldest, true);
});

function labels(document: unknown, project?: unknown): Label[] {
  const result = toResult(document);
  assert.ok(result && 'objects' in result, JSON.stringify(result));
  return labelsOf(result, { ontology: toOntology(project), masks: new Set() });
}
