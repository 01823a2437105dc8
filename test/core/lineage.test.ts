/** The graph around a node: how far it is walked, and what is said of what was left out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lineageText } from '../../server/cli/lineageText.ts';
import type { ErrorCode } from '../../server/core/errors.ts';
import { type LineageQuery, lineageGraph } from '../../server/core/lineage.ts';
import type { NodeKey } from '../../server/core/registry/lineageRows.ts';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import { toMermaid } from '../../server/formats/mermaid.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { aFile, anExecution, draft, refusal } from './fixture.ts';

/** Graphs as lines of `source > target > target`; digits are executions of the project `p`, letters are versions of that dataset. */
const graphs = {
  chain: ['a:v1 > p:1 > b:v1 > p:2 > c:v1 > p:3 > d:v1'],
  // What is made from x and y, where y is itself made from x.
  shortcut: ['x:v1 > p:1 > y:v1 > p:2', 'x:v1 > p:2'],
  diamond: ['a:v1 > p:1 > b:v1 > p:3 > d:v1', 'a:v1 > p:2 > c:v1 > p:3'],
  derived: ['a:v1 > b:v1 > c:v1', 'a:v1 > c:v1'],
  // No run makes such a thing, but a registry that was written to by hand must not hang us.
  cycle: ['a:v1 > p:1 > b:v1 > p:2 > a:v1'],
  self: ['a:v1 > a:v1'],
  alone: ['a:v1', 'p:1'],
};

/** Asked of a graph -> its nodes and the number of its edges; `…` when it says that more was left out. */
const questions: [graph: keyof typeof graphs, query: LineageQuery, answer: string][] = [
  ['chain', {}, 'a:v1 b:v1 c:v1 d:v1 p:1 p:2 p:3 / 6'],
  ['chain', { id: 'b:v1' }, 'a:v1 b:v1 c:v1 d:v1 p:1 p:2 p:3 / 6'],
  ['chain', { id: 'b:v1', up: 0, down: 0 }, 'b:v1 / 0 …'],
  ['chain', { id: 'b:v1', up: 1, down: 0 }, 'b:v1 p:1 / 1 …'],
  ['chain', { id: 'b:v1', up: 0, down: 1 }, 'b:v1 p:2 / 1 …'],
  ['chain', { id: 'b:v1', up: 2, down: 4 }, 'a:v1 b:v1 c:v1 d:v1 p:1 p:2 p:3 / 6'],
  ['chain', { id: 'b:v1', up: 2, down: 3 }, 'a:v1 b:v1 c:v1 p:1 p:2 p:3 / 5 …'],
  ['chain', { id: 'd:v1', down: 0 }, 'a:v1 b:v1 c:v1 d:v1 p:1 p:2 p:3 / 6'],
  ['chain', { id: 'a:v1', up: 0, down: 0 }, 'a:v1 / 0 …'],
  ['chain', { id: 'p:2', up: 1, down: 1 }, 'b:v1 c:v1 p:2 / 2 …'],
  ['chain', { id: 'p:latest', up: 0 }, 'd:v1 p:3 / 1 …'],
  ['chain', { id: 'c:latest', up: 1, down: 0 }, 'c:v1 p:2 / 1 …'],
  ['chain', { id: 'version/c:v1', up: 1, down: 0 }, 'c:v1 p:2 / 1 …'],
  ['chain', { id: 'execution/p:2', up: 1, down: 0 }, 'b:v1 p:2 / 1 …'],
  ['chain', { id: 'dataset://c/v1', up: 1, down: 0 }, 'c:v1 p:2 / 1 …'],
  ['shortcut', { id: 'p:2', up: 1 }, 'p:2 x:v1 y:v1 / 2 …'],
  ['shortcut', { id: 'p:2', up: 2 }, 'p:1 p:2 x:v1 y:v1 / 4'],
  ['shortcut', { id: 'x:v1', down: 1 }, 'p:1 p:2 x:v1 / 2 …'],
  ['diamond', { id: 'd:v1' }, 'a:v1 b:v1 c:v1 d:v1 p:1 p:2 p:3 / 7'],
  ['diamond', { id: 'a:v1', down: 3 }, 'a:v1 b:v1 c:v1 p:1 p:2 p:3 / 6 …'],
  ['diamond', { id: 'b:v1' }, 'a:v1 b:v1 d:v1 p:1 p:3 / 4'],
  ['diamond', { id: 'p:3', up: 1, down: 1 }, 'b:v1 c:v1 d:v1 p:3 / 3 …'],
  ['derived', { id: 'c:v1', up: 1 }, 'a:v1 b:v1 c:v1 / 3'],
  ['derived', { id: 'a:v1', down: 1 }, 'a:v1 b:v1 c:v1 / 3'],
  ['cycle', { id: 'a:v1' }, 'a:v1 b:v1 p:1 p:2 / 4'],
  ['cycle', { id: 'a:v1', up: 0 }, 'a:v1 b:v1 p:1 p:2 / 4'],
  ['cycle', { id: 'a:v1', up: 0, down: 1 }, 'a:v1 p:1 / 1 …'],
  ['cycle', {}, 'a:v1 b:v1 p:1 p:2 / 4'],
  ['self', { id: 'a:v1' }, 'a:v1 / 1'],
  ['alone', { id: 'p:1' }, 'p:1 / 0'],
  ['alone', { id: 'a:v1', up: 0, down: 0 }, 'a:v1 / 0'],
  ['alone', {}, 'a:v1 p:1 / 0'],
];

