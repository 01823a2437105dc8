/** One table of questions to the catalog of the registry and to the one in memory that other tests lean on. */
import assert from 'node:assert/strict';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import type { Catalog, CatalogDataset, CatalogNode, NodeName } from '../../server/language/catalog.ts';
import { toWireVersion } from '../../server/lsp/toWire.ts';
import { createRegistryCatalog } from '../../server/registryCatalog.ts';
import { type MemoryFacts, memoryCatalog, sampleDatasets, sampleFacts } from '../support/catalog.ts';
import type { MemoryExecution } from '../support/memoryCatalog.ts';
import { factsRegistry } from './factsRegistry.ts';

const nested: MemoryExecution = {
  id: 'nested:1',
  step: 'train',
  status: 'stopped',
  createdAt: '2026-11-22T12:00:00Z',
  createdBy: 'anna',
  folder: '/projects/digits/nested',
  duration: 3,
};

const facts: Required<Omit<MemoryFacts, 'shared'>> = {
  files: {
    ...sampleFacts.files,
    // In order of bytes a file may stand between a folder and what is in it.
    'old:v2': ['a/b/c.png', 'a/b.png', 'a-b.png', 'a.png', 'ä.png', 'z/ü/1', 'B'].map((path) => ({ path, bytes: path.length })),
  },
  executions: [...(sampleFacts.executions ?? []), nested].map((one) => ({ ...one, createdAt: new Date(one.createdAt).toISOString() })),
  lineage: [...(sampleFacts.lineage ?? []), ['digits:v3', 'digits#4', 'validation']],
};
const datasets = sampleDatasets.map(withFacts);

