import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createSagemakerSource } from '../../server/connectors/sagemaker/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import type { Label } from '../../server/core/labels.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { itemLines } from '../support/listedItems.ts';
import { probed, problemLines, sourceWorld, yielded } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';
import { assertRejects } from './contract.ts';

const source = createSagemakerSource();
const world = sourceWorld(nodeTest);
const samples = join(corpus, 'sagemaker', 'synthetic');

test('the samples', needsCorpus, async () => {
  let golden = '';
  for (const name of ['input.manifest', 'output.manifest']) {
    const match = await probed(world, source, join(samples, name));
    golden += `# ${name}: ${match?.certainty}, ${match?.why}\n${itemLines(await yielded(world, source, join(samples, name)))}\n`;
  }
  matchesGolden('connectors/sagemaker.txt', golden);
});

const image = 's3://bkt/k/a.jpg';
const job = (type: string, value: unknown, metadata: object = {}) => ({
  job: value,
  'job-metadata': { type: `groundtruth/${type}`, ...metadata },
});
const box = { class_id: 0, left: 1, top: 2, width: 3, height: 4 };

const answers: [title: string, row: object, labels: Label[] | undefined][] = [
  ['none yet', {}, undefined],
  [
    'boxes',
    job(
      'object-detection',
      { annotations: [box], image_size: [{ width: 9, height: 8 }] },
      { 'class-map': { 0: 'dog' }, objects: [{ confidence: 0.5 }] },
    ),
    [{ class: 'dog', shape: { type: 'box', x: 1, y: 2, width: 3, height: 4 }, attributes: { confidence: 0.5 } }],
  ],
  ['no boxes', job('object-detection', { annotations: [] }), []],
  [
    'a box of a class without a name',
    job('object-detection', { annotations: [{ ...box, class_id: 7 }] }),
    [{ class: '7', shape: { type: 'box', x: 1, y: 2, width: 3, height: 4 } }],
  ],
  [
    'a box that is none',
    job('object-detection', { annotations: [{ class_id: 0, left: null }] }),
    [{ class: '0', shape: { type: 'other', kind: 'object-detection', value: { class_id: 0, left: null } } }],
  ],
  [
    'one class',
    job('image-classification', 3, { 'class-name': 'bird', confidence: 0.9 }),
    [{ class: 'bird', shape: { type: 'tag' }, attributes: { confidence: 0.9 } }],
  ],
  ['one class without its name', job('image-classification', 3), [{ class: '3', shape: { type: 'tag' } }]],
  [
    'several classes',
    job('image-classification-multilabel', [1, 2], { 'class-map': { 1: 'a', 2: 'b' }, 'confidence-map': { 1: 0.1 } }),
    [
      { class: 'a', shape: { type: 'tag' }, attributes: { confidence: 0.1 } },
      { class: 'b', shape: { type: 'tag' } },
    ],
  ],
  [
    'a kind of its own',
    job('keypoint', { points: [1] }),
    [{ class: '', shape: { type: 'other', kind: 'keypoint', value: { points: [1] } } }],
  ],
  ['what failed', job('image-classification', undefined, { 'failure-reason': 'x' }), undefined],
  [
    'what failed in one job of two',
    {
      ...job('image-classification', undefined, { 'failure-reason': 'x' }),
      other: 1,
      'other-metadata': { 'class-name': 'b', type: 'groundtruth/image-classification' },
    },
    [{ class: 'b', shape: { type: 'tag' } }],
  ],
];

describe('what a job answered', () => {
  for (const [title, row, labels] of answers) {
    test(title, async (t) => {
      const found = await yielded(world, source, `${tree(t, { 'x.manifest': { 'source-ref': image, ...row } })}x.manifest`);
      assert.deepEqual(
        found.made.map(({ path, made }) => [path, JSON.parse(String(made)).labels]),
        labels ? [['annotations/images/k/a.jpg.json', labels]] : [],
      );
      assert.equal(found.notes.length, title.includes('failed') ? 1 : 0);
    });
  }

  test('masks are files of the version, called as their pictures', async (t) => {
    const colors = { '0': { 'class-name': 'BACKGROUND', 'hex-color': '#ffffff' } };
    const mask = (name: string) => ({
      'my seg-ref': `s3://bkt/out/${name}`,
      'my seg-ref-metadata': { type: 'groundtruth/semantic-segmentation', 'internal-color-map': colors },
    });
    const rows = [
      { 'source-ref': image, ...mask('1 1.png') },
      { 'source-ref': image, ...mask('2.png') },
      { 'source-ref': 's3://bkt/k/a.png', ...mask('3.png') },
    ];
    const found = await yielded(world, source, `${tree(t, { 'x.manifest': rows.map((row) => JSON.stringify(row)).join('\n') })}x.manifest`);
    assert.deepEqual(
      found.pointers.map(({ path, pointer }) => `${path} <- ${pointer}`),
      [
        'images/k/a.jpg <- s3://bkt/k/a.jpg',
        'masks/my seg/k/a.jpg.png <- s3://bkt/out/1%201.png',
        'images/k/a (2).jpg <- s3://bkt/k/a.jpg',
        'masks/my seg/k/a (2).jpg.png <- s3://bkt/out/2.png',
        'images/k/a.png <- s3://bkt/k/a.png',
        'masks/my seg/k/a.png.png <- s3://bkt/out/3.png',
      ],
    );
    assert.deepEqual(JSON.parse(String(found.made[0]?.made)).labels, [
      { attributes: { colors }, class: 'my seg', shape: { path: 'masks/my seg/k/a.jpg.png', type: 'mask' } },
    ]);
  });

  test('when and by whom is not part of the version, and people are not kept', async (t) => {
    const row = (day: number) => ({
      'source-ref': image,
      ...job('image-classification', 1, {
        'class-name': 'a',
        'creation-date': `2018-10-${day}`,
        workerId: `w-CANARY-${day}`,
        'job-name': `j${day}`,
        workers: [{ workerId: 'CANARY' }],
        note: 'ann@CANARY.example',
      }),
    });
    const [first, second] = await Promise.all(
      [1, 2].map((day) => yielded(world, source, `${tree(t, { 'x.manifest': row(day) })}x.manifest`)),
    );
    assert.deepEqual(first!.made, second!.made);
    assert.doesNotMatch(JSON.stringify([first, second]), /CANARY/);
  });
});