for (const name of Object.keys(graphs) as (keyof typeof graphs)[]) {
  describe(name, () => {
    for (const [graph, query, answer] of questions) {
      if (graph === name)
        test(`${JSON.stringify(query)} -> ${answer}`, (t) => assert.equal(inWords(drawn(t, graphs[name]), query), answer));
    }
  });
}

describe('a project that is called as a dataset', () => {
  const meant: [id: string, focus: string][] = [
    ['digits:1', 'execution/digits:1'],
    ['digits:2', 'version/digits:2'],
    ['digits:v1', 'version/digits:v1'],
    ['digits:latest', 'version/digits:2'],
    ['execution/digits:2', 'execution/digits:2'],
    ['execution/digits:latest', 'execution/digits:2'],
    ['version/digits:2', 'version/digits:2'],
    ['other:1', 'execution/other:1'],
  ];
  for (const [id, focus] of meant) {
    test(`${id} is ${focus}`, (t) => {
      const registry = drawn(t, ['digits:v1 > digits:#1', 'digits:2 > digits:#2', 'other:#1']);
      assert.equal(lineageGraph(registry, { id }).focus, focus);
    });
  }
});

describe('what names nothing', () => {
  const refused: [id: string, code: ErrorCode][] = [
    ['a:v2', 'ref.unknown-version'],
    ['nothing:v1', 'ref.unknown-dataset'],
    ['p:7', 'execution.unknown'],
    ['a:7', 'ref.unknown-version'],
    ['execution/a:v1', 'ref.malformed'],
    ['execution/p:7', 'execution.unknown'],
    ['version/p:1', 'ref.unknown-dataset'],
    ['', 'ref.malformed'],
    ['a', 'ref.malformed'],
    ['a b:1', 'ref.malformed'],
  ];
  for (const [id, code] of refused) {
    test(`"${id}"`, (t) => assert.throws(() => lineageGraph(drawn(t, graphs.chain), { id }), refusal(code)));
  }
});

test('edges have roles, and the same one is kept once', (t) => {
  const registry = drawn(t, ['a:v1', 'p:1']);
  const add = (role: string) => registry.lineage.add(keyOf(registry, 'a:v1'), keyOf(registry, 'p:1'), role);
  for (const role of ['images', 'labels', 'images']) add(role);
  assert.deepEqual(lineageGraph(registry, { id: 'a:v1' }).edges, [
    { source: 'version/a:v1', target: 'execution/p:1', role: 'images' },
    { source: 'version/a:v1', target: 'execution/p:1', role: 'labels' },
  ]);
});

test('each node is read once, however many versions its dataset has', (t) => {
  const registry = drawn(
    t,
    Array.from({ length: 9 }, (_, i) => `all:v${i + 1} > p:${i + 1} > all:v${i + 2}`),
  );
  const read = new Map<string, number>();
  const counted = <T extends object>(table: T, label: string): T =>
    new Proxy(table, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const name = `${label}.${String(key)}`;
          read.set(name, (read.get(name) ?? 0) + 1);
          return value.apply(target, args);
        };
      },
    });
  const { versions, executions, lineage, datasets } = registry;
  const { nodes, edges } = lineageGraph(
    {
      ...registry,
      versions: counted(versions, 'versions'),
      executions: counted(executions, 'executions'),
      lineage: counted(lineage, 'lineage'),
      datasets: counted(datasets, 'datasets'),
    },
    { id: 'version/all:v4' },
  );
  assert.deepEqual([nodes.length, edges.length], [19, 18]);
  assert.deepEqual(Object.fromEntries(read), {
    'versions.resolve': 1,
    'versions.id': 1,
    'versions.find': 10,
    'executions.get': 9,
    'lineage.edges': 20,
    'lineage.name': 19,
  });
});

