/** Canaries: exports and lists that a person names by a signed link are read by it, and nothing that comes of them has it. */
import assert from 'node:assert/strict';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { sourceRooms } from '../../server/rooms.ts';
import { sourceWorld, yielded } from '../support/sourceContext.ts';
import { assertRejects } from './contract.ts';
import { file, type Handler, startServer } from './httpServer.ts';

const world = sourceWorld(nodeTest);
/** Signatures in base64 have slashes. */
const signature = 'X-Amz-Signature=ab/CANARY0f9e';

const about = { '@context': { '@vocab': 'https://schema.org/', cr: 'http://mlcommons.org/croissant/' }, '@type': 'Dataset', name: 'd' };
const image = { id: 1, file_name: 'a.jpg', width: 1, height: 1, coco_url: 'https://h.example/a.jpg' };
const sizes = { filesize: 1, nsamples: 1 };

/** A row whose image and mask are signed links themselves. */
const segmented = JSON.stringify({
  'source-ref': `https://h.example/a.jpg?${signature}`,
  'seg-ref': `https://h.example/m.png?${signature}`,
  'seg-ref-metadata': { type: 'groundtruth/semantic-segmentation' },
});

/** What is found in each: paths of what is adopted, and where it is said to lie wrong. */
const lists: [source: string, name: string, content: string, found: string[]][] = [
  ['manifest', 'x.csv', 'url,label\nhttps://h.example/a.jpg,cat\nftp://h.example/b,cat\n', ['a.jpg', 'x.csv', 'x.csv:3']],
  ['croissant', 'x.json', JSON.stringify({ ...about, distribution: [] }), ['x.json']],
  ['coco', 'x.json', JSON.stringify({ images: [image], annotations: [], categories: [] }), ['annotations/x.json', 'images/a.jpg']],
  ['openimages', 'train.csv', 'ImageID,OriginalURL,OriginalMD5\nab,https://h.example/a,\n', ['train.csv', 'train/ab.jpg']],
  ['yolo', 'x.yaml', 'train: nowhere.txt\nnames: [cat]\n', ['x.yaml', 'x.yaml']],
  ['sagemaker', 'x.manifest', '{"source-ref":"s3://bkt/a.jpg"}\n{}\n', ['images/a.jpg', 'x.manifest:2']],
  ['sagemaker', 'y.manifest', segmented, ['annotations/images/a.jpg.json', 'images/a.jpg', 'masks/seg/a.jpg.png']],
  ['sama', 'x.json', '[{"id":"1"}]', ['x.json: task 1']],
  ['labelbox', 'x.ndjson', '{}\n', ['x.ndjson:1']],
  ['webdataset', 'x.json', JSON.stringify({ shardlist: [{ url: '../d/no.tar', md5sum: '?', ...sizes }] }), ['x.json: shard 1']],
  ['v7', 'x.json', '{"version":"2.0","item":{"name":"a.jpg"},"annotations":[]}', ['x.json']],
];

describe('by a signed link', () => {
  for (const [id, name, content, found] of lists) {
    test(`${id}: ${name}`, async (t) => {
      const server = await startServer(t, { [`/d/${name}`]: bySignature(file(content)) });
      const source = await sourceOf(id);
      const all = await yielded(world, source, `${server.origin}/d/${name}?${signature}`);
      const { files, pointers, problems, made } = all;
      const places = [...files, ...pointers, ...made].map(({ path }) => path).concat(problems.map(({ at }) => at));
      assert.deepEqual(places.toSorted(), found.toSorted());
      assert.doesNotMatch(written(all), /CANARY/);
      const error = await assertRejects(yielded(world, source, `${server.origin}/d/no-${name}?${signature}`));
      assert.doesNotMatch(written(error), /CANARY/);
    });
  }
});

function bySignature(handler: Handler): Handler {
  return (request) => (`X-Amz-Signature=${request.query.get('X-Amz-Signature')}` === signature ? handler(request) : { status: 403 });
}

async function sourceOf(id: string) {
  const sources = await Promise.all(sourceRooms.map(({ load }) => load()));
  return sources.find((source) => source.id === id)!;
}

/** Errors, too, with all that they say. */
function written(value: unknown): string {
  const whole = (_: string, one: unknown) => (one instanceof Error ? { ...one, message: one.message } : one);
  return JSON.stringify(value, whole);
}
