/** What Labelbox says of an image, as labels: every kind of object and of answer, in both kinds of export. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelsOf, masksOf } from '../../server/connectors/labelbox/annotation.ts';
import { toLegacyRow } from '../../server/connectors/labelbox/legacy.ts';
import { type DataRow, toDataRow } from '../../server/connectors/labelbox/row.ts';
import { annotationText, type Label } from '../../server/core/labels.ts';

const at = (x: number, y: number) => ({ x, y });
const ids = { feature_id: 'changes', feature_schema_id: 'too', value: 'a', classifications: [] };

/** An object as exported now, and the label that it is. */
const objects: [title: string, object: Record<string, unknown>, label: Label][] = [
  [
    'a box',
    { name: 'car', bounding_box: { top: 2, left: 1, height: 4, width: 3 } },
    { class: 'car', shape: { type: 'box', x: 1, y: 2, width: 3, height: 4 } },
  ],
  [
    'a polygon',
    { name: 'car', polygon: [at(1, 2), at(3, 4), at(5, 6.5)] },
    { class: 'car', shape: { type: 'polygon', rings: [[1, 2, 3, 4, 5, 6.5]] } },
  ],
  [
    'a polygon with a hole',
    {
      name: 'car',
      polygon: [
        [at(0, 0), at(9, 0), at(9, 9)],
        [at(1, 1), at(2, 1), at(2, 2)],
      ],
    },
    {
      class: 'car',
      shape: {
        type: 'polygon',
        rings: [
          [0, 0, 9, 0, 9, 9],
          [1, 1, 2, 1, 2, 2],
        ],
      },
    },
  ],
  ['a line', { name: 'lane', line: [at(1, 2), at(3, 4)] }, { class: 'lane', shape: { type: 'line', points: [1, 2, 3, 4] } }],
  ['a point', { name: 'nose', point: at(1, 2) }, { class: 'nose', shape: { type: 'points', points: [1, 2] } }],
  [
    'a mask among others in one picture',
    { name: 'road', composite_mask: { url: 'https://x.test/m', color_rgb: [1, 2, 3] } },
    { class: 'road', shape: { type: 'mask', path: 'at https://x.test/m' }, attributes: { color_rgb: [1, 2, 3] } },
  ],
  [
    'a mask of its own',
    { name: 'road', mask: { url: 'https://x.test/m' } },
    { class: 'road', shape: { type: 'mask', path: 'at https://x.test/m' } },
  ],
  [
    'a kind that is not known',
    { name: 'van', annotation_kind: 'PointCloudCuboid', cuboid: { x: 1 }, link: 'https://x.test/a?X-Amz-Signature=s' },
    { class: 'van', shape: { type: 'other', kind: 'PointCloudCuboid', value: { cuboid: { x: 1 }, link: 'https://x.test/a' } } },
  ],
  [
    'a box that is broken',
    { name: 'car', bounding_box: { top: 2 } },
    { class: 'car', shape: { type: 'other', kind: 'object', value: { bounding_box: { top: 2 } } } },
  ],
  [
    'an object without a name',
    { bounding_box: { top: 0, left: 0, height: 1, width: 1 } },
    { class: 'a', shape: { type: 'box', x: 0, y: 0, width: 1, height: 1 } },
  ],
  [
    'what a model is sure of',
    { name: 'nose', point: at(1, 2), confidence: 0.5 },
    { class: 'nose', shape: { type: 'points', points: [1, 2] }, attributes: { confidence: 0.5 } },
  ],
  [
    'answers about it, and below them',
    {
      name: 'nose',
      point: at(1, 2),
      classifications: [
        { name: 'open', radio_answer: { name: 'yes', classifications: [{ name: 'how far', text_answer: { content: 'a little' } }] } },
        { name: 'colours', checklist_answers: [{ name: 'red' }, { name: 'blue' }] },
      ],
    },
    {
      class: 'nose',
      shape: { type: 'points', points: [1, 2] },
      attributes: { open: 'yes', 'open/yes/how far': 'a little', colours: ['blue', 'red'] },
    },
  ],
];