/** What an answer is boiled down to is said beside the question. */
const questions: [label: string, ask: (catalog: Catalog) => unknown, expected: unknown][] = [
  ['all names, sorted', (c) => c.names(), ['churn', 'digits', 'empty', 'images-large', 'old']],
  ['names of data', (c) => c.names('dataset'), ['digits', 'empty', 'images-large', 'old']],
  ['names of models', (c) => c.names('model'), ['churn']],

  ['a dataset, newest version first', (c) => c.dataset('digits')?.versions.map(({ name }) => name), ['v3', 'v2', 'v1']],
  ['a model', (c) => [c.dataset('churn')?.kind, c.dataset('churn')?.versions[0]?.kind], ['model', 'model']],
  ['a dataset without versions', (c) => c.dataset('empty')?.versions, []],
  ['a dataset that is not there', (c) => c.dataset('nothing'), undefined],
  ['a dataset by a part of its name', (c) => c.dataset('digit'), undefined],
  ['a dataset in other letters', (c) => c.dataset('Digits'), undefined],
  ['aliases', (c) => c.dataset('digits')?.versions.map(({ aliases }) => aliases.join(' ')), ['', 'production stable_1', '']],
  ['integrity', (c) => c.dataset('digits')?.versions.map(({ integrity }) => integrity), ['whole', 'whole', 'broken']],
  ['identity', (c) => c.dataset('digits')?.versions.map(({ identity }) => identity), ['content', 'content', 'provider']],
  [
    'what is deprecated',
    (c) => c.dataset('old')?.versions.map((one) => one.deprecated ?? null),
    [null, { why: 'wrong labels', use: 'digits:v3' }],
  ],
  ['origin in words', (c) => c.newest('images-large')?.origin, 'adopted from s3://bucket/images_[x]/'],

  ['the newest', (c) => c.newest('digits')?.name, 'v3'],
  ['the newest is as in its dataset', (c) => isEqual(c.newest('digits'), c.dataset('digits')?.versions[0]), true],
  ['the newest of none', (c) => c.newest('empty'), undefined],
  ['the newest of what is not there', (c) => c.newest('nothing'), undefined],

  ['entries of the root', list({ of: 'digits:v3' }), ['labels.csv 64', 'train/ 630']],
  ['entries of a folder', list({ of: 'digits:v3', folder: 'train' }), ['train/0/ 320', 'train/1/ 310']],
  ['entries of a folder with its slash', list({ of: 'digits:v3', folder: 'train/' }), ['train/0/ 320', 'train/1/ 310']],
  ['entries of a deep folder', list({ of: 'digits:v3', folder: 'train/0' }), ['train/0/a.png 320']],
  ['entries, no more than asked for', list({ of: 'digits:v3', limit: 1 }), ['labels.csv 64']],
  ['no entries when none are asked for', list({ of: 'digits:v3', limit: 0 }), []],
  ['entries of a folder that is not there', list({ of: 'digits:v3', folder: 'test' }), []],
  ['entries of the beginning of a folder', list({ of: 'digits:v3', folder: 'tra' }), []],
  ['entries of a file', list({ of: 'digits:v3', folder: 'labels.csv' }), []],
  ['entries of a version without files', list({ of: 'digits:v2' }), []],
  ['entries of a version that is not there', list({ of: 'digits:v9' }), []],
  ['entries of a dataset that is not there', list({ of: 'nothing:v1' }), []],
  ['entries in the order of bytes', list({ of: 'old:v2' }), ['B 1', 'a-b.png 7', 'a.png 5', 'a/ 16', 'z/ 5', 'ä.png 5']],
  ['entries of a folder beside a file of its name', list({ of: 'old:v2', folder: 'a' }), ['a/b.png 7', 'a/b/ 9']],
  ['entries of a folder with a name beyond ASCII', list({ of: 'old:v2', folder: 'z/ü' }), ['z/ü/1 5']],
  [
    'where an entry lies',
    (c) => entries(c, { of: 'digits:v3' }).map(({ location }) => location ?? null),
    ['file:///data/digits/labels.csv', null],
  ],
  ['names of entries', (c) => entries(c, { of: 'digits:v3', folder: 'train' }).map(({ name }) => name), ['0', '1']],

  ['a version', (c) => titled(c.node(version('digits:v2'))), 'digits:v2'],
  ['a version that is not there', (c) => c.node(version('digits:v9')), undefined],
  ['an alias is no version', (c) => c.node(version('digits:production')), undefined],
  ['an execution', (c) => titled(c.node(execution('digits:3'))), 'digits:3 train complete 1800'],
  ['an execution that is on', (c) => titled(c.node(execution('digits:4'))), 'digits:4 evaluate started '],
  ['an execution that is not there', (c) => c.node(execution('digits:9')), undefined],
  ['a moving name is no execution', (c) => c.node(execution('digits:latest')), undefined],
  ['what is no name', (c) => c.node(execution('digits')), undefined],

  ['what made a model', around('in', version('churn:v2')), ['output digits:3 train complete 1800']],
  ['what a model was used for', around('out', version('churn:v2')), ['model digits:4 evaluate started ']],
  ['what an execution took', around('in', execution('digits:4')), ['model churn:v2', 'dataset digits:v3', 'validation digits:v3']],
  ['what an execution made', around('out', execution('digits:1')), ['output digits:v2']],
  ['what was made of a version', around('out', version('digits:v2')), ['derive digits:v3', 'dataset digits:3 train complete 1800']],
  ['what a version was derived from', around('in', version('digits:v3')), ['derive digits:v2']],
  ['the neighbours of one that stands alone', around('in', version('old:v1')), []],
  ['the neighbours of a version that is not there', around('in', version('old:v9')), []],
  ['the neighbours of an execution that is not there', around('out', execution('old:1')), []],

  ['all executions', ids({}), 'nested:1 digits:4 digits:3 digits:2 digits:1'],
  ['the last two', ids({ limit: 2 }), 'nested:1 digits:4'],
  ['of a step, anywhere', ids({ step: 'train' }), 'nested:1 digits:3 digits:2'],
  ['of a step, here', ids({ step: 'train', folder: '/projects/digits' }), 'digits:3 digits:2'],
  ['the last of a step, here', ids({ step: 'train', folder: '/projects/digits', limit: 1 }), 'digits:3'],
  ['here', ids({ folder: '/projects/digits' }), 'digits:4 digits:3 digits:2 digits:1'],
  ['here, by its URI', ids({ folder: 'file:///projects/digits' }), 'digits:4 digits:3 digits:2 digits:1'],
  ['here, with a slash at the end', ids({ folder: 'file:///projects/digits/' }), 'digits:4 digits:3 digits:2 digits:1'],
  ['in a folder below', ids({ step: 'evaluate', folder: '/projects/digits/src/deep' }), 'digits:4'],
  ['in a project inside another', ids({ folder: '/projects/digits/nested/src' }), 'nested:1'],
  ['of a step that the nearest project does not have', ids({ step: 'evaluate', folder: '/projects/digits/nested' }), ''],
  ['around the project', ids({ folder: '/projects' }), ''],
  ['beside the project', ids({ folder: '/projects/digits-2' }), ''],
  ['of a step that never ran', ids({ step: 'deploy', folder: '/projects/digits' }), ''],
];

for (const [kind, catalog] of [
  ['the registry', createRegistryCatalog(factsRegistry(suite, datasets, facts))],
  ['memory', memoryCatalog(datasets, facts)],
] as const) {
  describe(`the catalog of ${kind} answers`, () => {
    for (const [label, ask, expected] of questions) test(label, () => assert.deepEqual(plain(ask(catalog)), expected));
  });
}

