import type { Pair } from './ranks.ts';

/** Nodes and the edges between neighbouring layers; virtual nodes stand where a long edge passes a layer. */
export interface Net {
  /** Layer of each node; the real nodes come first. */
  rank: number[];
  /** Neighbours one layer to the left, and to the right. */
  up: number[][];
  down: number[][];
  /** For each pair, the virtual nodes it goes through. */
  passes: number[][];
}

/** Edges of one node share their virtual nodes: a trunk that branches, rather than a bundle of parallel lines. */
export function withVirtual(real: readonly number[], pairs: readonly Pair[]): Net {
  const net: Net = { rank: [...real], up: real.map(() => []), down: real.map(() => []), passes: [] };
  const trunks = new Map<number, number[]>();
  // past this, long edges run straight, so that no graph can make the layout take more than linear room
  const most = { nodes: 4 * real.length + 4000, passes: 12 * real.length + 12_000 };
  let passes = 0;
  const link = (a: number, b: number) => {
    net.down[a]!.push(b);
    net.up[b]!.push(a);
  };
  for (const [source, target] of pairs) {
    const trunk = trunks.get(source) ?? [];
    trunks.set(source, trunk);
    const length = real[target]! - real[source]! - 1;
    const fits = net.rank.length + Math.max(0, length - trunk.length) <= most.nodes && passes + length <= most.passes;
    net.passes.push([]);
    if (!fits) continue;
    while (trunk.length < length) {
      const node = net.rank.push(real[source]! + trunk.length + 1) - 1;
      net.up.push([]);
      net.down.push([]);
      link(trunk.at(-1) ?? source, node);
      trunk.push(node);
    }
    link(length > 0 ? trunk[length - 1]! : source, target);
    net.passes[net.passes.length - 1] = trunk.slice(0, length);
    passes += length;
  }
  return net;
}
