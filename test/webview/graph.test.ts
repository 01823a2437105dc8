import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToPage } from '../../server/protocol/lineagePage.ts';
import { lineOf, spoken } from '../../webview/lineage/describe.ts';
import { indexGraph, pathThrough, versionNode } from '../../webview/lineage/graph.ts';
import { layoutGraph } from '../../webview/lineage/layout.ts';
import { readMessage } from '../../webview/lineage/protocol.ts';
import { looking, readState } from '../../webview/lineage/state.ts';
import { columnsOf, type Direction, step } from '../../webview/lineage/walk.ts';
import { aroundTheModel, digits, edge, execution, version } from './sample.ts';

const graph = indexGraph(digits());
const layout = layoutGraph({ nodes: [...graph.nodes.keys()], edges: graph.edges });
const now = Date.parse('2026-03-01T12:00:00Z');

test('one line for two roles between the same nodes, none for ends that are not there', () => {
  const made = indexGraph({
    nodes: [version('a:v1'), execution('p:1')],
    edges: [
      edge('a:v1', 'p:1', 'train'),
      edge('a:v1', 'p:1', 'test'),
      edge('a:v1', 'p:1', 'test'),
      edge('gone:v1', 'p:1', 'x'),
      edge('p:1', 'p:1', 'x'),
    ],
    truncated: true,
    focus: 'gone:v1',
  });
  assert.deepEqual(
    made.edges.map(({ source, target, roles }) => ({ source, target, roles })),
    [{ source: 'a:v1', target: 'p:1', roles: ['train', 'test'] }],
  );
  assert.deepEqual([made.focus, made.truncated], [undefined, true]);
});

test('a version is found by its reference, whatever its id, and is not mistaken for an execution', () => {
  const made = indexGraph({
    nodes: [execution('digits:3'), { ...version('digits:3'), id: 'version digits:3' }],
    edges: [],
    truncated: false,
  });
  assert.equal(versionNode(made, 'digits:3'), 'version digits:3');
  assert.equal(versionNode(made, 'digits:4'), undefined);
});

const paths: [id: string, nodes: string[]][] = [
  ['faces:v1', ['faces:v1']],
  ['digits:3', ['digits:1', 'digits:3', 'digits:clean', 'digits:raw', 'digits:train', 'labels:2026-02']],
  ['digit-net:v1', aroundTheModel],
];
for (const [id, nodes] of paths)
  test(`what ${id} came from, and what came from it`, () => {
    const path = pathThrough(graph, id);
    assert.deepEqual([...path.nodes].sort(), nodes);
    for (const one of graph.edges) if (path.edges.has(one.key)) assert.ok(path.nodes.has(one.source) && path.nodes.has(one.target));
  });

test('a path through a loop ends', () => {
  const loop = indexGraph({
    nodes: [version('a:v1'), version('b:v1')],
    edges: [edge('a:v1', 'b:v1', 'x'), edge('b:v1', 'a:v1', 'y')],
    truncated: false,
  });
  assert.equal(pathThrough(loop, 'a:v1').nodes.size, 2);
});

const sentences: [id: string, words: string][] = [
  ['digits:train', 'digits:train, version, alias latest, 1,362 files, 944 kB, 1 input, 3 outputs'],
  ['digit-net:v1', 'digit-net:v1, model version, alias production, 3 files, 44 MB, 1 input, 2 outputs'],
  ['augmentation-textures:v12', 'augmentation-textures:v12, version, 96 files, 311 MB, 0 inputs, 1 output, integrity broken'],
  ['labels:2026-02', 'labels:2026-02, version, 1 file, 88 kB, 0 inputs, 1 output, identity by provider'],
  ['digits:3', 'train, execution digits:3, error, 1 input, 0 outputs'],
];
for (const [id, words] of sentences) test(`spoken: ${id}`, () => assert.equal(spoken(graph.nodes.get(id)!, graph), words));

