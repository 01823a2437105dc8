import assert from 'node:assert/strict';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { hubFolder } from '../../server/connectors/lfs/remote.ts';
import { createLfsSource } from '../../server/connectors/lfs/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { lfsPointer } from '../../server/kit/lfsPointer.ts';
import { problemsOf } from '../core/adoptionWorld.ts';
import { needsCorpus } from '../support/corpus.ts';
import { probed, sourceWorld, yielded } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';
import { commit, corpusFile, sha256, startHub } from './hubServer.ts';

const source = createLfsSource();
const world = sourceWorld(nodeTest);
const pointer = (bytes: string) =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(bytes)}\nsize ${Buffer.byteLength(bytes)}\n`;
const attributes = '*.jpg filter=lfs diff=lfs merge=lfs -text\n';
const digest = sha256('picture');

describe('pointers', () => {
  const cases: [title: string, text: string, found: ReturnType<typeof lfsPointer>][] = [
    ['as Git LFS writes it', pointer('picture'), { sha256: digest, size: 7 }],
    ['with the line breaks of Windows', pointer('picture').replaceAll('\n', '\r\n'), { sha256: digest, size: 7 }],
    ['with extensions', pointer('picture').replace('oid', `ext-0-foo sha256:${digest}\noid`), { sha256: digest, size: 7 }],
    ['of the time before', pointer('picture').replace('git-lfs', 'hawser'), { sha256: digest, size: 7 }],
    ['without a size', pointer('picture').replace(/size.*\n/, ''), undefined],
    ['of another digest', pointer('picture').replace('sha256', 'sha512'), undefined],
    ['of another version', pointer('picture').replace('v1', 'v2'), undefined],
    ['in another text', ` ${pointer('picture')}`, undefined],
    ['that is too long', pointer('picture') + 'x'.repeat(1024), undefined],
    ['that is empty', '', undefined],
  ];
  for (const [title, text, found] of cases) test(title, () => assert.deepEqual(lfsPointer(text), found));

  test('of the samples', needsCorpus, () => {
    const found = lfsPointer(corpusFile('lfs-pointer.txt').toString());
    assert.deepEqual(found, { sha256: '29dd8def6878037679ae18a1d6d18b726ef1d2506379e7768e5726eab2976211', size: 648 });
  });
});

describe('where a clone comes from', () => {
  const remote = (url: string) =>
    `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/*\n[branch "main"]\n\tremote = origin\n`;
  const head = { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${commit}\n` };
  const at = `hf://datasets/acme/synth@${commit}/`;
  const cases: [title: string, url: string, files: Record<string, string>, found: string | undefined][] = [
    ['https', 'https://huggingface.co/datasets/acme/synth', head, at],
    ['https, with a user', 'https://me:hf_x@huggingface.co/datasets/acme/synth.git', head, at],
    ['ssh', 'git@hf.co:datasets/acme/synth', head, at],
    ['a commit that is checked out', 'https://hf.co/datasets/acme/synth', { '.git/HEAD': `${commit}\n` }, at],
    [
      'packed branches',
      'https://hf.co/datasets/acme/synth',
      { '.git/HEAD': head['.git/HEAD'], '.git/packed-refs': `# pack-refs\n${commit} refs/heads/main\n` },
      at,
    ],
    ['no commit yet', 'https://hf.co/datasets/acme/synth', { '.git/HEAD': head['.git/HEAD'] }, undefined],
    ['another host', 'https://github.com/datasets/acme', head, undefined],
    ['a host that is called alike', 'https://huggingface.co.example/datasets/acme/synth', head, undefined],
    ['a model', 'https://huggingface.co/acme/synth', head, undefined],
  ];
  for (const [title, url, files, found] of cases) {
    test(title, async () => {
      const all: Record<string, string> = { '.git/config': remote(url), ...files };
      assert.equal(await hubFolder(async (path) => all[path]), found);
    });
  }
  test('no clone', async () => assert.equal(await hubFolder(async () => undefined), undefined));
});

describe('a clone', () => {
  const clone = (url: string) => ({
    '.gitattributes': attributes,
    '.git/HEAD': `${commit}\n`,
    '.git/config': `[remote "origin"]\n\turl = ${url}\n`,
    'README.md': '# x\n',
    'data/a.jpg': pointer('picture'),
    'data/b.jpg': 'the real picture b',
  });

  test('whose files were not fetched is refused, file by file', async (t) => {
    const folder = tree(t, { ...clone('https://git.example/x'), 'data/c.jpg': pointer('c') });
    const request = { locations: [pathToFileURL(folder).href], as: 'clone' };
    assert.deepEqual(await problemsOf(adopt(world, request)), [
      'data/a.jpg: Only a pointer of Git LFS lies here, not the file. Fetch the files with git lfs pull.',
      'data/c.jpg: Only a pointer of Git LFS lies here, not the file. Fetch the files with git lfs pull.',
    ]);
    const { version, source: used, notes } = await adopt(world, { ...request, keepGoing: true });
    const paths = [...world.registry.versions.files(version)].map(({ path }) => path);
    assert.deepEqual([used?.id, paths], ['lfs', ['.gitattributes', 'README.md', 'data/b.jpg']]);
    assert.ok(notes.some((note) => note.startsWith('.git was left out')));
  });

  test('from Hugging Face has its files there, when they are those of the commit', async (t) => {
    const hub = await startHub(t, {
      files: { 'data/a.jpg': { bytes: 'picture', lfs: true }, 'data/c.jpg': { bytes: 'new c', lfs: true } },
    });
    const folder = tree(t, { ...clone('https://huggingface.co/datasets/acme/synth'), 'data/c.jpg': pointer('old c') });
    const app = hub.world(t);
    const { createHuggingFaceConnector } = await import('../../server/connectors/huggingface/connector.ts');
    const connector = createHuggingFaceConnector(app);
    const near = {
      ...app,
      connectorFor: async (location: string) => (location.startsWith('hf:') ? connector : app.connectorFor(location)),
    };
    const found = await yielded(near, source, folder);
    const file = found.files.find(({ path }) => path === 'data/a.jpg');
    assert.deepEqual([file?.location, file?.declaredSha256, file?.size], [`hf://datasets/acme/synth@${commit}/data/a.jpg`, digest, 7]);
    assert.deepEqual(
      found.problems.map(({ at }) => at),
      ['data/c.jpg'],
    );
    assert.deepEqual(found.facts, { pointers: 2 });
  });

  const known: [title: string, files: Record<string, string>, why: string | undefined][] = [
    ['with a pointer below', { '.gitattributes': attributes, 'x/y/a.jpg': pointer('a') }, 'x/y/a.jpg is a pointer of Git LFS'],
    ['with a pointer above', { '.gitattributes': attributes, 'a.jpg': pointer('a') }, 'a.jpg is a pointer of Git LFS'],
    ['that was fetched whole', { '.gitattributes': attributes, 'a.jpg': 'picture' }, undefined],
    ['without LFS', { '.gitattributes': '# filter=lfs\n*.txt text\n', 'a.jpg': pointer('a') }, undefined],
    ['of which it is a folder', { 'x/a.jpg': pointer('a') }, 'x/a.jpg is a pointer of Git LFS'],
    ['no clone', { 'a.jpg': 'picture', 'x/a.txt': 'version 1' }, undefined],
  ];
  for (const [title, files, why] of known) {
    test(`${title}: ${why ?? 'no'}`, async (t) => assert.equal((await probed(world, source, tree(t, files)))?.why, why));
  }
});