describe('an object is', () => {
  for (const [title, object, label] of objects) {
    test(title, () => assert.deepEqual(labelsIn({ objects: [{ ...ids, ...object }] }), [label]));
  }
});

const answers: [title: string, classification: Record<string, unknown>, labels: Label[]][] = [
  [
    'one of several',
    { name: 'weather', radio_answer: { name: 'rain' } },
    [{ class: 'rain', shape: { type: 'tag' }, attributes: { question: 'weather' } }],
  ],
  [
    'all that fit',
    { name: 'seen', checklist_answers: [{ name: 'car' }, { name: 'bus' }] },
    [
      { class: 'car', shape: { type: 'tag' }, attributes: { question: 'seen' } },
      { class: 'bus', shape: { type: 'tag' }, attributes: { question: 'seen' } },
    ],
  ],
  ['a text', { name: 'caption', text_answer: { content: 'a cat' } }, [{ class: 'caption', shape: { type: 'text', text: 'a cat' } }]],
  [
    'with an answer below',
    { name: 'weather', radio_answer: { name: 'rain', classifications: [{ name: 'how much', radio_answer: { name: 'a lot' } }] } },
    [{ class: 'rain', shape: { type: 'tag' }, attributes: { question: 'weather', 'how much': 'a lot' } }],
  ],
  [
    'of the first kind',
    { title: 'weather', answer: { title: 'Rain', value: 'rain' } },
    [{ class: 'Rain', shape: { type: 'tag' }, attributes: { question: 'weather' } }],
  ],
  ['a text of the first kind', { title: 'caption', answer: 'a cat' }, [{ class: 'caption', shape: { type: 'text', text: 'a cat' } }]],
  [
    'a list of the first kind',
    { title: 'seen', answers: [{ title: 'car' }] },
    [{ class: 'car', shape: { type: 'tag' }, attributes: { question: 'seen' } }],
  ],
  ['not given', { name: 'weather', radio_answer: null }, []],
];

describe('an answer about the whole image is', () => {
  for (const [title, classification, labels] of answers) {
    test(title, () => assert.deepEqual(labelsIn({ classifications: [classification] }), labels));
  }
});

test('a relationship tells what its ends are, and not their ids', () => {
  const box = { name: 'car', bounding_box: { top: 0, left: 0, height: 1, width: 1 } };
  const objects = [
    { feature_id: 'f1', ...box },
    { feature_id: 'f2', name: 'nose', point: at(1, 2) },
  ];
  const relationships = [{ name: 'has', unidirectional_relationship: { source: 'f1', target: 'f2' } }];
  assert.deepEqual(labelsIn({ objects, relationships }).at(-1), {
    class: 'has',
    shape: {
      type: 'other',
      kind: 'unidirectional_relationship',
      value: {
        source: { class: 'car', shape: { type: 'box', x: 0, y: 0, width: 1, height: 1 } },
        target: { class: 'nose', shape: { type: 'points', points: [1, 2] } },
      },
    },
  });
});

test('an object of a video is one label through its frames', () => {
  const frame = (left: number) => ({
    objects: { f1: { name: 'car', bounding_box: { top: 0, left, height: 1, width: 1 } } },
    classifications: [],
  });
  const labels = labelsIn({ frames: { 1: frame(0), 2: frame(5) }, classifications: [] }, 'Video');
  const box = (left: number) => ({ bounding_box: { top: 0, left, height: 1, width: 1 } });
  assert.deepEqual(labels, [{ class: 'car', shape: { type: 'other', kind: 'video', value: { frames: { 1: box(0), 2: box(5) } } } }]);
});

const point = (name: string) => ({ annotations: { objects: [{ name, point: at(1, 2) }] } });

test('labels of several projects, and several of one, are told apart', () => {
  const projects = {
    a: {
      name: 'A',
      labels: [
        { id: '2', ...point('late') },
        { id: '1', ...point('early') },
      ],
    },
    b: { name: 'B', labels: [point('other')] },
  };
  const labels = labelsOf(toDataRow({ data_row: { id: 'r' }, projects })!, () => undefined);
  assert.deepEqual(
    labels.map((label) => [label.class, label.attributes]),
    [
      ['early', { labelling: 1, project: 'A' }],
      ['late', { labelling: 2, project: 'A' }],
      ['other', { project: 'B' }],
    ],
  );
});