describe('rows', () => {
  const cases: [title: string, row: string, pointer: string | undefined, root: string | undefined, problem: string | undefined][] = [
    [
      'a key with blanks and signs',
      '{"source-ref":"s3://bkt/a b/100%+#?.jpg"}',
      'images/a b/100%+#?.jpg <- s3://bkt/a%20b/100%25%2B%23%3F.jpg',
      undefined,
      undefined,
    ],
    ['a key that looks encoded', '{"source-ref":"s3://bkt/a%20b.jpg"}', 'images/a%20b.jpg <- s3://bkt/a%2520b.jpg', undefined, undefined],
    ['a bare name under a root', '{"source-ref":"d/a.jpg"}', 'images/d/a.jpg <- s3://other/d/a.jpg', 's3://other/', undefined],
    ['a bare name without a root', '{"source-ref":"d/a.jpg"}', undefined, undefined, 'd/a.jpg has no address of its own.'],
    ['neither source', '{"sauce":"x"}', undefined, undefined, 'The row has neither "source-ref" nor "source".'],
    ['a source that is no text', '{"source-ref":7}', undefined, undefined, 'The row has neither "source-ref" nor "source".'],
    ['no object', '7', undefined, undefined, 'The row has neither "source-ref" nor "source".'],
    ['no JSON', '{"source-ref":', undefined, undefined, 'Line 2 is no JSON: it ends too early.'],
  ];
  for (const [title, row, pointer, root, problem] of cases) {
    test(title, async (t) => {
      const text = `{"source-ref":"s3://bkt/first.jpg"}\n${row}\n`;
      const found = await yielded(world, source, { locations: [`${tree(t, { 'x.manifest': text })}x.manifest`], root });
      assert.deepEqual(
        found.pointers.slice(1).map(({ path, pointer }) => `${path} <- ${pointer}`),
        pointer === undefined ? [] : [pointer],
      );
      assert.deepEqual(problemLines(found), problem === undefined ? [] : [`x.manifest:2: ${problem}`]);
    });
  }

  test('none at all', async (t) => {
    assert.equal((await assertRejects(yielded(world, source, `${tree(t, { 'x.manifest': '\n' })}x.manifest`))).code, 'adopt.empty');
  });

  const kinds: [name: string, text: string, isKnown: boolean][] = [
    ['x.manifest', '{"source": "hello"}\n', true],
    ['x.jsonl', '{"source-ref": "s3://bkt/a"}\n', true],
    ['x.jsonl', '{"source": "hello"}\n', false],
    ['x.manifest', '{"url": "s3://bkt/a"}\n', false],
    ['x.csv', 'source-ref\ns3://bkt/a\n', false],
  ];
  for (const [name, text, isKnown] of kinds) {
    test(`${name} with ${JSON.stringify(text)} is ${isKnown ? '' : 'not '}known`, async (t) =>
      assert.equal((await probed(world, source, tree(t, { [name]: text }) + name))?.certainty, isKnown ? 'sure' : undefined));
  }
});

test('adopted: pictures under a root, texts and labels', async (t) => {
  const rows = [{ 'source-ref': 'd/a.jpg', ...job('image-classification', 1, { 'class-name': 'cat' }) }, { source: 'plain text' }];
  const folder = tree(t, { 'x.manifest': rows.map((row) => JSON.stringify(row)).join('\n'), 'd/a.jpg': 'a' });
  const { version, source: used } = await adopt(world, {
    locations: [pathToFileURL(`${folder}x.manifest`).href],
    root: pathToFileURL(folder).href,
    as: 'groundtruth',
  });
  const paths = [...world.registry.versions.files(version)].map(({ path }) => path);
  assert.deepEqual([used?.id, paths], ['sagemaker', ['annotations/images/d/a.jpg.json', 'images/d/a.jpg', 'text/2.txt']]);
});
