/** What the comparison says, and the addresses under which files of versions open. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceWords, groupWords, labelWords, spokenLabels } from '../../client/comparing/words.ts';
import { fileOfQuery, fileUri } from '../../server/protocol/fileUri.ts';
import type { WireDiff, WireLabelChange } from '../../server/protocol/requests.ts';

const none = { files: 0, bytes: 0 };
const diff: WireDiff = {
  a: 'd:v1',
  b: 'd:v2',
  totals: { added: { files: 1200, bytes: 34_000_000 }, removed: none, changed: none, moved: none, same: none },
  added: [],
  removed: [],
  changed: [],
  moved: [],
  labels: [],
  notes: [],
};
const change = (of: Partial<WireLabelChange>): WireLabelChange => ({ class: 'car', added: 0, removed: 0, changed: 0, images: 1, ...of });

test('groups', () => {
  assert.deepEqual(groupWords('added', diff), { label: 'Added 1,200', description: '34 MB', items: 1200 });
  assert.deepEqual(groupWords('labels', { ...diff, labels: [change({})] }), { label: 'Labels', description: '1 class', items: 1 });
  assert.deepEqual(groupWords('labels', { ...diff, labels: [change({}), change({})] }).description, '2 classes');
});

test('files', () => {
  assert.equal(differenceWords({ path: 'a', bytes: 1200 }), '1.2 kB');
  assert.equal(differenceWords({ path: 'a', bytes: 1200, before: { path: 'a', bytes: 900 } }), '900 B → 1.2 kB');
  assert.equal(differenceWords({ path: 'a', bytes: 1200, before: { path: 'a', bytes: 1200 } }), '1.2 kB');
  assert.equal(differenceWords({ path: 'a', bytes: 1200, before: { path: 'b/a', bytes: 1200 } }), 'from b/a');
});

test('labels, as they are shown and read out', () => {
  const rows: [WireLabelChange, string, string][] = [
    [
      change({ added: 1200, removed: 3, changed: 1, images: 7 }),
      '+1,200 −3 ~1 · 7 images',
      'class car: 1,200 labels added, 3 labels removed, 1 label changed, on 7 images',
    ],
    [change({ removed: 1 }), '−1 · 1 image', 'class car: 1 label removed, on 1 image'],
    [change({ class: '', changed: 2 }), '~2 · 1 image', 'no class: 2 labels changed, on 1 image'],
  ];
  for (const [of, shown, spoken] of rows) assert.deepEqual([labelWords(of), spokenLabels(of)], [shown, spoken]);
});

test('the address of a file says on its tab which version it is of, and names the file exactly', () => {
  const paths = ['0.png', 'train/0/0000.png', 'a?b#c%20.png', 'ü/"x".png', ' '];
  for (const path of paths) {
    const uri = fileUri('digits:v1', path);
    assert.ok(uri.path.endsWith(`/digits:v1 · ${path.split('/').at(-1)}`), uri.path);
    assert.deepEqual(fileOfQuery(uri.query), { ref: 'digits:v1', path });
  }
});

test('another address names no file', () => {
  for (const query of ['', 'x', '{', 'null', '[]', '{"ref":"a"}', '{"ref":1,"path":"b"}'])
    assert.equal(fileOfQuery(query), undefined, query);
});
