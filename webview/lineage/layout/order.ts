import type { Net } from './net.ts';

/** Layers with few crossings: the best of some sweeps from left to right and back. */
export function ordered(net: Net): number[][] {
  const layers = depthFirst(net);
  const position = new Float64Array(net.rank.length);
  const key = new Float64Array(net.rank.length);
  const number = (layer: number[]) => {
    for (const [i, node] of layer.entries()) position[node] = i;
  };
  for (const layer of layers) number(layer);
  let best = { layers: layers.map((layer) => [...layer]), crossings: crossings(net, layers, position) };
  const sweeps = net.rank.length < 2000 ? 24 : 8;
  for (let sweep = 0; sweep < sweeps && best.crossings > 0; sweep++) {
    const near = sweep % 2 === 0 ? net.up : net.down;
    const order = sweep % 2 === 0 ? layers : layers.toReversed();
    for (const layer of order) {
      for (const node of layer) key[node] = mean(near[node]!, position) ?? position[node]!;
      layer.sort((a, b) => key[a]! - key[b]!);
      number(layer);
    }
    const found = crossings(net, layers, position);
    if (found < best.crossings) best = { layers: layers.map((layer) => [...layer]), crossings: found };
  }
  return best.layers;
}

function depthFirst(net: Net): number[][] {
  const layers: number[][] = Array.from({ length: net.rank.reduce((most, r) => Math.max(most, r + 1), 0) }, () => []);
  const seen = new Uint8Array(net.rank.length);
  const roots = [...net.rank.keys()].sort((a, b) => net.rank[a]! - net.rank[b]! || a - b);
  for (const root of roots) {
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen[node]) continue;
      seen[node] = 1;
      layers[net.rank[node]!]!.push(node);
      for (const next of net.down[node]!.toReversed()) stack.push(next);
    }
  }
  return layers;
}

function mean(nodes: readonly number[], value: Float64Array): number | undefined {
  let sum = 0;
  for (const node of nodes) sum += value[node]!;
  return nodes.length ? sum / nodes.length : undefined;
}

/** Crossings between neighbouring layers, counted as inversions with a Fenwick tree. */
function crossings(net: Net, layers: readonly number[][], position: Float64Array): number {
  let total = 0;
  for (const [r, layer] of layers.entries()) {
    const size = layers[r + 1]?.length ?? 0;
    const tree = new Int32Array(size + 1);
    let placed = 0;
    for (const node of layer)
      for (const p of net.down[node]!.map((target) => position[target]!).sort((a, b) => a - b)) {
        let before = 0;
        for (let i = p + 1; i > 0; i -= i & -i) before += tree[i]!;
        total += placed++ - before;
        for (let i = p + 1; i <= size; i += i & -i) tree[i]!++;
      }
  }
  return total;
}