describe('as text', () => {
  const written: [lines: string[], query: LineageQuery, text: string[]][] = [
    [[], {}, ['No lineage yet.']],
    [graphs.cycle, {}, ['a:v1', '  p:1', '    b:v1', '      p:2', '        a:v1  (see above)']],
    [graphs.self, {}, ['a:v1', '  a:v1  (see above)']],
    [[...graphs.self, 'b:v1 > p:1 > c:v1'], {}, ['b:v1', '  p:1', '    c:v1', 'a:v1', '  a:v1  (see above)']],
    [graphs.shortcut, {}, ['x:v1', '  p:1', '    y:v1', '      p:2', '  p:2']],
    [graphs.derived, { id: 'b:v1' }, ['b:v1', 'made from', '  a:v1', 'used by', '  c:v1']],
  ];
  for (const [lines, query, text] of written) {
    test(`${lines.join(', ')} ${JSON.stringify(query)}`, (t) => {
      const names = lineageText(lineageGraph(drawn(t, lines), query)).replace(/(:\w+) {2}(?:sha256:\w+|train, created)/g, '$1');
      assert.deepEqual(names.trimEnd().split('\n'), text);
    });
  }
});

test('Mermaid is given no character of its own', (t) => {
  const registry = drawn(t, ['a:v1']);
  const { executions, lineage } = registry;
  const execution = executions.add(executions.ensureProject('/p', 'p'), { ...anExecution(), step: 'one "two"\n`three` #4;' }, String);
  lineage.add(keyOf(registry, 'a:v1'), `execution:${executions.id(execution)}`, 'a|b "c"\nd');
  assert.equal(
    toMermaid(lineageGraph(registry)),
    ['flowchart LR', '  n0(["a:v1"])', '  n1{{"p:1 one #34;two#34; #96;three#96; #35;4;"}}', '  n0 -->|"a|b #34;c#34; d"| n1', ''].join(
      '\n',
    ),
  );
});

function inWords(registry: Registry, query: LineageQuery): string {
  const { nodes, edges, truncated } = lineageGraph(registry, query);
  const ids = new Set(nodes.map(({ id }) => id));
  assert.equal(ids.size, nodes.length, 'each node once');
  for (const edge of edges) assert.ok(ids.has(edge.source) && ids.has(edge.target), 'no edge without its nodes');
  const names = [...ids].map((id) => id.slice(id.indexOf('/') + 1)).sort();
  return `${names.join(' ')} / ${edges.length}${truncated ? ' …' : ''}`;
}

/** A registry with the nodes and edges of the lines; `p:1` and `x:#1` are executions, numbered in the order they are met. */
function drawn(owner: Owner, lines: string[]): Registry {
  const registry = openRegistry(`${tempFolder(owner, 'lineage')}/registry.db`, { user: 'tester' });
  owner.after(() => registry.close());
  const keys = new Map<string, NodeKey>();
  const node = (name: string) => {
    const key = keys.get(name) ?? make(registry, name);
    keys.set(name, key);
    return key;
  };
  const paths = lines.map((line) => line.split(' > '));
  const executions = [...new Set(paths.flat().filter(isExecution))].sort();
  executions.forEach(node);
  for (const [first, ...rest] of paths) {
    let source = node(first!);
    for (const name of rest) {
      const target = node(name);
      registry.lineage.add(source, target, 'input');
      source = target;
    }
  }
  return registry;
}

function make(registry: Registry, name: string): NodeKey {
  if (!isExecution(name)) return `version:${registry.versions.id(registry.versions.add(draft(name, [aFile(name)])).version)}`;
  const [project = '', number = ''] = name.split(':');
  const execution = registry.executions.add(registry.executions.ensureProject(`/${project}`, project), anExecution(), String);
  assert.equal(execution.number, Number(number.replace('#', '')));
  return `execution:${registry.executions.id(execution)}`;
}

function keyOf(registry: Registry, name: string): NodeKey {
  const [left = '', right = ''] = name.split(':');
  if (isExecution(name)) return `execution:${registry.executions.id({ project: left, number: Number(right) })}`;
  return `version:${registry.versions.id({ dataset: left, name: right })}`;
}

function isExecution(name: string): boolean {
  return name.startsWith('p:') || name.includes('#');
}
