import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { locationOf, placeOf } from '../../server/connectors/huggingface/place.ts';
import { createHuggingFaceSource } from '../../server/connectors/huggingface/source.ts';
import { needsCorpus } from '../support/corpus.ts';
import { probed, sourceContext, yielded } from '../support/sourceContext.ts';
import { all, assertRejects } from './contract.ts';
import type { Answer } from './httpServer.ts';
import { commit, corpusFile, gitId, type HubOptions, sha256, startHub, token } from './hubServer.ts';

const source = createHuggingFaceSource();
const root = `hf://datasets/acme/synth@${commit}`;
const files = {
  'README.md': { bytes: '# synth\n' },
  'data/train/a b.jpg': { bytes: 'picture a', lfs: true },
  'data/train/ü.jpg': { bytes: 'picture ü', lfs: true },
  'data/val/c.jpg': { bytes: 'picture c', lfs: true },
};

describe('what names a dataset', () => {
  const hub = 'https://huggingface.co';
  const cases: [location: string, place: [dataset: string, revision: string | undefined, path: string] | undefined][] = [
    ['hf://datasets/acme/synth', ['acme/synth', undefined, '']],
    ['hf://datasets/acme/synth/', ['acme/synth', undefined, '']],
    ['hf://datasets/acme/synth@v1.0', ['acme/synth', 'v1.0', '']],
    ['hf://datasets/acme/synth@refs/convert/parquet', ['acme/synth', 'refs/convert/parquet', '']],
    ['hf://datasets/acme/synth@refs/convert/parquet/x/0.parquet', ['acme/synth', 'refs/convert/parquet', 'x/0.parquet']],
    ['hf://datasets/acme/synth@refs%2Fconvert%2Fparquet/x', ['acme/synth', 'refs/convert/parquet', 'x']],
    [`${root}/data/a%20b.jpg`, ['acme/synth', commit, 'data/a b.jpg']],
    ['hf://datasets/acme/synth/data/train', ['acme/synth', undefined, 'data/train']],
    ['hf://datasets/squad@main/train.json', ['squad', 'main', 'train.json']],
    ['https://huggingface.co/datasets/acme/synth', ['acme/synth', undefined, '']],
    ['https://huggingface.co/datasets/acme/synth?library=x#readme', ['acme/synth', undefined, '']],
    ['https://hf.co/datasets/acme/synth/tree/v1', ['acme/synth', 'v1', '']],
    ['https://huggingface.co/datasets/acme/synth/tree/refs%2Fconvert%2Fparquet', ['acme/synth', 'refs/convert/parquet', '']],
    ['https://huggingface.co/datasets/acme/synth/tree/main/data/train', ['acme/synth', 'main', 'data/train']],
    ['https://huggingface.co/datasets/acme/synth/blob/main/a%20b.jpg', ['acme/synth', 'main', 'a b.jpg']],
    ['https://huggingface.co/datasets/squad/tree/main', ['squad', 'main', '']],
    ['file:///home/me/acme/synth', ['acme/synth', undefined, '']],
    ['file:///home/me/acme/synth@v1', ['acme/synth', 'v1', '']],
    ['hf://acme/synth', undefined],
    ['hf://datasets/', undefined],
    ['hf://datasets/acme/synth@', undefined],
    ['hf://datasets/acme/synth@main/../../x', undefined],
    ['hf://datasets/../synth', undefined],
    ['https://huggingface.co/acme/model', undefined],
    ['https://huggingface.co/datasets/a/b/c/d', undefined],
    ['https://example.org/datasets/acme/synth', undefined],
  ];
  for (const [location, place] of cases) {
    test(location, () => {
      const found = placeOf(location, hub);
      assert.deepEqual(found && [found.dataset, found.revision, found.path], place);
      if (found && location.startsWith('hf:')) assert.deepEqual(placeOf(locationOf(found), hub), found);
    });
  }
});

