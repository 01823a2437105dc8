/** Exports of Superb AI, asked for and downloaded. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createSuperbSource } from '../../server/connectors/superbai/source.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import { tempFolder } from '../support/temp.ts';
import { outcomeOf, toolWorld } from '../support/toolWorld.ts';
import { car, exportZip, key, project, type SuperbOptions, startSuperb, team, twoLabels, wrapped } from './superbaiReplay.ts';

const source = createSuperbSource({ pause: 1 });
const cars = `superbai://projects/${project}`;
const ready = {
  id: 'e1',
  name: 'first',
  state: 'FINISHED',
  createdAt: '2026-01-02T03:04:05Z',
  downloadUrl: '{ZIP}',
  downloadLabelCount: 2,
};

async function started(t: TestContext, options: SuperbOptions) {
  const server = await startSuperb(t, options);
  return {
    world: toolWorld(t, { secrets: { SPB_ACCESS_KEY: key, SPB_TEAM_NAME: team }, sources: { 'superbai.endpoint': server.origin } }),
  };
}

test('an export gives the same files as the labels, asked for or downloaded', async (t) => {
  const labels = [
    ...twoLabels,
    { id: 'label-3', dataKey: 'c.jpg', document: wrapped([car], [{ property_name: 'weather', option_name: 'sun' }]) },
  ];
  const { world } = await started(t, { labels, exports: [{ ...ready, downloadLabelCount: 3 }] });
  const [live, made] = [await outcomeOf(world, source, `${cars}/labels`), await outcomeOf(world, source, `${cars}/exports/e1`)];
  const zip = join(tempFolder(t), 'export.zip');
  writeFileSync(zip, exportZip({ labels }));
  const read = await outcomeOf(world, source, { locations: [zip], root: `${cars}/` });
  assert.equal(Object.keys(live.made).length, 4);
  assert.deepEqual(made.made, live.made);
  assert.deepEqual(read.made, live.made);
  assert.deepEqual([made.files, read.files], [live.files, live.files]);
});

test('a downloaded export needs to be told where its images lie', async (t) => {
  const zip = join(tempFolder(t), 'export.zip');
  writeFileSync(zip, exportZip());
  const world = sourceWorld(t);
  const without = await outcomeOf(world, source, zip);
  assert.deepEqual(without.files, []);
  assert.match(without.problems.join('\n'), /street\/a\.jpg has no address of its own.*--root superbai:\/\/projects\/<id>\//);
  const { files } = await outcomeOf(world, source, { locations: [zip], root: 's3://bkt/raw/' });
  assert.deepEqual(files, ['images/street/a.jpg <- s3://bkt/raw/a.jpg', 'images/street/sub/ü b.jpg <- s3://bkt/raw/sub/%C3%BC%20b.jpg']);
});

const exported: [title: string, options: SuperbOptions, expected: { files?: string[]; notes?: RegExp; problems?: RegExp }][] = [
  ['masks', { members: { 'masks/1.png': 'PNG' } }, { notes: /masks of the export are kept/ }],
  ['files that are no part of it', { members: { 'readme.txt': 'x' } }, {}],
  ['what systems leave behind', { members: { '__MACOSX/._project.json': 'x', 'labels/.DS_Store': 'x' } }, {}],
  [
    'a label without an image',
    { members: { 'labels/x.json': '{"objects":[]}' } },
    { problems: /No file in meta says which image the label labels\/x\.json is of/ },
  ],
  ['meta that is no JSON', { members: { 'meta/street/x.json': '{' } }, { problems: /meta\/street\/x\.json: It is no JSON/ }],
  ['meta that names nothing', { members: { 'meta/street/x.json': '{}' } }, { problems: /It names no data_key and no label/ }],
  [
    'meta whose label is missing',
    { members: { 'meta/s/x.json': '{"data_key":"x","label_id":"1","label_path":["labels/1.json"]}' } },
    { problems: /Its label labels\/1\.json is not in the export/ },
  ],
  [
    'a project of the first years',
    { labelInterface: { groups: [], objects: [{ class_name: 'car' }] } },
    { problems: /project of the first years/ },
  ],
  [
    'fewer labels than it says',
    { exports: [{ ...ready, downloadLabelCount: 7 }] },
    { problems: /export first: The export is said to have 7 labels, and has 2/ },
  ],
];

describe('reads an export with', () => {
  for (const [title, options, { notes = /^$/, problems = /^$/ }] of exported) {
    test(title, async (t) => {
      const { world } = await started(t, { exports: [{ ...ready, downloadLabelCount: null }], ...options });
      const outcome = await outcomeOf(world, source, cars);
      assert.match(outcome.problems.join('\n'), problems);
      assert.match(outcome.notes.join('\n'), notes);
      assert.ok(outcome.files.length >= 2);
    });
  }
});
