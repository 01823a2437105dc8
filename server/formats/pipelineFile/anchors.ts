/** Anchors that parts share, and telling that one is still what it was. */
import type { Node } from 'yaml';
import type { Source } from './nodes.ts';

/** An anchor's node and the part it stands in. */
export interface Anchor {
  node: Node;
  source: Source;
}

/** The nearest anchor of each name above a part. */
export type Scope = ReadonlyMap<string, Anchor>;

/** The anchors of a part that holds no item. */
export function unread(anchors: Scope): Scope {
  return new Map([...anchors].map(([name, { node, source }]) => [name, { node, source: { ...source, isUnread: true } }]));
}

/**
 * The anchors of a part that was read again, with the earlier object for each that says the same: whoever uses only those
 * need not be read again.
 */
export function keptAnchors(anchors: Scope, before: Scope): Scope {
  if (anchors.size === 0 || before.size === 0) return anchors;
  return new Map(
    [...anchors].map(([name, anchor]) => {
      const earlier = before.get(name);
      return [name, earlier && saysTheSame(anchor, earlier) ? earlier : anchor];
    }),
  );
}

/** What holds an alias may say something else in the same words. */
function saysTheSame(anchor: Anchor, earlier: Anchor): boolean {
  const words = wordsOf(anchor);
  const isSame = anchor.node.tag === earlier.node.tag && anchor.source.isUnread === earlier.source.isUnread;
  return isSame && words === wordsOf(earlier) && !words.includes('*');
}

/** From the beginning of its line, since indentation counts. */
function wordsOf({ node, source }: Anchor): string {
  const [start, end] = node.range ?? [0, source.text.length];
  return source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, end);
}