describe('a dataset', () => {
  for (const page of [1, 2, 4, 1000]) {
    test(`in pages of ${page}`, async (t) => {
      const hub = await startHub(t, { files, page });
      const found = await yielded(hub.world(t), source, 'hf://datasets/acme/synth');
      assert.deepEqual(
        found.files.map(({ path, location, size, declaredSha256, etag }) => [path, location, size, declaredSha256, etag]),
        [
          ['README.md', `${root}/README.md`, 8, undefined, gitId('# synth\n')],
          ...['a b.jpg', 'ü.jpg'].map((name) => {
            const bytes = files[`data/train/${name}` as keyof typeof files].bytes;
            const digest = sha256(bytes);
            return [`data/train/${name}`, `${root}/data/train/${encodeURIComponent(name)}`, Buffer.byteLength(bytes), digest, digest];
          }),
          ['data/val/c.jpg', `${root}/data/val/c.jpg`, 9, sha256('picture c'), sha256('picture c')],
        ],
      );
      assert.deepEqual(found.facts, { dataset: 'acme/synth', revision: 'main', commit, license: 'cc-by-4.0' });
      assert.equal(hub.server.asked('/api/datasets/acme/synth/tree/').length, Math.ceil(4 / page));
      assert.equal(hub.cdn.requests.length, 0);
    });
  }

  const parts: [location: (origin: string) => string, paths: string[]][] = [
    [() => 'hf://datasets/acme/synth@v1/data/train', ['a b.jpg', 'ü.jpg']],
    [() => 'hf://datasets/acme/synth@refs/convert/parquet/data/', ['train/a b.jpg', 'train/ü.jpg', 'val/c.jpg']],
    [() => 'hf://datasets/acme/synth/README.md', ['README.md']],
    [(origin) => `${origin}/datasets/acme/synth/tree/v1/data/val`, ['c.jpg']],
    [(origin) => `${origin}/datasets/acme/synth/blob/main/data/val/c.jpg`, ['c.jpg']],
    [() => 'file:///work/acme/synth', Object.keys(files)],
  ];
  for (const [location, paths] of parts) {
    test(`${location('{hub}')}: ${paths.join(', ')}`, async (t) => {
      const hub = await startHub(t, { files });
      const found = await yielded(hub.world(t), source, location(hub.server.origin));
      assert.deepEqual(
        found.files.map(({ path }) => path),
        paths,
      );
      assert.ok(found.files.every((one) => one.location.startsWith(`${root}/`)));
    });
  }

  test('several at once have folders of their own', async (t) => {
    const hub = await startHub(t, { files: { 'a.txt': { bytes: 'a' } } });
    const found = await yielded(hub.world(t), source, { locations: ['hf://datasets/acme/synth', 'hf://datasets/acme/synth@v1'] });
    assert.deepEqual(
      found.files.map(({ path }) => path),
      ['acme/synth/a.txt', 'acme/synth/a.txt'],
    );
    assert.equal(found.facts?.['revision 2'], 'v1');
  });

  test('is known by its page', async (t) => {
    const hub = await startHub(t, { files });
    const world = hub.world(t);
    const match = await probed(world, source, `${hub.server.origin}/datasets/acme/synth`);
    assert.deepEqual(match, { certainty: 'sure', why: 'it is the page of acme/synth on Hugging Face' });
    assert.equal(await probed(world, source, `${hub.cdn.origin}/datasets/acme/synth`), undefined);
  });

  test('has branches and tags to choose from', async (t) => {
    const context = sourceContext((await startHub(t)).world(t), source);
    assert.deepEqual(await all(source.choices!(context, 'acme/synth')), [
      { location: 'hf://datasets/acme/synth@main', title: 'main', description: 'branch 9f1c0ff' },
      { location: 'hf://datasets/acme/synth@v1', title: 'v1', description: 'tag 9f1c0ff' },
    ]);
    assert.deepEqual(await all(source.choices!(context)), []);
  });

  test('as the samples have it', needsCorpus, async (t) => {
    const pages = ['tree.page1.json', 'tree.page2.json'].map((name) => corpusFile('api', name).toString());
    const hub = await startHub(t, {
      instead: ({ path, query }, server): Answer | undefined => {
        if (path.includes('/revision/')) return { body: corpusFile('api', 'dataset-info.json').toString() };
        if (!path.includes('/tree/')) return undefined;
        const [name, value] = corpusFile('api', 'tree.page1.headers.txt')
          .toString()
          .trim()
          .split(/: (.*)/s) as [string, string];
        return query.has('cursor') ? { body: pages[1] } : { headers: { [name]: value.replace('{BASE}', server.origin) }, body: pages[0] };
      },
    });
    const found = await yielded(hub.world(t), source, 'hf://datasets/acme/synth');
    assert.deepEqual(
      found.files.map(({ path, size, declaredSha256 }) => `${path} ${size} ${declaredSha256}`),
      [
        'data/train/0000.jpg 648 29dd8def6878037679ae18a1d6d18b726ef1d2506379e7768e5726eab2976211',
        'data/train/0001.jpg 648 2e6636995073a52419f659a22db412ff4e31a28cc4f53c70053b5145dd3458f0',
        'data/train/0002.jpg 648 8d90b658cc20ef20e7d207b7f28f0f9cd930272afacec70d2e8fc61a30f41105',
        '.gitattributes 1 undefined',
      ],
    );
    const list = hub.server.asked('/api/datasets/acme/synth/tree/').map(({ url }) => url);
    assert.equal(list[0], `/api/datasets/acme/synth/tree/${commit}?recursive=true&expand=false`);
  });
});

