/**
 * Views of YAML nodes without surprise: aliases followed, merge keys merged, the last of two equal keys taken, every text
 * with its range. Ranges count from the beginning of the part; what an alias fetches from another part has the alias's range.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import type { Json } from '../../core/execution.ts';
import type { Span } from '../../core/ref.ts';
import { plainType } from './dialect.ts';
import { innerRange, notExact } from './scalars.ts';
import type { TextAt } from './types.ts';

/** A parsed part, and what its aliases stand for. */
export interface Source {
  text: string;
  /** Absent: there is no such anchor. */
  targets: ReadonlyMap<Alias, Target>;
  /** The one range of everything here, when nothing of it stands in the part that is being read. */
  at?: Span;
  /** The part holds no item: nothing of it is judged where it is written. */
  isUnread?: boolean;
  /** Of mappings that were looked at: one anchor may have thousands of aliases. */
  fields: WeakMap<Node, ReadonlyMap<string, Field>>;
}

export interface Target {
  node: Node;
  /** Of an anchor in another part: that part. */
  source?: Source;
}

/** A value with all that is needed to look into it. Without a node there is nothing: an alias without its anchor, an empty file. */
export interface View {
  node: Node | undefined;
  source: Source;
}

/** A key with its value. */
export interface Field {
  key: TextAt;
  /** Where the key stands: of a merged one in the mapping that it comes from. */
  source: Source;
  value: View;
}

export type ValueType = 'map' | 'list' | 'string' | 'integer' | 'float' | 'boolean' | 'date' | 'null' | 'missing';

export function newSource(text: string, targets: Source['targets']): Source {
  return { text, targets, fields: new WeakMap() };
}

/** Looks at a node, through an alias where it is one. */
export function viewOf(node: unknown, source: Source): View {
  if (!isAlias(node)) return { node: isScalar(node) || isMap(node) || isSeq(node) ? node : undefined, source };
  const target = source.targets.get(node);
  if (target && !target.source) return { node: target.node, source };
  return { node: target?.node, source: { ...(target?.source ?? source), at: source.at ?? spanOf(node, source) } };
}

/** Whether this was fetched from an item in another part, and is judged there. */
export function isJudgedElsewhere({ at, isUnread }: Source): boolean {
  return at !== undefined && !isUnread;
}

/** Keys of a mapping with their values; of anything else none. Keys that are no scalars are left out. */
export function viewFields(view: View): ReadonlyMap<string, Field> {
  const { node, source } = view;
  const isKept = isMap(node) && !source.at && !node.items.some(({ key }) => isMergeKey(key));
  const fields = (isKept && source.fields.get(node)) || fieldsOf(view, { depth: 0, budget: { left: 1_000 } });
  if (isKept) source.fields.set(node, fields);
  return fields;
}

/** Items of a list; of anything else none. */
export function viewItems({ node, source }: View): View[] {
  return isSeq(node) ? node.items.map((item) => viewOf(item, source)) : [];
}

/** A scalar that holds something, as text; numbers and words like `on` as they were written. */
export function textOf({ node, source }: View): TextAt | undefined {
  if (!isScalar(node) || !node.range || node.value === null) return undefined;
  const [start, end] = node.range;
  const raw = source.text.slice(start, end);
  const text = typeof node.value === 'string' ? node.value : raw;
  if (source.at) return { text, range: notExact(source.at, text) };
  const inner = innerRange(raw, text, node.type);
  return { text, range: { start: start + inner.start, end: start + inner.end } };
}

/** Numbers only where the text is one; `Infinity`, `NaN` and dates have no JSON and stay texts. */
export function jsonOf(view: View): Json {
  return jsonAt(view, { depth: 0, budget: { left: 5_000 + view.source.text.length } });
}

