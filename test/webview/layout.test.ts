import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, type Layout, type LayoutGraph, layoutGraph, movedBy } from '../../webview/lineage/layout.ts';
import { numbers } from './sample.ts';

/** `a>b b>c d` as a graph. */
function graph(text: string): LayoutGraph {
  const words = text.split(' ').filter(Boolean);
  const nodes = [...new Set(words.flatMap((word) => word.split('>')))];
  const edges = words.filter((word) => word.includes('>')).map((word) => ({ source: word.split('>')[0]!, target: word.split('>')[1]! }));
  return { nodes, edges };
}

/** Nodes 0 to n, each edge from a lower to a higher number, none spanning more than `span`. */
function random(seed: number, { nodes, edges, span }: { nodes: number; edges: number; span: number }): LayoutGraph {
  const next = numbers(seed);
  const ids = Array.from({ length: nodes }, (_, i) => `n${i}`);
  const pairs = Array.from({ length: edges }, () => {
    const target = 1 + Math.floor(next() * (nodes - 1));
    return { source: ids[Math.max(0, target - 1 - Math.floor(next() * span))]!, target: ids[target]! };
  });
  return { nodes: ids, edges: pairs };
}

const ranks = (layout: Layout) => Object.fromEntries([...layout.places].map(([id, place]) => [id, place.rank]));

const tables: [name: string, text: string, expected: Record<string, number>][] = [
  ['one node', 'a', { a: 0 }],
  ['a chain', 'a>b b>c', { a: 0, b: 1, c: 2 }],
  ['the longest path decides', 'a>b b>c a>c c>d', { a: 0, b: 1, c: 2, d: 3 }],
  ['an input stands just before its first use', 'a>b b>c c>d x>d', { a: 0, b: 1, c: 2, d: 3, x: 2 }],
  ['what is used twice and made once moves right', 'a>b a>c c>d d>e d>f b>e b>f', { a: 0, b: 2, c: 1, d: 2, e: 3, f: 3 }],
  ['two parts both start at 0', 'a>b c>d', { a: 0, b: 1, c: 0, d: 1 }],
  ['a loop of two has one edge that leads back', 'a>b b>a', { a: 0, b: 1 }],
  ['a loop behind a start', 's>a a>b b>c c>a', { s: 0, a: 1, b: 2, c: 3 }],
  ['an edge to itself counts for nothing', 'a>a a>b', { a: 0, b: 1 }],
];

for (const [name, text, expected] of tables) {
  test(`layers: ${name}`, () => assert.deepEqual(ranks(layoutGraph(graph(text))), expected));
}

const shapes: [name: string, graph: LayoutGraph][] = [
  ['fork and join', graph('a>b a>c a>d b>e c>e d>e e>f a>f')],
  ['parts and lone nodes', graph('a>b c>d d>e f g h i>j i>k i>l')],
  ['60 nodes', random(1, { nodes: 60, edges: 90, span: 20 })],
  ['300 nodes', random(2, { nodes: 300, edges: 500, span: 60 })],
  ['300 nodes in loops', { nodes: random(3, { nodes: 300, edges: 0, span: 1 }).nodes, edges: loops(300) }],
  ['60 alone', { nodes: Array.from({ length: 60 }, (_, i) => `n${i}`), edges: [] }],
];

function loops(count: number): { source: string; target: string }[] {
  const next = numbers(9);
  return Array.from({ length: count * 2 }, () => ({ source: `n${Math.floor(next() * count)}`, target: `n${Math.floor(next() * count)}` }));
}

