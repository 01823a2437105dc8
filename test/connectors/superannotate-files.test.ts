/** What people have of SuperAnnotate as files, and where the images lie. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createSuperAnnotateSource } from '../../server/connectors/superannotate/source.ts';
import { sha } from '../core/adoptionWorld.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { probed, sourceWorld, yielded } from '../support/sourceContext.ts';
import { tempFolder } from '../support/temp.ts';
import { everything, outcomeOf, toolWorld } from '../support/toolWorld.ts';
import { box, classes, exportZip, type SaOptions, said, settingsOf, startSa, threeItems, token } from './superannotateReplay.ts';

const source = createSuperAnnotateSource({ pause: 1 });
const street = 'superannotate://projects/7';

async function started(t: TestContext, options: SaOptions = {}) {
  const { origin } = await startSa(t, options);
  return toolWorld(t, { secrets: { SA_TOKEN: token }, sources: settingsOf(origin) });
}

/** Files of a new folder, which is answered with a slash at its end. */
function written(t: TestContext, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = tempFolder(t);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return `${folder}/`;
}

const samples: [path: string, options: { root?: string; probed?: 'sure' | 'likely' | 'no' }][] = [
  ['vector-export/', { root: 's3://acme/' }],
  ['vector-export/file_example.jpg.json', {}],
  ['vector-with-tag/', { root: 's3://acme/' }],
  ['vector-project-legacy-postfix/', { root: 's3://acme/' }],
  ['video-export/', {}],
  ['document-export/', {}],
  ['synthetic/export.zip', { root: 's3://acme/' }],
  ['synthetic/items_search.page.json', { probed: 'no' }],
  ['attach-csv/attach_urls.csv', { probed: 'likely' }],
  ['attach-csv/attach_urls_integration.csv', {}],
  ['attach-csv/attach_urls_with_no_name.csv', { probed: 'no' }],
  ['attach-csv/image_urls.csv', { probed: 'likely' }],
  ['attach-csv/form1.jsonl', { root: 's3://acme/' }],
];

describe('reads every sample:', needsCorpus, () => {
  for (const [path, { root, probed: certainty = 'sure' }] of samples) {
    test(path, async (t) => {
      const world = sourceWorld(t);
      const place = join(corpus, 'superannotate', path);
      assert.equal((await probed(world, source, place))?.certainty ?? 'no', certainty);
      const request = { locations: [place], ...(root ? { root } : {}) };
      const outcome = await outcomeOf(world, source, request);
      const made = Object.fromEntries(Object.entries(outcome.made).map(([name, text]) => [name, shortened(text)]));
      matchesGolden(`superannotate/${path.replaceAll('/', ' ').trim()}.json`, `${JSON.stringify({ ...outcome, made }, null, 2)}\n`);
      assert.doesNotMatch(everything(await yielded(world, source, request)), /[\w.]@[\w.]+\.\w/);
    });
  }
});

/** A long text by its hash. */
function shortened(text: string): string {
  return text.length < 4000 ? text : `${text.length} characters, ${sha(text)}`;
}

test('an export gives the same files, asked for or downloaded, as a zip or unpacked', async (t) => {
  const world = await started(t);
  const live = await outcomeOf(world, source, street);
  const annotated = live.files.filter((line) => !line.includes('c.jpg'));
  const unpacked = Object.fromEntries(
    threeItems.flatMap(({ name, folder, annotation }) =>
      annotation ? [[`${folder ?? '.'}/${name}.json`, JSON.stringify(annotation)]] : [],
    ),
  );
  const folder = written(t, { ...unpacked, 'classes/classes.json': JSON.stringify(classes) });
  const zip = written(t, { 'export.zip': exportZip() });
  for (const place of [`${zip}export.zip`, folder]) {
    const { made, files, problems } = await outcomeOf(world, source, place);
    assert.deepEqual([made, files, problems], [live.made, annotated, []]);
    const alone = await outcomeOf(sourceWorld(t), source, { locations: [place], root: 's3://acme/' });
    assert.deepEqual([alone.made, alone.problems], [live.made, []]);
    assert.deepEqual(alone.files, ['images/a.jpg <- s3://acme/a.jpg', 'images/night/ü b.jpg <- s3://acme/night/%C3%BC%20b.jpg']);
  }
});

test('an export without addresses needs to be told where the images lie', async (t) => {
  const { problems, files } = await outcomeOf(sourceWorld(t), source, `${written(t, { 'export.zip': exportZip() })}export.zip`);
  assert.deepEqual(files, []);
  assert.match(problems.join('\n'), /export\.zip: a\.jpg\.json: a\.jpg has no address of its own.*--root.*SA_TOKEN/);
});

test('images that lie beside their documents are these', async (t) => {
  const folder = written(t, {
    'sub/a.jpg': 'bytes',
    'sub/a.jpg___objects.json': JSON.stringify(said('a.jpg')),
    'sub/b.txt': '',
    'classes/classes.json': '[]',
  });
  const { files, skipped } = await outcomeOf(sourceWorld(t), source, folder);
  assert.deepEqual(files, [`images/sub/a.jpg <- file://${folder}sub/a.jpg`]);
  assert.deepEqual(skipped, ['sub/b.txt']);
});

