/** Python as a syntax tree that survives broken text, parsed again only where the text changed. */
import { type SyntaxNode, type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';

/** What one document keeps between two parses; its owner is whoever owns the document. */
export interface PythonCache {
  last?: { text: string; tree: Tree };
}

export function parsePython(text: string, cache: PythonCache): Tree {
  const { last } = cache;
  if (last?.text === text) return last.tree;
  const tree = parser.parse(text, last && fragmentsAfter(last, text));
  cache.last = { text, tree };
  return tree;
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

export const stringNames: ReadonlySet<string> = new Set(['String', 'FormatString', 'ContinuedString']);

export function isString(node: SyntaxNode): boolean {
  return stringNames.has(node.name);
}

/** The node without the brackets around it. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.name === 'ParenthesizedExpression' && inner.firstChild?.nextSibling) inner = inner.firstChild.nextSibling;
  return inner;
}

/** One change between two texts: what lies between their common beginning and their common end. */
function fragmentsAfter(last: { text: string; tree: Tree }, text: string) {
  const shorter = Math.min(last.text.length, text.length);
  let start = 0;
  while (start < shorter && last.text.charCodeAt(start) === text.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < shorter - start && last.text.charCodeAt(last.text.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail++;
  const change = { fromA: start, toA: last.text.length - tail, fromB: start, toB: text.length - tail };
  return TreeFragment.applyChanges(TreeFragment.addTree(last.tree), [change]);
}
