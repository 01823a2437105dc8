/** Label files of the formats people have: they follow their images, and those that speak of many are narrowed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compare } from '../../server/core/compare.ts';
import { deriveAll } from '../../server/core/derive/derive.ts';
import type { DeriveRequest } from '../../server/core/derive/request.ts';
import { readLabels } from '../../server/core/labelReading.ts';
import { annotationText } from '../../server/core/labels.ts';
import type { RecipeStep } from '../../server/core/recipe.ts';
import { packPart } from '../../server/core/registry/content.ts';
import { madeFile, madeText, pathsOf, request, withTexts } from './deriveWorld.ts';
import { aFile, draft, testWorld } from './fixture.ts';

const renamed = (from: string, to: string): RecipeStep => ({ do: 'rename', from, to });

const images = (folder: string, names: string) =>
  Object.fromEntries(names.split(' ').map((name) => [`${folder}${name}`, `pixels of ${name}`]));

const coco = {
  ...images('images/', '1.jpg 2.jpg 3.jpg'),
  'annotations/instances.json': JSON.stringify({
    info: { year: 2026 },
    images: [1, 2, 3].map((id) => ({ id, file_name: `${id}.jpg`, width: 9, height: 9 })),
    annotations: [
      { id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 4, 4] },
      { id: 2, image_id: 1, category_id: 2, bbox: [0, 0, 5, 5] },
      { id: 3, image_id: 2, category_id: 2, bbox: [0, 0, 6, 6] },
    ],
    categories: [
      { id: 1, name: 'cat' },
      { id: 2, name: 'dog' },
    ],
  }),
  'README.md': 'about',
};

const yolo = {
  ...images('images/', 'a.jpg b.jpg c.jpg'),
  'labels/a.txt': '0 0.5 0.5 0.2 0.2\n1 0.5 0.5 0.1 0.1\n',
  'labels/b.txt': '1 0.5 0.5 0.3 0.3\n',
  'data.yaml': 'names: [cat, dog]\ntrain: images\n',
  'train.txt': 'images/a.jpg\nimages/b.jpg\nimages/c.jpg\n',
};

const voc = {
  ...images('JPEGImages/', 'a.jpg b.jpg'),
  ...Object.fromEntries(
    [
      ['a', 'cat'],
      ['b', 'dog'],
    ].map(([name, label]) => [
      `Annotations/${name}.xml`,
      `<annotation><filename>${name}.jpg</filename><size><width>9</width><height>9</height><depth>3</depth></size><object><name>${label}</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></object></annotation>`,
    ]),
  ),
  'ImageSets/Main/train.txt': 'a\nb\n',
};

const segmented = {
  ...voc,
  ...images('SegmentationClass/', 'a.png b.png'),
  ...images('SegmentationObject/', 'a.png b.png'),
  'SegmentationClass/legend.png': 'what the colours mean',
};

const masks = { ...images('images/', 'a.jpg b.jpg'), ...images('gt/', 'a_mask.png b.png') };

const tool = {
  ...images('images/', 'a.jpg b.jpg'),
  ...images('masks/', '1.png 2.png'),
  ...Object.fromEntries(
    ['a', 'b'].map((name, i) => [
      `annotations/images/${name}.jpg.json`,
      annotationText({ image: `images/${name}.jpg`, labels: [{ class: name, shape: { type: 'mask', path: `masks/${i + 1}.png` } }] }),
    ]),
  ),
};

const imagenet = {
  ...images('Data/CLS-LOC/train/n01440764/', 'n01440764_1.JPEG'),
  ...images('Data/CLS-LOC/train/n01443537/', 'n01443537_1.JPEG'),
  'Annotations/CLS-LOC/train/n01440764/n01440764_1.xml': '<annotation/>',
  'Annotations/CLS-LOC/train/n01443537/n01443537_1.xml': '<annotation/>',
};

const samples = {
  ...Object.fromEntries(['0001/a', '0001/b', '0002/a'].map((key) => [`${key}.jpg`, `pixels of ${key}`])),
  ...Object.fromEntries(['0001/a', '0001/b', '0002/a'].map((key) => [`${key}.json`, `{"key":"${key}"}`])),
  '0001/a.cls': '0',
  '0001/b.cls': '1',
  '0002/a.cls': '0',
  '0002/a.seg.png': 'mask',
};

const sets = { coco, yolo, voc, segmented, masks, tool, imagenet, samples };

/** A set, what is asked -> the paths, and what is in some of them (`=` for the same text as before). */
const cases: [set: keyof typeof sets, asked: Partial<DeriveRequest>, paths: string, texts: Record<string, RegExp | '='>][] = [
  [
    'coco',
    { steps: [{ do: 'exclude', globs: ['nothing'] }] },
    'README.md annotations/instances.json images/1.jpg images/2.jpg images/3.jpg',
    { 'annotations/instances.json': '=' },
  ],
  [
    'coco',
    { steps: [{ do: 'exclude', globs: ['**/1.jpg'] }] },
    'README.md annotations/instances.json images/2.jpg images/3.jpg',
    { 'annotations/instances.json': /^\{"info":\{"year":2026\},.*"images":\[\{"id":2.*\{"id":3.*"annotations":\[\{"id":3,[^{]*\}\]/ },
  ],
  [
    'coco',
    { steps: [{ do: 'include', globs: ['images/2.jpg'] }] },
    'annotations/instances.json images/2.jpg',
    { 'annotations/instances.json': /"images":\[\{"id":2,[^{]*\}\]/ },
  ],
  [
    'coco',
    { steps: [{ do: 'classes', names: ['cat'] }] },
    'README.md annotations/instances.json images/1.jpg',
    { 'annotations/instances.json': /"annotations":\[\{"id":1,[^{]*\}\],"categories":\[\{"id":1,"name":"cat"\}\]/ },
  ],
  [
    'yolo',
    { steps: [{ do: 'exclude-names', names: ['a.jpg'] }] },
    'data.yaml images/b.jpg images/c.jpg labels/b.txt train.txt',
    { 'train.txt': /^images\/b\.jpg\nimages\/c\.jpg\n$/, 'labels/b.txt': '=' },
  ],
  [
    'yolo',
    { steps: [{ do: 'labelled' }] },
    'data.yaml images/a.jpg images/b.jpg labels/a.txt labels/b.txt train.txt',
    { 'train.txt': /^images\/a\.jpg\nimages\/b\.jpg\n$/ },
  ],
  [
    'yolo',
    { steps: [{ do: 'classes', names: ['dog'] }] },
    'data.yaml images/a.jpg images/b.jpg labels/a.txt labels/b.txt train.txt',
    { 'labels/a.txt': /^1 0\.5 0\.5 0\.1 0\.1\n$/, 'labels/b.txt': '=' },
  ],
  [
    'yolo',
    { steps: [{ do: 'rename', from: 'images/', to: 'images/more/' }] },
    'data.yaml images/more/a.jpg images/more/b.jpg images/more/c.jpg labels/more/a.txt labels/more/b.txt train.txt',
    {},
  ],
  [
    'voc',
    { steps: [{ do: 'classes', names: ['dog'] }] },
    'Annotations/b.xml ImageSets/Main/train.txt JPEGImages/b.jpg',
    { 'ImageSets/Main/train.txt': /^b\n$/, 'Annotations/b.xml': '=' },
  ],
  [
    'segmented',
    { steps: [{ do: 'exclude-names', names: ['a.jpg'] }] },
    'Annotations/b.xml ImageSets/Main/train.txt JPEGImages/b.jpg SegmentationClass/b.png SegmentationClass/legend.png SegmentationObject/b.png',
    {},
  ],
  [
    'segmented',
    { steps: [{ do: 'include', globs: ['JPEGImages/a.jpg'] }, renamed('JPEGImages/', 'JPEGImages/x/')] },
    'Annotations/x/a.xml ImageSets/Main/train.txt JPEGImages/x/a.jpg SegmentationClass/legend.png SegmentationClass/x/a.png SegmentationObject/x/a.png',
    {},
  ],
  ['masks', { steps: [{ do: 'include', globs: ['images/a.jpg'] }] }, 'gt/a_mask.png images/a.jpg', {}],
  ['masks', { steps: [renamed('images/', 'images/x/')] }, 'gt/x/a_mask.png gt/x/b.png images/x/a.jpg images/x/b.jpg', {}],
  [
    'tool',
    { steps: [{ do: 'include', globs: ['**/b.jpg'] }, renamed('', 'x/')] },
    'x/annotations/images/b.jpg.json x/images/b.jpg x/masks/2.png',
    {},
  ],
  [
    'imagenet',
    { steps: [{ do: 'include', globs: ['Data/**/n01443537/*'] }] },
    'Annotations/CLS-LOC/train/n01443537/n01443537_1.xml Data/CLS-LOC/train/n01443537/n01443537_1.JPEG',
    {},
  ],
  ['samples', { steps: [{ do: 'exclude-names', names: ['a.jpg'] }] }, '0001/b.cls 0001/b.jpg 0001/b.json', {}],
  ['samples', { steps: [{ do: 'classes', names: ['1'] }] }, '0001/b.cls 0001/b.jpg 0001/b.json', { '0001/b.cls': '=' }],
  ['samples', { steps: [{ do: 'include', globs: ['0002/**'] }, renamed('0002/', 'x/')] }, 'x/a.cls x/a.jpg x/a.json x/a.seg.png', {}],
];

describe('label files', () => {
  for (const [set, asked, paths, texts] of cases) {
    test(`${set}: ${JSON.stringify(asked.steps)}`, async (t) => {
      const { app } = testWorld(t);
      withTexts(app, 'set:v1', sets[set]);
      const [made] = await deriveAll(app, request(['set:v1'], asked));
      assert.deepEqual([pathsOf(app, 'out:v1').join(' '), made!.notes], [paths, []]);
      for (const [path, expected] of Object.entries(texts)) {
        const text = madeText(app, 'out:v1', path);
        if (expected === '=') assert.equal(text, (sets[set] as Record<string, string>)[path]);
        else assert.match(text, expected);
      }
    });
  }

  test('classes are chosen and split by without a look into any image', async (t) => {
    const { app } = testWorld(t);
    const made = new Map<string, Uint8Array>();
    const texts = Object.entries(yolo).filter(([path]) => !path.endsWith('.jpg'));
    const files = [
      ...texts.map(([path, text]) => madeFile(path, text, made)),
      ...['a', 'b', 'c'].map((name) => aFile(`images/${name}.jpg`)),
    ];
    const content = [...made].map(([sha256, bytes]) => packPart(sha256, 0, bytes));
    app.registry.versions.add({ ...draft('set:v1', files), content });
    const parts = [
      { name: 'train', fraction: 0.5 },
      { name: 'val', fraction: 0.5 },
    ];
    const labelled: RecipeStep[] = [{ do: 'labelled' }, { do: 'classes', names: ['dog'] }];
    const all = await deriveAll(app, request(['set:v1'], { steps: labelled, split: { parts, by: 'class', seed: 1 } }));
    assert.deepEqual(
      all.map((one) => [one.images, one.notes]),
      [
        [1, []],
        [1, []],
      ],
    );
    const { labels } = await compare(app, { a: 'set:v1', b: 'out-val:v1', labels: true });
    assert.deepEqual([labels?.notes, labels?.classes.map((one) => one.class).sort()], [[], ['cat', 'dog']]);
  });

  test('a mask that labels name is found where the version lies now', async (t) => {
    const { app } = testWorld(t);
    withTexts(app, 'set:v1', tool);
    await deriveAll(app, { inputs: [{ ref: 'set:v1', prefix: 'p' }], steps: [], as: 'out' });
    const found = await Array.fromAsync(readLabels(app, { dataset: 'out', name: 'v1' }, { problem: () => undefined }));
    assert.deepEqual(
      found.map(({ labels }) => labels.map(({ shape }) => shape)),
      [[{ type: 'mask', path: 'p/masks/1.png' }], [{ type: 'mask', path: 'p/masks/2.png' }]],
    );
  });

  test('two sets in folders of their own keep their labels', async (t) => {
    const { app } = testWorld(t);
    withTexts(app, 'a:v1', yolo);
    withTexts(app, 'b:v1', { ...yolo, 'labels/c.txt': '0 0.5 0.5 0.4 0.4\n', 'images/c.jpg': 'others' });
    const inputs = [
      { ref: 'a:v1', prefix: 'a' },
      { ref: 'b:v1', prefix: 'b' },
    ];
    await deriveAll(app, { inputs, steps: [{ do: 'labelled' }], as: 'out' });
    const [counted] = await deriveAll(app, request(['out:v1'], { as: 'again', dryRun: true }));
    assert.deepEqual(counted!.classes, { cat: 3, dog: 4 });
  });

  test('two sets in folders of their own keep the names of their classes', async (t) => {
    const { app } = testWorld(t);
    withTexts(app, 'a:v1', yolo);
    withTexts(app, 'b:v1', { ...yolo, 'data.yaml': 'names: [owl, fox]\n', 'images/a.jpg': 'x', 'images/b.jpg': 'y', 'images/c.jpg': 'z' });
    const inputs = [
      { ref: 'a:v1', prefix: 'a' },
      { ref: 'b:v1', prefix: 'b' },
    ];
    await deriveAll(app, { inputs, steps: [], as: 'out' });
    const steps: RecipeStep[] = [{ do: 'classes', names: ['fox'] }];
    const [counted] = await deriveAll(app, request(['out:v1'], { as: 'foxes', steps }));
    assert.deepEqual(counted!.images, 2);
    assert.equal(madeText(app, 'foxes:v1', 'b/labels/a.txt'), '1 0.5 0.5 0.1 0.1\n');
  });

  test('inputs that are labelled in several ways, and deprecated ones, are told', async (t) => {
    const { app } = testWorld(t);
    withTexts(app, 'a:v1', yolo);
    withTexts(app, 'b:v1', Object.fromEntries(Object.entries(voc).map(([path, text]) => [path, `${text} `])));
    app.registry.versions.deprecate({ dataset: 'b', name: 'v1' }, { why: 'wrong labels' });
    const [made] = await deriveAll(app, request(['a:v1', 'b:v1']));
    assert.deepEqual(made!.notes, [
      'b:v1 is deprecated: wrong labels',
      'The inputs are labelled in several ways (YOLO, Pascal VOC), and of one version Datapin reads labels in one way.',
    ]);
  });

  test('a list of images that are all gone goes, too', async (t) => {
    const { app } = testWorld(t);
    withTexts(app, 'set:v1', { ...yolo, 'val.txt': 'images/c.jpg\n' });
    await deriveAll(app, request(['set:v1'], { steps: [{ do: 'labelled' }] }));
    assert.ok(!pathsOf(app, 'out:v1').includes('val.txt'));
  });
});