test('the pixels of masks are files of the version, wherever the export comes from', async (t) => {
  const items = [
    { id: 1, name: 'a.jpg', folder: 'night', annotation: said('a.jpg', [{ ...box, type: undefined, parts: [{ color: '#1' }] }]) },
  ];
  const members = { 'night/a.jpg___save.png': 'PNG', 'night/a.jpg___fuse.png': 'drawn' };
  const live = await outcomeOf(await started(t, { items, members }), source, street);
  assert.equal(live.made['masks/night/a.jpg.png'], 'PNG');
  assert.match(live.notes.join('\n'), /masks of the export are kept/);
  assert.match(live.made['annotations/images/night/a.jpg.json']!, /"shape":\{"path":"masks\/night\/a\.jpg\.png","type":"mask"\}/);
  assert.deepEqual([live.skipped, live.problems], [['night/a.jpg___fuse.png'], []]);
  const zip = `${written(t, { 'export.zip': exportZip({ items, members }) })}export.zip`;
  const { files, made, problems } = await outcomeOf(sourceWorld(t), source, { locations: [zip], root: 's3://acme/' });
  assert.match(files.join('\n'), /^masks\/night\/a\.jpg\.png <- zip\+file:/m);
  assert.deepEqual([{ ...made, 'masks/night/a.jpg.png': 'PNG' }, problems], [live.made, []]);
});

test('keys of a list to attach are those of the integration that is named', async (t) => {
  const integrations = {
    integrations: [
      { id: 4, name: 'ours', source: 'aws', bucket_name: 'acme' },
      { id: 5, name: 'own', source: 'custom' },
    ],
  };
  const list = `${written(t, { 'list.csv': 'url,name,integration\n/a/1,one,ours\n/b,two,own\n/c,three,no\nhttps://x.example/d,,\n' })}list.csv`;
  const { files, problems } = await outcomeOf(await started(t, { integrations }), source, list);
  assert.deepEqual(files, ['images/d <- https://x.example/d', 'images/one <- s3://acme/a/1']);
  assert.match(
    problems.join('\n'),
    /integration no, which is not known; there are ours \(s3:\/\/acme\/\), own\..*integration own, which names no bucket/s,
  );
  const rooted = await outcomeOf(sourceWorld(t), source, { locations: [list], root: 's3://mine/' });
  assert.deepEqual(rooted.files.slice(1), ['images/one <- s3://mine/a/1', 'images/three <- s3://mine/c', 'images/two <- s3://mine/b']);
});

const bucket = { id: 4, name: 'ours', source: 'aws', bucket_name: 'acme' };
const placed: [title: string, path: string, options: SaOptions, root: string | undefined, location: string | RegExp][] = [
  ['an address', 'https://img.example/a.jpg', {}, undefined, 'https://img.example/a.jpg'],
  ['an address of S3', 'https://acme.s3.amazonaws.com/a%20b.jpg', {}, undefined, 's3://acme/a%20b.jpg'],
  ['a signed address', 'https://acme.s3.amazonaws.com/a.jpg?X-Amz-Signature=canary', {}, undefined, 's3://acme/a.jpg'],
  ['an address, with a root', 'https://img.example/a.jpg', {}, 's3://root/', 'https://img.example/a.jpg'],
  ['a key, with a root', '/x/600x800', {}, 's3://root/', 's3://root/x/600x800'],
  ['a key of the only integration', '/x/a b.jpg', { integrations: { integrations: [bucket] } }, undefined, 's3://acme/x/a%20b.jpg'],
  ['a key in Google', '/x', { integrations: [{ ...bucket, source: 'gcp' }] }, undefined, 'gs://acme/x'],
  ['a key in one of two', '/x', { integrations: [bucket, { ...bucket, id: 5, name: 'b' }] }, undefined, /not named; there are ours \(s3:/],
  ['a key in a storage without bucket', '/x', { integrations: [{ id: 4, name: 'own', source: 'custom' }] }, undefined, /there are own\./],
  ['a key without integrations', '/x', {}, undefined, /there is none/],
];

describe('finds the image of an external project by', () => {
  for (const [title, path, options, root, location] of placed) {
    test(title, async (t) => {
      const world = await started(t, { external: true, items: [{ id: 1, name: 'a.jpg', path }], ...options });
      const { files, problems } = await outcomeOf(world, source, { locations: [street], ...(root ? { root } : {}) });
      if (typeof location === 'string') assert.deepEqual([files, problems], [[`images/a.jpg <- ${location}`], []]);
      else assert.match(problems.join('\n'), location);
      assert.equal(files.length + problems.length, 1);
    });
  }
});

test('an uploaded image is the one under the root, where one is named', async (t) => {
  const world = await started(t, { items: [{ id: 1, name: 'a.jpg', folder: 'night', path: '/internal/1' }] });
  const { files } = await outcomeOf(world, source, { locations: [street], root: 's3://root/' });
  assert.deepEqual(files, ['images/night/a.jpg <- s3://root/night/a.jpg']);
});
