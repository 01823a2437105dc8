/** Which layer each node stands in. Everything is iterative, so a long chain cannot exhaust the stack. */

/** An edge between two nodes, which are numbers here. */
export type Pair = readonly [source: number, target: number];

/** Turns round every edge that leads back, so that what is left has an order. */
export function withoutCycles(count: number, pairs: readonly Pair[]): Pair[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const [e, [source]] of pairs.entries()) out[source]!.push(e);
  const result = [...pairs];
  const state = new Uint8Array(count);
  const next = new Int32Array(count);
  for (let root = 0; root < count; root++) {
    const path = state[root] === 0 ? [root] : [];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      state[at] = 1;
      const e = out[at]![next[at]!++];
      if (e === undefined) state[path.pop()!] = 2;
      else if (state[pairs[e]![1]] === 0) path.push(pairs[e]![1]);
      else if (state[pairs[e]![1]] === 1) result[e] = [pairs[e]![1], pairs[e]![0]];
    }
  }
  return result;
}

/** Longest path from the left; then what has more uses than inputs moves right, up to its first use, so that edges get shorter. */
export function ranksOf(count: number, pairs: readonly Pair[]): number[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  const inputs = new Array<number>(count).fill(0);
  for (const [source, target] of pairs) {
    out[source]!.push(target);
    inputs[target]!++;
  }
  const rank = new Array<number>(count).fill(0);
  const missing = [...inputs];
  const queue = [...missing.keys()].filter((node) => missing[node] === 0);
  for (let i = 0; i < queue.length; i++)
    for (const target of out[queue[i]!]!) {
      rank[target] = Math.max(rank[target]!, rank[queue[i]!]! + 1);
      if (--missing[target]! === 0) queue.push(target);
    }
  for (const node of queue.reverse())
    if (out[node]!.length > inputs[node]!) rank[node] = out[node]!.reduce((first, target) => Math.min(first, rank[target]!), Infinity) - 1;
  const least = rank.reduce((low, value) => Math.min(low, value), Infinity);
  return rank.map((value) => value - least);
}