const lines: [id: string, words: string][] = [
  ['digits:train', 'latest · 1,362 files · 944 kB'],
  ['digits:2', 'digits:2 · 4 min 12 s'],
  ['digits:6', 'digits:6 · queued'],
];
for (const [id, words] of lines) test(`second line: ${id}`, () => assert.equal(lineOf(graph.nodes.get(id)!, now), words));

test('an execution that runs shows how long it has', () => {
  const running = execution('p:1', {
    status: 'started',
    duration: undefined,
    endedAt: undefined,
    startedAt: new Date(now - 130_000).toISOString(),
  });
  assert.equal(lineOf(running, now), 'p:1 · 2 min 10 s');
});

const walker = { graph, layout, columns: columnsOf(layout) };
const walks: [from: string, direction: Direction, to: string | undefined][] = [
  ['digits:2', 'input', 'digits:train'],
  ['digits:2', 'output', 'digit-net:v1'],
  ['digits:clean', 'input', 'digits:1'],
  ['digits:raw', 'input', undefined],
  ['report:v1', 'output', undefined],
  ['digits:raw', 'down', 'labels:2026-02'],
  ['labels:2026-02', 'up', 'digits:raw'],
  ['labels:2026-02', 'down', 'faces:v1'],
  ['faces:v1', 'up', 'report:v1'],
  ['faces:v1', 'down', undefined],
  ['digits:2', 'first', 'digits:raw'],
  ['digits:2', 'last', 'faces:v1'],
];
for (const [from, direction, to] of walks) test(`${direction} of ${from}`, () => assert.equal(step(walker, from, direction), to));

test('going back returns to where the reader came from', () => {
  assert.equal(step({ ...walker, cameFrom: 'augmentation-textures:v12' }, 'digits:2', 'input'), 'augmentation-textures:v12');
});

test('every node can be reached with the arrows', () => {
  const seen = new Set([step(walker, 'report:v1', 'first')!]);
  for (const id of seen)
    for (const direction of ['input', 'output', 'up', 'down'] as const) {
      const next = step(walker, id, direction);
      if (next !== undefined) seen.add(next);
    }
  assert.deepEqual([...seen].sort(), [...graph.nodes.keys()].sort());
});

const kept: [what: string, value: unknown, state: unknown][] = [
  ['nothing', undefined, {}],
  ['all of it', { id: 'a', selected: 'b', view: { x: 1, y: 2, k: 0.5 } }, { id: 'a', selected: 'b', view: { x: 1, y: 2, k: 0.5 } }],
  ['a part of the right shape', { id: 3, selected: 'b', view: { x: 1, y: 2, k: 0 }, more: true }, { selected: 'b' }],
  ['a view that is no number', { view: { x: 1, y: Number.NaN, k: 1 } }, {}],
  ['text', 'digits', {}],
];
for (const [what, value, state] of kept) test(`kept state: ${what}`, () => assert.deepEqual(readState(value), state));

test('a change keeps the rest and is handed to the editor', () => {
  let shelf: unknown = { id: 'a', selected: 'b' };
  const place = looking({
    getState: () => shelf,
    setState: (state) => {
      shelf = state;
    },
  });
  place.change({ selected: undefined, view: { x: 1, y: 2, k: 3 } });
  assert.deepEqual(
    [place.now, shelf],
    [
      { id: 'a', view: { x: 1, y: 2, k: 3 } },
      { id: 'a', view: { x: 1, y: 2, k: 3 } },
    ],
  );
});

const messages: [value: unknown, known: boolean][] = [
  [{ type: 'graph', graph: digits() } satisfies ToPage, true],
  [{ type: 'problem', problem: { code: 'x', message: 'y' } } satisfies ToPage, true],
  [{ type: 'show', id: 'a' } satisfies ToPage, true],
  [{ type: 'show' }, false],
  [{ type: 'other' }, false],
  ['graph', false],
  [null, false],
];
for (const [value, known] of messages)
  test(`message ${JSON.stringify(value).slice(0, 40)} is ${known ? 'read' : 'left alone'}`, () =>
    assert.equal(readMessage(value), known ? value : undefined));
