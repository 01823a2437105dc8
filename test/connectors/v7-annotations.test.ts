/** What V7 draws and says, as labels. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelsOf } from '../../server/connectors/v7/annotation.ts';
import { classesText } from '../../server/connectors/v7/classes.ts';
import { toItem } from '../../server/connectors/v7/item.ts';
import type { Label } from '../../server/core/labels.ts';

const points = [
  { x: 1, y: 2 },
  { x: 3, y: 4 },
  { x: 5, y: 6 },
];
const flat = [1, 2, 3, 4, 5, 6];
const around = { bounding_box: { x: 0, y: 0, w: 9, h: 9 } };

const shapes: [title: string, drawn: Record<string, unknown>, shape: unknown, attributes?: unknown][] = [
  ['a box', { bounding_box: { x: 1, y: 2, w: 3, h: 4 } }, { type: 'box', x: 1, y: 2, width: 3, height: 4 }],
  ['a polygon with the box around it', { polygon: { paths: [points] }, ...around }, { type: 'polygon', rings: [flat] }],
  ['a polygon with holes', { polygon: { paths: [points, points] } }, { type: 'polygon', rings: [flat, flat] }],
  ['an older polygon', { polygon: { path: points } }, { type: 'polygon', rings: [flat] }],
  ['an older polygon with holes', { polygon: { path: points, additional_paths: [points] } }, { type: 'polygon', rings: [flat, flat] }],
  ['a complex polygon', { complex_polygon: { path: [points, points] } }, { type: 'polygon', rings: [flat, flat] }],
  ['an empty polygon', { polygon: { paths: [[]] } }, { type: 'other', kind: 'polygon', value: { paths: [[]] } }],
  ['a line', { line: { path: points } }, { type: 'line', points: flat }],
  ['a keypoint', { keypoint: { x: 1, y: 2 } }, { type: 'points', points: [1, 2] }],
  [
    'a skeleton',
    {
      skeleton: {
        nodes: [
          { name: 'nose', x: 1, y: 2, occluded: true },
          { name: 'eye', x: 3, y: 4, occluded: false },
        ],
      },
    },
    { type: 'points', points: [1, 2, 3, 4], names: ['nose', 'eye'] },
    { occluded: ['nose'] },
  ],
  [
    'an ellipse, whose angle is in radians',
    { ellipse: { angle: Math.PI / 2, center: { x: 1, y: 2 }, radius: { x: 3, y: 4 } } },
    { type: 'ellipse', x: 1, y: 2, radiusX: 3, radiusY: 4, rotation: 90 },
  ],
  [
    'an ellipse that is not turned',
    { ellipse: { angle: 0, center: { x: 1, y: 2 }, radius: { x: 3, y: 3 } } },
    { type: 'ellipse', x: 1, y: 2, radiusX: 3, radiusY: 3 },
  ],
  ['a tag', { tag: {} }, { type: 'tag' }],
  [
    'a cuboid',
    { cuboid: { back: { x: 1 }, front: { x: 2 } } },
    { type: 'other', kind: 'cuboid', value: { back: { x: 1 }, front: { x: 2 } } },
  ],
  ['a table', { table: { cells: [{ id: 'c', row: 1 }] } }, { type: 'other', kind: 'table', value: { cells: [{ row: 1 }] } }],
  [
    'a graph',
    { graph: { nodes: [{ id: 'n', name: 'a' }], edges: [] } },
    { type: 'other', kind: 'graph', value: { nodes: [{ name: 'a' }], edges: [] } },
  ],
  ['what nobody knew', { hologram: { depth: 3 } }, { type: 'other', kind: 'hologram', value: { hologram: { depth: 3 } } }],
  ['nothing at all', {}, { type: 'other', kind: 'unknown', value: {} }],
  ['a box without a height', { bounding_box: { x: 1, y: 2, w: 3 } }, { type: 'other', kind: 'bounding_box', value: { x: 1, y: 2, w: 3 } }],
  ['a mask without a layer', { mask: {} }, { type: 'mask' }],
];

describe('shapes', () => {
  for (const [title, drawn, shape, attributes] of shapes) {
    test(title, () => {
      assert.deepEqual(labels([{ name: ' car ', ...drawn }]), [{ class: 'car', shape, ...(attributes ? { attributes } : {}) }]);
    });
  }
});

const said: [title: string, more: Record<string, unknown>, attributes: unknown][] = [
  ['a text', { text: { text: 'hello' } }, { text: 'hello' }],
  ['attributes, in any order', { attributes: ['b', 'a'] }, { attributes: ['a', 'b'] }],
  ['an instance', { instance_id: { value: 7 } }, { instance_id: 7 }],
  ['a property', { properties: [{ name: 'p', value: '1', frame_index: 0 }] }, { p: '1' }],
  [
    'a property with several values',
    {
      properties: [
        { name: 'p', value: '2' },
        { name: 'p', value: '1' },
      ],
    },
    { p: ['1', '2'] },
  ],
  [
    'a confidence, without the id of the model',
    { inference: { confidence: 0.5, model: { id: 'm', name: 'x' } } },
    { inference: { confidence: 0.5, model: { name: 'x' } } },
  ],
  ['a direction', { directional_vector: { angle: 1, length: 2 } }, { directional_vector: { angle: 1, length: 2 } }],
  ['nothing of people', { annotators: [{ email: 'p@x.example' }], reviewers: [{ full_name: 'P' }], updated_at: 'now' }, undefined],
];

describe('what is said besides', () => {
  for (const [title, more, attributes] of said) {
    test(title, () => {
      assert.deepEqual(labels([{ name: 'car', tag: {}, ...more }]), [
        { class: 'car', shape: { type: 'tag' }, ...(attributes ? { attributes } : {}) },
      ]);
    });
  }
});

const layer = { dense_rle: [0, 3, 1, 2, 2, 4, 1, 1], total_pixels: 10 };

test('masks get their own pixels out of the layer that they share', () => {
  const found = labels([
    { id: 'm1', name: 'cat', mask: {} },
    { id: 'm2', name: 'dog', mask: {} },
    { id: 'l', name: '__raster_layer__', raster_layer: { ...layer, mask_annotation_ids_mapping: { m1: 1, m2: 2 } } },
  ]);
  assert.deepEqual(found, [
    { class: 'cat', shape: { type: 'mask', rle: { dense_rle: [0, 3, 1, 2, 0, 4, 1, 1], total_pixels: 10 } } },
    { class: 'dog', shape: { type: 'mask', rle: { dense_rle: [0, 5, 1, 4, 0, 1], total_pixels: 10 } } },
  ]);
});

test('a layer of masks that are not there is kept, by their classes', () => {
  const raster_layer = { ...layer, mask_annotation_ids_mapping: { m1: 1, gone: 2 } };
  const found = labels([
    { id: 'm1', name: 'cat', mask: {} },
    { id: 'l', name: '__raster_layer__', raster_layer },
  ]);
  assert.deepEqual(found[1], {
    class: '__raster_layer__',
    shape: { type: 'other', kind: 'raster_layer', value: { ...layer, classes: { 1: 'cat', 2: '' } } },
  });
});

test('a track of a video is kept with its frames, without ids', () => {
  const frames = { 1: { keyframe: true, bounding_box: { x: 1, y: 2, w: 3, h: 4 }, id: 'f' } };
  const found = labels([
    {
      id: 't',
      name: 'car',
      frames,
      ranges: [[1, 4]],
      interpolated: true,
      properties: [
        { name: 'p', value: 'b' },
        { name: 'a', value: '1' },
      ],
    },
  ]);
  assert.deepEqual(JSON.parse(JSON.stringify(found)), [
    {
      class: 'car',
      shape: {
        type: 'other',
        kind: 'track',
        value: {
          frames: { 1: { keyframe: true, bounding_box: { x: 1, y: 2, w: 3, h: 4 } } },
          ranges: [[1, 4]],
          interpolated: true,
          properties: [
            { name: 'a', value: '1' },
            { name: 'p', value: 'b' },
          ],
        },
      },
    },
  ]);
});

test('annotations belong to the slots that they name, or to the first', () => {
  const annotations = [
    { name: 'first', tag: {} },
    { name: 'second', tag: {}, slot_names: ['1'] },
    { name: 'both', tag: {}, slot_names: ['0', '1'] },
  ];
  const item = itemOf({
    item: { name: 'i', slots: ['0', '1'].map((slot_name) => ({ slot_name, source_files: [{ file_name: 'x.jpg' }] })) },
    annotations,
  });
  assert.deepEqual(
    item.slots.map((slot) => labelsOf(item, slot).map((label) => label.class)),
    [
      ['first', 'both'],
      ['second', 'both'],
    ],
  );
});

test('properties of the item are tags of each of its files', () => {
  const item = itemOf({ ...whole([]), properties: [{ name: 'season', value: 'winter' }] });
  assert.deepEqual(labelsOf(item, item.slots[0]!), [{ class: 'winter', shape: { type: 'tag' }, attributes: { property: 'season' } }]);
});

test('Darwin JSON 1.0', () => {
  const image = {
    filename: '0001.png',
    original_filename: 'a.png',
    path: '/x/y',
    width: 4,
    height: 3,
    url: 'https://v7.example/api/v2/teams/t/uploads/u',
  };
  const { whole: _, ...item } = itemOf({ dataset: 'cars', image, annotations: [] });
  assert.deepEqual(item, {
    id: 'x/y/a.png',
    name: 'a.png',
    folder: 'x/y',
    team: 't',
    dataset: 'cars',
    slots: [
      {
        name: '0',
        type: 'image',
        width: 4,
        height: 3,
        files: [{ name: 'a.png', storageKey: undefined, url: image.url, upload: { team: 't', id: 'u' } }],
      },
    ],
    annotations: [],
    properties: [],
  });
});

const broken: [title: string, value: unknown, why: RegExp][] = [
  ['a list', [], /no JSON object/],
  ['something else', { a: 1 }, /neither an item nor an image/],
  ['no annotations', { item: { name: 'i', slots: [] } }, /no list of annotations/],
  ['no name', { item: { slots: [] }, annotations: [] }, /has no name/],
  ['no slots', { item: { name: 'i' }, annotations: [] }, /The item i names no file/],
  ['slots without files', { item: { name: 'i', slots: [{ slot_name: '0' }] }, annotations: [] }, /names no file/],
];

describe('is no item', () => {
  for (const [title, value, why] of broken) test(title, () => assert.match(String(toItem(value)), why));
});

test('classes are told by name, in one order', () => {
  const property = {
    id: 1,
    name: 'p',
    type: 'single_select',
    required: true,
    property_values: [{ value: 'b', color: 'red' }, { value: 'a' }],
  };
  const classes = [
    { name: 'dog', type: 'polygon', color: 'red', properties: [] },
    { name: 'cat', type: 'tag', properties: [property] },
    { name: '__raster_layer__', type: 'raster_layer' },
  ];
  const text = classesText({ classes, properties: [] });
  assert.equal(text, classesText({ classes: classes.toReversed(), properties: [] }));
  assert.deepEqual(JSON.parse(text!), {
    classes: [
      { name: 'cat', type: 'tag', properties: [{ name: 'p', type: 'single_select', required: true, values: ['a', 'b'] }] },
      { name: 'dog', type: 'polygon', properties: [] },
    ],
    properties: [],
  });
  assert.equal(classesText({ classes: 'none' }), undefined);
});

function whole(annotations: unknown[]) {
  return { item: { name: 'i', slots: [{ slot_name: '0', source_files: [{ file_name: 'i.jpg' }] }] }, annotations };
}

function itemOf(value: unknown) {
  const item = toItem(value);
  assert.ok(typeof item !== 'string', String(item));
  return item;
}

function labels(annotations: unknown[]): Label[] {
  const item = itemOf(whole(annotations));
  return labelsOf(item, item.slots[0]!);
}