test('masks are numbered in the same way however the export is ordered', () => {
  const mask = (name: string, url: string) => ({ name, composite_mask: { url, color_rgb: [0, 0, 0] } });
  const all = [mask('b', 'https://x.test/1'), mask('a', 'https://x.test/2'), mask('c', 'https://x.test/2'), mask('a', 'https://x.test/3')];
  const urls = masksOf(rowOf({ objects: all }));
  assert.deepEqual(urls, ['https://x.test/3', 'https://x.test/2', 'https://x.test/1']);
  assert.deepEqual(masksOf(rowOf({ objects: all.toReversed() })), urls);
});

/** States of a row without labels: whether somebody has looked. */
const states: [status: string | undefined, done: boolean][] = [
  ['DONE', true],
  ['IN_REVIEW', true],
  ['TO_LABEL', false],
  [undefined, false],
];

describe('without labels, somebody has looked when it is', () => {
  for (const [workflow_status, done] of states) {
    test(String(workflow_status), () => {
      const projects = { p: { labels: [], project_details: { workflow_status } } };
      assert.equal(toDataRow({ data_row: { id: 'r' }, projects })!.projects[0]!.done, done);
    });
  }

  test('not when it was skipped', () => {
    const projects = { p: { labels: [{ ...point('a'), performance_details: { skipped: true } }] } };
    assert.deepEqual(toDataRow({ data_row: { id: 'r' }, projects })!.projects[0], { id: 'p', name: 'p', labels: [], done: false });
  });
});

test('of the first kind of export: entries of one image, a mask, and the oldest shapes', () => {
  const entry = (ID: string, Label: unknown) => ({ ID, 'DataRow ID': 'r', 'Labeled Data': 'https://x.test/1.jpg', Label });
  const mask = { title: 'road', instanceURI: 'https://x.test/m?token=t' };
  const box = { title: 'car', bbox: { top: 2, left: 1, height: 4, width: 3 }, instanceURI: 'https://x.test/b?token=t' };
  const row = toLegacyRow('r', [
    entry('l1', { objects: [mask, box], classifications: [] }),
    entry('l2', { Tree: [{ geometry: [at(1, 2)] }] }),
    entry('l3', 'Skip'),
  ]);
  assert.deepEqual(
    labelsOf(row, (url) => url).map(({ class: name, shape, attributes }) => [name, shape, attributes]),
    [
      ['road', { type: 'mask', path: 'https://x.test/m?token=t' }, { labelling: 1 }],
      ['car', { type: 'box', x: 1, y: 2, width: 3, height: 4 }, { labelling: 1 }],
      ['Tree', { type: 'other', kind: 'object', value: { geometry: [at(1, 2)] } }, { labelling: 2 }],
    ],
  );
});

test('ids, dates and people change nothing', () => {
  const label = (id: string, by: string) => ({
    id,
    label_details: { created_by: by, created_at: by },
    annotations: { objects: [{ ...ids, feature_id: id, name: 'nose', point: at(1, 2) }] },
  });
  const text = (one: unknown) => {
    const row = toDataRow({ data_row: { id: 'r' }, projects: { p: { labels: [one] } } })!;
    return annotationText({ image: 'images/r', labels: labelsOf(row, () => undefined) });
  };
  assert.equal(text(label('1', 'a@example.com')), text(label('2', 'b@example.com')));
});

function labelsIn(annotations: unknown, kind = 'Default'): Label[] {
  return labelsOf(rowOf(annotations, kind), (url) => `at ${url}`);
}

function rowOf(annotations: unknown, kind = 'Default'): DataRow {
  return toDataRow({ data_row: { id: 'r' }, projects: { p: { name: 'P', labels: [{ id: 'l', label_kind: kind, annotations }] } } })!;
}