describe('what is refused', () => {
  const error = (status: number, code?: string): Answer => ({
    status,
    headers: code ? { 'x-error-code': code } : {},
    body: { error: 'x' },
  });
  const always = (answer: Answer) => ({ instead: () => answer });
  const entries = (...body: unknown[]) => ({ instead: ({ path }: { path: string }) => (path.includes('/tree/') ? { body } : undefined) });
  const next = (link: (origin: string) => string): HubOptions => ({
    instead: ({ path }, server) =>
      path.includes('/tree/') ? { headers: { link: `<${link(server.origin)}>; rel="next"` }, body: [] } : undefined,
  });
  const elsewhere = () => 'http://127.0.0.2:9/api/datasets/acme/synth/tree/x';
  const again = (origin: string) => `${origin}/api/datasets/acme/synth/tree/${commit}?cursor=1`;
  const cases: [title: string, options: HubOptions, hasToken: boolean, said: string][] = [
    [
      'a name that nobody has',
      always(error(401, 'RepoNotFound')),
      false,
      'source.project: Hugging Face has no dataset acme/synth, or it is private. | HF_TOKEN',
    ],
    [
      'a private one, with a token',
      always(error(404, 'RepoNotFound')),
      true,
      'source.project: Hugging Face has no dataset acme/synth, or it is private. | token',
    ],
    ['a token that is over', always(error(401)), true, 'secret.refused: Hugging Face refuses the access token of Hugging Face.'],
    [
      'a gated one without token',
      always(error(401, 'GatedRepo')),
      false,
      'secret.missing: acme/synth is open only to who has agreed to its terms. | HF_TOKEN',
    ],
    [
      'a gated one with a token',
      always(error(403, 'GatedRepo')),
      true,
      'web.denied: The owner of acme/synth has not let in whose token this is. | terms',
    ],
    ['no right', always(error(403)), true, 'web.denied: Hugging Face gives no access to acme/synth. | right'],
    ['too many requests', always(error(429)), true, 'source.rate-limit: Hugging Face is asked too often.'],
    ['a hub that is broken', always(error(500)), true, 'web.failed: '],
    ['a page for people', always({ body: '<html>' }), true, 'source.answer: What Hugging Face answers for acme/synth is no JSON.'],
    ['no commit', always({ body: { sha: 'main' } }), true, 'source.answer: What Hugging Face answers for acme/synth names no commit.'],
    ['no list', entries(), true, 'adopt.empty: acme/synth has no files.'],
    [
      'an error in place of a list',
      { instead: ({ path }) => (path.includes('/tree/') ? { body: { error: 'x' } } : undefined) },
      true,
      'source.answer: What Hugging Face answers for acme/synth is no list of files.',
    ],
    [
      'a file without size',
      entries({ type: 'file', path: 'a', oid: 'x' }),
      true,
      'source.answer: What Hugging Face answers for acme/synth lists a file without path, size or id.',
    ],
    [
      'a page that leads elsewhere',
      next(elsewhere),
      true,
      'source.answer: What Hugging Face answers for acme/synth leads to another server for its next page.',
    ],
    [
      'pages in a circle',
      next(again),
      true,
      'source.answer: What Hugging Face answers for acme/synth leads from a page of its files to one that was read already.',
    ],
  ];
  for (const [title, options, hasToken, said] of cases) {
    test(title, async (t) => {
      const world = (await startHub(t, options)).world(t, { token: hasToken ? token : undefined });
      const { code, message, hint } = await assertRejects(yielded(world, source, 'hf://datasets/acme/synth'));
      const [words = '', inHint = ''] = said.split(' | ');
      assert.ok(`${code}: ${message}`.startsWith(words), `${code}: ${message}`);
      assert.ok(hint?.includes(inHint), hint);
    });
  }

  test('a revision that is not there: the others are named, the nearest first', async (t) => {
    const world = (await startHub(t, { files })).world(t);
    const { code, message, hint } = await assertRejects(yielded(world, source, 'hf://datasets/acme/synth@v2'));
    assert.deepEqual([code, message, hint], ['source.project', 'acme/synth has no revision "v2".', 'It has v1, main.']);
  });

  test('what names no dataset', async (t) => {
    const world = (await startHub(t)).world(t);
    assert.equal((await assertRejects(yielded(world, source, 'hf://models/x'))).code, 'source.location');
  });

  const passing: [title: string, fault: Parameters<Awaited<ReturnType<typeof startHub>>['server']['spoil']>[1]][] = [
    ['429 and when to come back', { status: 429, retryAfter: '0', times: 2 }],
    ['503', { status: 503, times: 2 }],
    ['a reset', { reset: true, times: 1 }],
    ['a list that is cut off', { truncate: 20, times: 2 }],
    ['a list that comes compressed', { gzip: true }],
    ['a list that drips', { drip: 3 }],
  ];
  for (const [title, fault] of passing) {
    test(`what passes: ${title}`, async (t) => {
      const hub = await startHub(t, { files });
      hub.server.spoil('/api/datasets/acme/synth/tree/', fault);
      const found = await yielded(hub.world(t), source, 'hf://datasets/acme/synth');
      assert.equal(found.files.length, 4);
    });
  }
});
