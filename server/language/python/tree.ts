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

/** A dictionary that is being typed is taken for a comprehension. */
export function isDictionary(node: SyntaxNode): boolean {
  return node.name === 'DictionaryExpression' || node.name === 'DictionaryComprehensionExpression';
}

/** The node without the brackets around it. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.name === 'ParenthesizedExpression' && inner.firstChild?.nextSibling) inner = inner.firstChild.nextSibling;
  return inner;
}

/** The nearest node around this one that is no bracket. */
export function outerOf(node: SyntaxNode): SyntaxNode | null {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent;
}

/** One argument of a call. */
export interface Argument {
  /** Of `name=value`. */
  name: SyntaxNode | undefined;
  value: SyntaxNode;
  /** `*value` or `**value`. */
  spread: boolean;
}

export function argumentsOf(list: SyntaxNode): Argument[] {
  const found: Argument[] = [];
  let item: SyntaxNode[] = [];
  for (const node of childrenOf(list)) {
    if (node.name === ',' || node.name === ')') {
      addArgument(item, found);
      item = [];
    } else if (node.name !== '(' && node.name !== 'Comment' && !node.type.isError) item.push(node);
  }
  addArgument(item, found);
  return found;
}

/** The argument that is given by a name, or else by its place. */
export function argument(args: readonly Argument[], source: string, { name, at }: { name: string; at?: number }): SyntaxNode | undefined {
  const named = args.find((one) => one.name && source.slice(one.name.from, one.name.to) === name);
  if (named || at === undefined) return named?.value;
  const placed = args[at];
  return placed && !placed.name && !args.slice(0, at + 1).some(({ spread }) => spread) ? placed.value : undefined;
}

export function pairsOf(dictionary: SyntaxNode): { key: SyntaxNode; value: SyntaxNode }[] {
  const parts = childrenOf(dictionary).filter((node) => node.name !== 'Comment' && !node.type.isError);
  return parts.flatMap((part, i) => {
    const [key, value] = [parts[i - 1], parts[i + 1]];
    return part.name === ':' && key && value && value.name !== ',' && value.name !== '}' ? [{ key, value }] : [];
  });
}

function addArgument(item: readonly SyntaxNode[], found: Argument[]): void {
  const [first, sign, value] = item;
  if (!first) return;
  if (first.name === '*' || first.name === '**') {
    if (sign) found.push({ name: undefined, value: sign, spread: true });
  } else if (first.name === 'VariableName' && sign?.name === 'AssignOp') {
    if (value) found.push({ name: first, value, spread: false });
  } else found.push({ name: undefined, value: first, spread: false });
}

/** Characters that are compared at once: a system's comparison is many times faster than one of ours. */
const block = 1024;

/** One change between two texts: what lies between their common beginning and their common end. */
function fragmentsAfter(last: { text: string; tree: Tree }, text: string) {
  const shorter = Math.min(last.text.length, text.length);
  let start = 0;
  while (start + block <= shorter && last.text.startsWith(text.slice(start, start + block), start)) start += block;
  while (start < shorter && last.text.charCodeAt(start) === text.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail + block <= shorter - start &&
    last.text.endsWith(text.slice(text.length - tail - block, text.length - tail), last.text.length - tail)
  ) {
    tail += block;
  }
  while (tail < shorter - start && last.text.charCodeAt(last.text.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail++;
  const change = { fromA: start, toA: last.text.length - tail, fromB: start, toB: text.length - tail };
  return TreeFragment.applyChanges(TreeFragment.addTree(last.tree), [change]);
}
