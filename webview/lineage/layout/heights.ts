import type { Net } from './net.ts';

/** Room a card and a passing edge take in their layer, from middle to middle. */
const pitch = { card: 62, pass: 24 };
/** What passes for level, and the share of the usual room that must be left when it is made so. */
const almost = { y: 12, room: 0.85 };
/** How much a node keeps to the axis: without it a large graph drifts apart. */
const gravity = 0.02;

/** Middles: each layer in turn as near to its neighbours as the order allows. `real` nodes are cards, the rest edges that pass. */
export function heights(net: Net, layers: readonly number[][], real: number): Float64Array {
  const room = (node: number) => (node < real ? pitch.card : pitch.pass);
  const home = stacked(net, layers, room);
  const y = home.slice();
  for (let pass = 0; pass < 10; pass++) {
    const sides = pass > 7 ? [net.up, net.down] : pass % 2 === 0 ? [net.up] : [net.down];
    for (const layer of pass % 2 === 0 ? layers : layers.toReversed()) settle(layer, { y, home, room, real, sides });
  }
  for (const layer of layers) snap(layer, { y, room, near: net.up });
  for (const layer of layers.toReversed()) snap(layer, { y, room, near: net.down });
  return y;
}

/** Lines that are almost level are made level, where there is room. */
function snap(
  layer: readonly number[],
  { y, room, near }: { y: Float64Array; room(node: number): number; near: readonly number[][] },
): void {
  const between = (a: number, b: number) => (almost.room * (room(a) + room(b))) / 2;
  for (const [i, node] of layer.entries()) {
    const [above, below] = [layer[i - 1], layer[i + 1]];
    const closest = near[node]!.reduce(
      (best, other) => (Math.abs(y[other]! - y[node]!) < Math.abs(best - y[node]!) ? y[other]! : best),
      Infinity,
    );
    if (Math.abs(closest - y[node]!) > almost.y) continue;
    if (above !== undefined && closest < y[above]! + between(above, node)) continue;
    if (below !== undefined && closest > y[below]! - between(node, below)) continue;
    y[node] = closest;
  }
}

/** Every layer as a tight column about the same axis. */
function stacked(net: Net, layers: readonly number[][], room: (node: number) => number): Float64Array {
  const y = new Float64Array(net.rank.length);
  for (const layer of layers) {
    let at = layer.reduce((sum, node) => sum - room(node) / 2, 0);
    for (const node of layer) {
      y[node] = at + room(node) / 2;
      at += room(node);
    }
  }
  return y;
}

interface Pull {
  y: Float64Array;
  home: Float64Array;
  room(node: number): number;
  real: number;
  sides: readonly number[][][];
}

/** Least squares under "keep the order and the distance": isotonic regression by pooling neighbours that clash. */
function settle(layer: readonly number[], pull: Pull): void {
  const blocks: { sum: number; weight: number; size: number }[] = [];
  const shift: number[] = [];
  for (const [i, node] of layer.entries()) {
    shift.push(i === 0 ? 0 : shift[i - 1]! + (pull.room(layer[i - 1]!) + pull.room(node)) / 2);
    let last = { ...wish(node, pull), size: 1 };
    last.sum -= last.weight * shift[i]!;
    for (let prior = blocks.at(-1); prior && prior.sum / prior.weight > last.sum / last.weight; prior = blocks.at(-1)) {
      blocks.pop();
      last = { sum: prior.sum + last.sum, weight: prior.weight + last.weight, size: prior.size + last.size };
    }
    blocks.push(last);
  }
  let i = 0;
  for (const block of blocks) for (let k = 0; k < block.size; k++, i++) pull.y[layer[i]!] = block.sum / block.weight + shift[i]!;
}

/** Where a node would like to be, and how much. */
function wish(node: number, { y, home, real, sides }: Pull): { sum: number; weight: number } {
  const result = { sum: gravity * home[node]!, weight: gravity };
  for (const side of sides)
    for (const other of side[node]!) {
      // passing edges pull harder: a straight trunk reads better than a centred card
      const weight = node >= real && other >= real ? 8 : node >= real || other >= real ? 2 : 1;
      result.sum += weight * y[other]!;
      result.weight += weight;
    }
  return result;
}