describe('the catalogs of the registry and of memory', () => {
  const [registry, memory] = [createRegistryCatalog(factsRegistry(suite, datasets, facts)), memoryCatalog(datasets, facts)];
  const whole: [label: string, ask: (catalog: Catalog) => unknown][] = [
    ['datasets', (c) => c.names().map((name) => c.dataset(name))],
    ['newest versions', (c) => c.names().map((name) => c.newest(name) ?? null)],
    ['entries', (c) => Object.keys(facts.files).map((of) => entries(c, { of }))],
    ['executions', (c) => c.executions({ limit: 100 })],
    ['nodes', (c) => [c.node(version('old:v1')), c.node(execution('digits:2'))]],
    ['neighbours', (c) => c.neighbours(execution('digits:4'), 'in')],
  ];
  for (const [label, ask] of whole)
    test(`agree on all of their ${label}`, () => assert.deepEqual(plain(ask(registry)), plain(ask(memory))));
});

for (const folder of ['file://elsewhere/projects/digits', 'file:///projects%2Fdigits', 'file:///%E0%A4%A']) {
  test(`${folder} is no folder of ours`, () => {
    const catalog = createRegistryCatalog(factsRegistry(suite, datasets, facts));
    assert.deepEqual(catalog.executions({ folder, limit: 1 }), []);
  });
}

describe('between two changes', () => {
  test('names and versions stay as they were read; then they are read again', (t) => {
    const registry = factsRegistry(t, datasets, facts);
    const catalog = createRegistryCatalog(registry);
    const look = () => [catalog.names().length, catalog.newest('old')?.aliases, catalog.dataset('old')?.versions[0]?.aliases];
    assert.deepEqual(look(), [5, [], []]);
    registry.datasets.setAlias('old', 'good', 'v2');
    registry.transaction(() => registry.datasets.ensure('young', 'dataset'));
    assert.deepEqual(look(), [5, [], []]);
    catalog.forget();
    assert.deepEqual(look(), [6, ['good'], ['good']]);
  });

  test('more datasets than are kept are all answered', (t) => {
    const many = Array.from({ length: 700 }, (_, i) => ({ ...datasets.find(({ name }) => name === 'old')!, name: `set-${i}` }));
    const registry = factsRegistry(t, [], { ...facts, executions: [], lineage: [] });
    registry.transaction(() => {
      for (const { name } of many) registry.datasets.ensure(name, 'dataset');
    });
    const catalog = createRegistryCatalog(registry);
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(
        many.map(({ name }) => catalog.dataset(name)?.name),
        many.map(({ name }) => name),
      );
    }
  });
});

test('a deprecated version crosses to the client with its reason', (t) => {
  const { versions } = factsRegistry(t, datasets, facts);
  const crossed = versions.list('old').map((version) => toWireVersion(version).deprecated);
  assert.deepEqual(crossed, [undefined, { why: 'wrong labels', use: 'digits:v3' }]);
});

/** A registry counts files and bytes itself, keeps the thousandths of a second, and shows a folder as a person would. */
function withFacts({ name, kind, versions }: CatalogDataset): CatalogDataset {
  return {
    name,
    kind,
    versions: versions.map((version) => {
      const files = facts.files[`${name}:${version.name}`] ?? [];
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const origin = version.origin.replace('file://', '');
      return { ...version, origin, files: files.length, bytes, createdAt: new Date(version.createdAt).toISOString() };
    }),
  };
}

interface Asked {
  of: string;
  folder?: string;
  limit?: number;
}

function entries(catalog: Catalog, { of, folder = '', limit = 100 }: Asked) {
  const { dataset, name } = version(of);
  return catalog.entries({ dataset, version: name, folder, limit });
}

function list(asked: Asked): (catalog: Catalog) => unknown {
  return (catalog) => entries(catalog, asked).map(({ path, bytes }) => `${path} ${bytes}`);
}

function around(direction: 'in' | 'out', of: NodeName): (catalog: Catalog) => unknown {
  return (catalog) => catalog.neighbours(of, direction).map(({ node, role }) => `${role} ${titled(node)}`);
}

function ids(query: { step?: string; folder?: string; limit?: number }): (catalog: Catalog) => unknown {
  return (catalog) =>
    catalog
      .executions({ limit: 100, ...query })
      .map(({ id }) => id)
      .join(' ');
}

function titled(node: CatalogNode | undefined): string | undefined {
  if (node?.type === 'version') return `${node.dataset}:${node.version.name}`;
  return node && `${node.execution.id} ${node.execution.step} ${node.execution.status} ${node.execution.duration ?? ''}`;
}

function version(ref: string) {
  const [dataset = '', name = ''] = ref.split(':');
  return { type: 'version' as const, dataset, name };
}

function execution(id: string): NodeName {
  return { type: 'execution', id };
}

/** Whether a key is absent or undefined is all one. */
function plain<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
