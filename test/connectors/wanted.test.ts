/** What a person leaves out is neither read nor counted, and is not missing either. */
import assert from 'node:assert/strict';
import nodeTest, { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type AdoptRequest, adopt } from '../../server/core/adoption.ts';
import type { HashCache } from '../../server/core/hashCache.ts';
import { decode } from '../../server/core/location.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import { makeTar } from '../support/tarMaker.ts';
import { tree } from '../support/tree.ts';
import { makeZip } from '../support/zipMaker.ts';

const world = sourceWorld(nodeTest);
const remembered: string[] = [];
const hashes: HashCache = {
  ...world.hashes,
  put(location, signature, sha256) {
    remembered.push(decode(location.slice(location.lastIndexOf('/') + 1)));
    world.hashes.put(location, signature, sha256);
  },
};
let made = 0;

const members = ['a.jpg', 'a.cls', 'b.jpg', 'b.cls'];
const zip = makeZip({ entries: members.map((name) => ({ name, data: `bytes of ${name}` })) });
const tar = makeTar(...members.map((name) => ({ name, data: `bytes of ${name}` })));
const label = { image_id: 1, category_id: 7 };
const coco = {
  'images/train2017/a.jpg': 'a',
  'images/train2017/b.jpg': 'b',
  'annotations/instances_train2017.json': {
    images: ['a.jpg', 'b.jpg'].map((file_name, i) => ({ id: i + 1, file_name })),
    categories: [{ id: 7, name: 'cat' }],
    annotations: [
      { id: 1, ...label },
      { id: 2, ...label },
    ],
  },
};
const box = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>4</xmax><ymax>6</ymax></bndbox>';
const xml = (name: string) => `<annotation><filename>${name}.jpg</filename><object><name>cat</name>${box}</object></annotation>`;
const voc = {
  'JPEGImages/a.jpg': 'a',
  'JPEGImages/b.jpg': 'b',
  'Annotations/a.xml': xml('a'),
  'Annotations/b.xml': xml('b'),
};

interface Case {
  content: Record<string, unknown>;
  place?: string;
  from: string;
  request: Partial<AdoptRequest>;
  files: string[];
  facts: Record<string, string | number>;
  /** Names of members whose hash was made. */
  hashed?: string[];
  notes?: string[];
}

const cases: Record<string, Case> = {
  'members of a zip': {
    content: { 'x.zip': zip },
    place: 'x.zip',
    from: 'archive',
    request: { exclude: ['*.cls'] },
    files: ['a.jpg', 'b.jpg'],
    facts: { archive: 'x.zip', members: 2 },
    hashed: ['a.jpg', 'b.jpg'],
  },
  'samples of a shard': {
    content: { 'x.tar': tar },
    place: 'x.tar',
    from: 'webdataset',
    request: { include: ['b.*'] },
    files: ['b.cls', 'b.jpg'],
    facts: { shards: 1, samples: 1 },
    hashed: ['b.cls', 'b.jpg'],
  },
  'samples of a shard among others, by the folder of the shard': {
    content: { 'x.tar': tar, 'y.tar': tar },
    from: 'webdataset',
    request: { include: ['y/a.*'] },
    files: ['y/a.cls', 'y/a.jpg'],
    facts: { shards: 2, samples: 1 },
    hashed: ['a.cls', 'a.jpg'],
  },
  'images that a label file names': {
    content: coco,
    from: 'coco',
    request: { exclude: ['**/b.jpg'] },
    files: ['annotations/instances_train2017.json', 'images/train2017/a.jpg'],
    facts: { images: 1, labels: 2, classes: 1, splits: 'train2017' },
  },
  'images with labels of their own': {
    content: voc,
    from: 'voc',
    request: { exclude: ['**/b.*'] },
    files: ['Annotations/a.xml', 'JPEGImages/a.jpg'],
    facts: { images: 1, labels: 1, classes: 1 },
  },
  'labels alone': {
    content: voc,
    from: 'voc',
    request: { exclude: ['Annotations/b.xml'] },
    files: ['Annotations/a.xml', 'JPEGImages/a.jpg', 'JPEGImages/b.jpg'],
    facts: { images: 2, labels: 1, classes: 1 },
    notes: ['1 of 2 images have no label.'],
  },
};

describe('left out', () => {
  for (const [what, { content, place = '', from, request, files, facts, hashed, notes = [] }] of Object.entries(cases)) {
    test(what, async (t) => {
      remembered.length = 0;
      const locations = [pathToFileURL(tree(t, content) + place).href];
      const result = await adopt({ ...world, hashes }, { locations, as: `d${++made}`, from, ...request });
      const { origin } = result.version;
      assert.deepEqual(
        [...world.registry.versions.files(result.version)].map(({ path }) => path),
        files,
      );
      assert.deepEqual(origin.type === 'adopt' && origin.source?.facts, facts);
      assert.deepEqual(result.notes, notes);
      if (hashed) assert.deepEqual(remembered.toSorted(), hashed);
    });
  }
});