/** Where the node stands; of an empty value the place right after its key's colon. */
export function rangeOf({ node, source }: View): Span {
  if (source.at) return source.at;
  if (!node?.range) return { start: 0, end: source.text.length };
  const span = spanOf(node, source);
  if (span.start !== span.end) return span;
  const colon = source.text.slice(0, span.start).trimEnd().length;
  return source.text[colon - 1] === ':' ? { start: colon, end: colon } : span;
}

/** What PyYAML's safe loader makes of it. */
export function typeOf({ node }: View): ValueType {
  if (isMap(node)) return 'map';
  if (isSeq(node)) return 'list';
  if (!isScalar(node)) return 'missing';
  const tagged = /^tag:yaml\.org,2002:(str|int|float|bool|null|timestamp)$/.exec(node.tag ?? '')?.[1];
  if (tagged) return typeOfTag[tagged]!;
  if (node.value === null) return 'null';
  return node.type === 'PLAIN' && node.source !== undefined ? plainType(node.source) : 'string';
}

const typeOfTag: Record<string, ValueType> = {
  str: 'string',
  int: 'integer',
  float: 'float',
  bool: 'boolean',
  null: 'null',
  timestamp: 'date',
};

/** Deeper than any real file. */
const maxDepth = 6;

/**
 * Bounds what aliases of aliases can unfold to: how deep one is, and how many more values may be looked at. What is written
 * out has fewer values than letters.
 */
interface Bounds {
  depth: number;
  budget: { left: number };
}

function deeper({ depth, budget }: Bounds): Bounds {
  return { depth: depth + 1, budget };
}

function isBeyond({ depth, budget }: Bounds): boolean {
  return depth > maxDepth || budget.left-- <= 0;
}

function fieldsOf({ node, source }: View, bounds: Bounds): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>();
  if (!isMap(node) || isBeyond(bounds)) return found;
  for (const { key, value } of node.items) {
    if (!isMergeKey(key)) continue;
    for (const [name, merged] of mergedFields(viewOf(value, source), deeper(bounds))) if (!found.has(name)) found.set(name, merged);
  }
  for (const { key, value } of node.items) {
    if ((bounds.depth > 0 || source.at) && isBeyond(bounds)) break;
    const name = isMergeKey(key) ? undefined : keyOf(viewOf(key, source));
    if (name) found.set(name.text, { key: name, source, value: viewOf(value ?? emptyBehind(name), source) });
  }
  return found;
}

function mergedFields(view: View, bounds: Bounds): ReadonlyMap<string, Field> {
  if (!isSeq(view.node)) return fieldsOf(view, bounds);
  return new Map(
    viewItems(view)
      .toReversed()
      .flatMap((item) => [...fieldsOf(item, bounds)]),
  );
}

/** `{key}`: a key without a colon has nothing for a value. */
function emptyBehind({ range }: TextAt): Scalar {
  const empty = new Scalar(null);
  empty.range = [range.end, range.end, range.end];
  return empty;
}

function jsonAt(view: View, bounds: Bounds): Json {
  const { node } = view;
  if (isBeyond(bounds)) return null;
  if (isSeq(node)) return viewItems(view).map((item) => jsonAt(item, deeper(bounds)));
  if (isMap(node)) return Object.fromEntries([...viewFields(view)].map(([key, { value }]) => [key, jsonAt(value, deeper(bounds))]));
  if (!isScalar(node) || node.value === null) return null;
  const plain = node.value;
  if (typeof plain === 'boolean' || typeof plain === 'string') return plain;
  return typeof plain === 'number' && Number.isFinite(plain) ? plain : (textOf(view)?.text ?? null);
}

function spanOf(node: Node, { text }: Source): Span {
  const [start, end] = node.range ?? [0, text.length];
  return { start, end };
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN';
}

/** A key of `null` (`~: x`, `: x`) is a key all the same. */
function keyOf(view: View): TextAt | undefined {
  const text = textOf(view);
  if (text || !isScalar(view.node)) return text;
  return { text: view.node.source ?? '', range: rangeOf(view) };
}
