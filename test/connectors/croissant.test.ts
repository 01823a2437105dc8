import assert from 'node:assert/strict';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { bytesOf } from '../../server/connectors/croissant/address.ts';
import { createCroissantSource } from '../../server/connectors/croissant/source.ts';
import { probed, problemLines, sourceWorld, yielded } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';
import { assertRejects } from './contract.ts';
import { about, context, digest, object, set } from './croissantDocument.ts';

const source = createCroissantSource();
const world = sourceWorld(nodeTest);

interface Case {
  document: unknown;
  /** `path <- location under the folder [digests]` of all but the document. */
  files?: string[];
  notes?: string[];
  problems?: string[];
  root?: string;
}

const refused = (fields: object, message: string): Case => ({
  document: about([object(fields)]),
  problems: [`d.json: distribution "a": ${message}`],
});
const cases: Record<string, Case> = {
  'keys of 0.8, references by name': {
    document: {
      '@context': {},
      '@type': 'Dataset',
      name: 'x',
      distribution: [
        { '@type': 'sc:FileObject', name: 'images.tar', contentUrl: 'images.tar', sha256: 'foo' },
        { '@type': 'sc:FileSet', name: 'files', containedIn: '#{images.tar}', includes: '*.jpg' },
        { '@type': 'sc:FileSet', name: 'more', containedIn: 'images.tar', includes: '*.png' },
      ],
    },
    files: ['images.tar <- images.tar'],
    notes: ['d.json: distribution "images.tar" has a sha256 that is none; it is not used.'],
  },
  'keys with prefixes and as addresses': {
    document: {
      ...context,
      '@type': 'https://schema.org/Dataset',
      'https://schema.org/distribution': {
        '@type': ['http://mlcommons.org/croissant/FileObject'],
        '@id': 'a',
        'sc:contentUrl': { '@id': 'data/a.csv' },
        'sc:sha256': digest,
      },
    },
    files: [`data/a.csv <- data/a.csv sha256 ${digest}`],
  },
  'a graph': { document: { ...context, '@graph': [{ '@type': 'Person' }, about([object({})])] }, files: ['data/a.csv <- data/a.csv'] },
  'claims in upper case and with a prefix': {
    document: about([object({ sha256: `sha256:${digest.toUpperCase()}`, md5: '0CC175B9C0F1B6A831C399E269772661' })]),
    files: [`data/a.csv <- data/a.csv sha256 ${digest} md5 0cc175b9c0f1b6a831c399e269772661`],
  },
  'an MD5 that is said to be a SHA-256': {
    document: about([object({ sha256: '0cc175b9c0f1b6a831c399e269772661' })]),
    files: ['data/a.csv <- data/a.csv'],
    notes: ['d.json: distribution "a" has a sha256 that is none; it is not used.'],
  },
  'an archive with what lies in it': {
    document: about([
      object({ '@id': 'z', contentUrl: 'z.zip' }),
      object({ containedIn: { '@id': 'z' }, contentUrl: 'inside/a.csv' }),
      set({ containedIn: [{ '@id': 'z' }] }),
    ]),
    files: ['z.zip <- z.zip'],
  },
  'a list in an archive': {
    document: about([
      object({ '@id': 'z', contentUrl: 'z.zip' }),
      set({ containedIn: { '@type': 'cr:DataSource', fileObject: { '@id': 'z' }, transform: { unArchive: true, readLines: true } } }),
    ]),
    files: ['z.zip <- z.zip'],
    notes: ['d.json: the files that the lines of z name are not adopted with it; adopt that list.'],
  },
  'a folder and sets of it': {
    document: about([
      object({ '@id': 'f', contentUrl: 'data', encodingFormat: 'inode/directory' }),
      set({ containedIn: { '@id': 'f' }, includes: ['*.csv', '*.txt'], excludes: 'b*' }),
    ]),
    files: ['data/a.csv <- data/a.csv', 'data/c/d.csv <- data/c/d.csv'],
  },
  'a set beside the document': {
    document: about([set({ excludes: ['*/c/*'] })]),
    files: ['data/a.csv <- data/a.csv', 'data/b.csv <- data/b.csv'],
  },
  'a set without files': {
    document: about([set({ includes: 'none/*.csv' })]),
    problems: ['d.json: distribution "s": No file fits none/*.csv.'],
  },
  'a set that leads up': {
    document: about([set({ includes: '../*.csv' })]),
    problems: ['d.json: distribution "s": No file fits ../*.csv.'],
  },
  'no container of that name': refused({ containedIn: { '@id': 'z' } }, 'It is contained in "z", which is not described.'),
  'no contentUrl': refused({ contentUrl: undefined }, 'It has no contentUrl.'),
  'no contentUrl, but a root': {
    document: about([object({ contentUrl: undefined })]),
    root: 's3://b/k/',
    files: ['a.csv <- s3://b/k/a.csv'],
  },
  'no contentUrl in a live dataset': {
    document: about([object({ contentUrl: undefined })], { isLiveDataset: true }),
    notes: ['d.json is of a live dataset: its files may be others tomorrow.', 'd.json: a has no contentUrl, so that it is not adopted.'],
  },
  'a path that leads up': refused(
    { contentUrl: '../../etc/passwd' },
    'Its contentUrl ../../etc/passwd leads out of the folder of the document.',
  ),
  'an encoded path that leads up': refused({ contentUrl: '%2e%2e/a' }, 'Its contentUrl %2e%2e/a leads out of the folder of the document.'),
  'an absolute path': refused({ contentUrl: '/etc/passwd' }, 'Its contentUrl /etc/passwd leads out of the folder of the document.'),
  'an address of this machine': refused(
    { contentUrl: 'file:///etc/passwd' },
    'Its contentUrl begins with file:, which Datapin cannot read.',
  ),
  'another scheme': refused({ contentUrl: 'ftp://host/a.csv' }, 'Its contentUrl begins with ftp:, which Datapin cannot read.'),
  'no web address': refused({ contentUrl: 'https://[/a.csv' }, 'Its contentUrl begins with https:, which Datapin cannot read.'),
  'a repository': refused({ contentUrl: 'git@host:x.git' }, 'It is a git repository, whose files the document does not list.'),
  'behind a login': refused({ contentUrl: 'https://www.kaggle.com/api/v1/datasets/download/a/b' }, 'It lies behind the login of Kaggle.'),
  'addresses of stores, signed or not': {
    document: about([
      object({ '@id': '1', contentUrl: 'https://bkt.s3.amazonaws.com/k/1.csv?X-Amz-Signature=CANARY' }),
      object({ '@id': '2', contentUrl: 'https://bkt.s3.amazonaws.com/k/2.csv' }),
      object({ '@id': '3', contentUrl: 's3://b/k/3 4.csv' }),
      object({ '@id': '4', contentUrl: 'https://host/get?id=4', name: 'four.csv' }),
      object({ '@id': 'five', contentUrl: 'https://host/x/1.csv' }),
      object({ '@id': 'again', contentUrl: 's3://bkt/k/1.csv' }),
    ]),
    files: [
      '1.csv <- s3://bkt/k/1.csv signed',
      '2.csv <- https://bkt.s3.amazonaws.com/k/2.csv',
      '3 4.csv <- s3://b/k/3%204.csv',
      'four.csv <- https://host/get?id=4',
      'five/1.csv <- https://host/x/1.csv',
    ],
  },
  'what is no resource': { document: about([{ '@type': 'sc:Person' }, null, 'x', 7]), notes: ['d.json names no files.'] },
};