for (const [name, shape] of shapes) {
  test(`cards do not touch: ${name}`, () => {
    const places = [...layoutGraph(shape).places].sort(([, a], [, b]) => a.x - b.x);
    assert.equal(places.length, shape.nodes.length);
    for (const [i, [id, a]] of places.entries())
      for (const [other, b] of places.slice(i + 1)) {
        if (b.x >= a.x + card.width) break;
        assert.ok(Math.abs(a.y - b.y) >= card.height + 4, `${id} and ${other} are ${Math.abs(a.y - b.y)} apart`);
      }
  });

  test(`edges join their ends, and pass by other cards: ${name}`, () => {
    const { places, routes } = layoutGraph(shape);
    for (const [i, { source, target }] of shape.edges.entries()) {
      if (source === target) {
        assert.deepEqual(routes[i], []);
        continue;
      }
      const [from, to] = [places.get(source)!, places.get(target)!];
      const side = (place: { x: number; y: number }, right: boolean) => ({
        x: place.x + (right ? card.width : 0),
        y: place.y + card.height / 2,
      });
      const back = from.rank > to.rank;
      assert.deepEqual(routes[i]!.at(0), side(from, !back));
      assert.deepEqual(routes[i]!.at(-1), side(to, back));
      for (const point of routes[i]!.slice(1, -1))
        for (const [id, { x, y }] of places) {
          const inside = point.x > x && point.x < x + card.width && point.y > y && point.y < y + card.height;
          assert.ok(!inside, `the edge ${source} > ${target} goes through ${id}`);
        }
    }
  });

  test(`the same graph gives the same layout: ${name}`, () => assert.deepEqual(layoutGraph(shape), layoutGraph(structuredClone(shape))));

  test(`all lies within the bounds: ${name}`, () => {
    const { places, routes, bounds } = layoutGraph(shape);
    for (const point of [
      ...[...places.values()].flatMap(({ x, y }) => [
        { x, y },
        { x: x + card.width, y: y + card.height },
      ]),
      ...routes.flat(),
    ])
      assert.ok(point.x >= 0 && point.y >= 0 && point.x <= bounds.width && point.y <= bounds.height, JSON.stringify(point));
  });
}

test('edges without crossings are drawn without crossings', () => {
  // a ladder whose rungs are given in a confusing order
  const { places } = layoutGraph(graph('a>x3 a>x1 a>x2 x1>y1 x2>y2 x3>y3 y1>z1 y3>z3 y2>z2'));
  const order = (names: string[]) => names.sort((p, q) => places.get(p)!.y - places.get(q)!.y).map((name) => name.slice(1));
  assert.deepEqual(order(['x1', 'x2', 'x3']), order(['y1', 'y2', 'y3']));
  assert.deepEqual(order(['y1', 'y2', 'y3']), order(['z1', 'z2', 'z3']));
});

test('a chain is a level line', () => {
  const { places } = layoutGraph(graph('a>b b>c c>d a>x a>y'));
  assert.equal(new Set(['b', 'c', 'd'].map((id) => places.get(id)!.y)).size, 1);
});

test('an edge to a node that is not there is not drawn', () => {
  const { places, routes } = layoutGraph({
    nodes: ['a', 'b'],
    edges: [
      { source: 'a', target: 'gone' },
      { source: 'a', target: 'b' },
    ],
  });
  assert.deepEqual([...places.keys()], ['a', 'b']);
  assert.deepEqual([routes[0], routes[1]!.length], [[], 2]);
});

test('parts do not mix: each has its own number and its own room', () => {
  const { places } = layoutGraph(graph('a>b a>c d>e f'));
  assert.deepEqual(
    [...places.values()].map(({ part }) => part),
    [0, 0, 0, 1, 1, 2],
  );
});

test('ten thousand nodes with the longest edges there can be take linear room', () => {
  const nodes = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
  const chain = nodes.slice(1).map((target, i) => ({ source: nodes[i]!, target }));
  const long = nodes.slice(5000).map((target, i) => ({ source: nodes[i]!, target }));
  const { places, routes } = layoutGraph({ nodes, edges: [...chain, ...long] });
  assert.equal(places.size, 10_000);
  assert.equal(places.get('n9999')!.rank, 9999);
  assert.ok(routes.reduce((sum, route) => sum + route.length, 0) < 400_000);
});

test('a layout moves as one', () => {
  const layout = layoutGraph(graph('a>b b>c a>c'));
  const moved = movedBy(layout, { x: 10, y: -5 });
  for (const [id, { x, y, rank }] of layout.places) assert.deepEqual(moved.places.get(id), { x: x + 10, y: y - 5, rank, part: 0 });
  assert.deepEqual(moved.routes[0]![0], { x: layout.routes[0]![0]!.x + 10, y: layout.routes[0]![0]!.y - 5 });
  assert.deepEqual(moved.bounds, { ...layout.bounds, x: 10, y: -5 });
});
