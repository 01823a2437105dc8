import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireLineageNode } from '../../server/protocol/wire.ts';
import { type Facts, factsOf } from '../../webview/lineage/facts.ts';
import { indexGraph } from '../../webview/lineage/graph.ts';
import { digits, execution, version } from './sample.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const wire = digits();
const graph = indexGraph(wire);

/** The facts as lines: `Section / name: value`, with `-> id` for a link and `[copy text]` for what can be copied. */
function lines(facts: Facts): string[] {
  return facts.sections.flatMap(({ title, facts: rows }) =>
    rows.map(({ name, value, node, copy }) => `${title} / ${name}: ${value}${node ? ` -> ${node}` : ''}${copy ? ` [${copy}]` : ''}`),
  );
}
const factsAbout = (node: WireLineageNode) => factsOf(node, graph, now);

test('a version', () => {
  const facts = factsAbout(graph.nodes.get('digits:train')!);
  const hash = wire.nodes.flatMap((node) => (node.type === 'version' && node.id === 'digits:train' ? [node.version.hash] : []))[0]!;
  assert.deepEqual(
    [facts.title, facts.about, facts.reference, facts.open, facts.state],
    ['digits:train', 'Dataset version', 'digits:train', 'Open manifest', undefined],
  );
  assert.deepEqual(lines(facts), [
    'Version / Files: 1,362',
    'Version / Size: 944 kB',
    'Version / Aliases: latest',
    'Version / Created: 2 h ago',
    'Version / By: ada',
    'Version / Origin: derived from digits:clean',
    `Version / Hash: ${hash.slice(7, 19)}… [${hash}]`,
    'Version / Integrity: Not checked yet',
    'Made from / derive: digits:clean -> digits:clean',
    'Used by / training-images: train digits:2 -> digits:2',
    'Used by / training-images: train digits:3 -> digits:3',
    'Used by / training-images: train digits:4 -> digits:4',
  ]);
});

test('a version that an execution made', () => {
  assert.ok(lines(factsAbout(graph.nodes.get('digit-net:v1')!)).includes('Made from / execution: train digits:2 -> digits:2'));
});

test('an execution', () => {
  const facts = factsAbout(graph.nodes.get('digits:2')!);
  assert.deepEqual([facts.title, facts.about, facts.reference, facts.open], ['train', 'Execution digits:2', 'digits:2', 'Open log']);
  assert.deepEqual(lines(facts), [
    'Execution / Created: 1 h ago',
    'Execution / By: ada',
    'Execution / Started: 59 min ago',
    'Execution / Ended: 55 min ago',
    'Execution / Duration: 4 min 12 s',
    'Execution / Cost: 1.42',
    'Execution / Commit: 0f3c9a7d5b1e, with changes [0f3c9a7d5b1e2846c0d9e8f7a6b5c4d3e2f10987]',
    'Execution / Image: python:3.13',
    'Execution / Command: python train.py --epochs 5 [python train.py --epochs 5]',
    'Parameters / epochs: 5',
    'Parameters / learning_rate: 0.001',
    'Inputs / training-images: digits:train -> digits:train',
    'Inputs / textures: augmentation-textures:v12 -> augmentation-textures:v12',
    'Outputs / output: digit-net:v1 -> digit-net:v1',
    'Metadata / accuracy: 0.97654',
    'Metadata / loss: 0.0812',
  ]);
});

test('an input that is not in the graph is named, and leads nowhere', () => {
  const facts = factsAbout(execution('digits:9', { inputs: [{ input: 'images', ref: 'far:v1' }] }));
  assert.ok(lines(facts).includes('Inputs / images: far:v1'));
});

const states: [what: string, node: WireLineageNode, state: Facts['state']][] = [
  ['a whole version', version('a:v1', { integrity: 'whole' }), undefined],
  [
    'a broken version',
    version('a:v1', { integrity: 'broken' }),
    { icon: 'broken', words: 'Integrity broken: the bytes are not those that were adopted', bad: true },
  ],
  [
    'an unread version',
    version('a:v1', { identity: 'provider' }),
    { icon: 'provider', words: 'Identity by provider: the bytes were not read yet', bad: false },
  ],
  ['a complete execution', execution('p:1'), { icon: 'complete', words: 'Complete, exit code 0', bad: false }],
  [
    'one that failed',
    execution('p:1', { status: 'error', exitCode: 1, message: 'no space left' }),
    { icon: 'error', words: 'Error, exit code 1: no space left', bad: true },
  ],
  ['one that waits', execution('p:1', { status: 'queued', exitCode: undefined }), { icon: 'queued', words: 'Queued', bad: false }],
];
for (const [what, node, state] of states) test(`state of ${what}`, () => assert.deepEqual(factsAbout(node).state, state));