describe('documents', () => {
  for (const [title, { document, files = [], notes = [], problems = [], root }] of Object.entries(cases)) {
    test(title, async (t) => {
      const folder = tree(t, { 'd.json': document, 'data/a.csv': 'a', 'data/b.csv': 'b', 'data/c/d.csv': 'd' });
      const found = await yielded(world, source, { locations: [`${folder}d.json`], ...(root ? { root } : {}) });
      const near = (location: string) => location.replace(pathToFileURL(folder).href, '');
      assert.deepEqual(
        [
          ...found.pointers.map(({ path, pointer, claims, access }) =>
            [
              `${path} <- ${near(pointer)}`,
              ...claims!.map(({ algorithm, value }) => `${algorithm} ${value}`),
              ...(access ? ['signed'] : []),
            ].join(' '),
          ),
          ...found.files.flatMap(({ path, location }) => (path === 'd.json' ? [] : [`${path} <- ${near(location)}`])),
        ],
        files,
      );
      assert.deepEqual({ notes: found.notes, problems: problemLines(found) }, { notes, problems });
      assert.doesNotMatch(JSON.stringify(found), /CANARY/);
    });
  }

  const sizes: [text: string | undefined, bytes: number | undefined][] = [
    ['13510573713 B', 13510573713],
    ['12', 12],
    ['7 bytes', 7],
    [' B', undefined],
    ['25 MB', undefined],
    ['1.5 B', undefined],
    ['-1 B', undefined],
    [undefined, undefined],
  ];
  for (const [text, bytes] of sizes) test(`contentSize ${text}: ${bytes}`, () => assert.equal(bytesOf(text), bytes));

  test('a size counts where nothing else is declared', async (t) => {
    const folder = tree(t, {
      'd.json': about([object({ contentSize: '9 B' }), object({ '@id': 'b', contentUrl: 'b', contentSize: '9 B', sha256: digest })]),
    });
    const { pointers } = await yielded(world, source, `${folder}d.json`);
    assert.deepEqual(
      pointers.map(({ size }) => size),
      [9, undefined],
    );
  });

  const broken: [title: string, text: string, message: string][] = [
    ['no JSON', '{"@context": ', 'd.json is no JSON: it ends too early.'],
    ['a list', '[]', 'd.json describes no dataset in Croissant.'],
    ['another thing', '{"@context": {}, "@type": "sc:Person"}', 'd.json describes no dataset in Croissant.'],
  ];
  for (const [title, text, message] of broken) {
    test(title, async (t) => {
      const error = await assertRejects(yielded(world, source, `${tree(t, { 'd.json': text })}d.json`));
      assert.deepEqual([error.code, error.message], ['source.malformed', message]);
    });
  }

  const known: [title: string, name: string, content: unknown, isKnown: boolean][] = [
    ['a document', 'd.json', about([]), true],
    ['a document with another ending', 'd.jsonld', about([]), true],
    ['JSON-LD of another kind', 'd.json', { '@context': 'https://schema.org', '@type': 'Dataset' }, false],
    ['COCO', 'd.json', { images: [], annotations: [] }, false],
    ['a text about Croissant', 'd.md', 'http://mlcommons.org/croissant/ "@context"', false],
  ];
  for (const [title, name, content, isKnown] of known) {
    test(`${title} is ${isKnown ? '' : 'not '}known`, async (t) => {
      const match = await probed(world, source, tree(t, { [name]: content }) + name);
      assert.equal(match?.certainty, isKnown ? 'sure' : undefined);
    });
  }
});
