/** Reading YAML nodes without surprise: aliases followed, merge keys merged, the last of two equal keys taken, every text with its range. */
import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, visit, type YAMLMap } from 'yaml';
import type { Json } from '../../core/execution.ts';
import type { Span } from '../../core/ref.ts';
import type { PipelineProblem, TextAt } from './types.ts';

/** A segment's text and where it begins in the file. */
interface Place {
  text: string;
  start: number;
}

/** A parsed segment, with what its aliases stand for. */
export interface Source extends Place {
  targets: ReadonlyMap<Alias, Node>;
}

/** Values by key; a key without a value is there with `undefined`. */
export type Fields = ReadonlyMap<string, Node | undefined>;

/** What one walk through a document finds: the targets of its aliases, its scalars, and what is wrong with its names. */
export function survey(document: Document, source: Place) {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const scalars: Scalar[] = [];
  const problems: PipelineProblem[] = [];
  visit(document, {
    Alias(_, alias) {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
      else
        problems.push({
          code: 'yaml-syntax',
          message: `No &${alias.source} stands above *${alias.source}.`,
          range: rangeOf(alias, source),
        });
    },
    Node(_, node) {
      const anchor = 'anchor' in node ? node.anchor : undefined;
      if (anchor) anchors.set(anchor, node);
      if (isScalar(node)) scalars.push(node);
      if (isMap(node)) problems.push(...duplicateKeys(node, source));
    },
  });
  return { targets, scalars, problems };
}

export function fields(node: unknown, source: Source, depth = 0): Fields {
  const map = follow(node, source);
  const found = new Map<string, Node | undefined>();
  if (!isMap(map) || depth > maxDepth) return found;
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    if (isMergeKey(key)) for (const [name, merged] of mergedFields(value, source, depth)) if (!found.has(name)) found.set(name, merged);
  }
  for (const { key, value } of map.items) {
    if (isScalar(key) && !isMergeKey(key)) found.set(keyName(key), follow(value, source));
  }
  return found;
}

/** Items of a list; of anything else none. */
export function items(node: unknown, source: Source): Node[] {
  const list = follow(node, source);
  return isSeq(list) ? list.items.flatMap((item) => follow(item, source) ?? []) : [];
}

/** A scalar that holds something, as text; numbers and words like `on` as they were written. */
export function textAt(node: unknown, source: Source): TextAt | undefined {
  const scalar = follow(node, source);
  if (!isScalar(scalar) || !scalar.range || scalar.value === null) return undefined;
  const [start, end] = scalar.range;
  const raw = source.text.slice(start, end);
  const text = typeof scalar.value === 'string' ? scalar.value : raw;
  const inner = innerRange(raw, text, scalar.type);
  return { text, range: { start: source.start + start + inner.start, end: source.start + start + inner.end } };
}

export function stringOf(node: unknown, source: Source): string | undefined {
  return textAt(node, source)?.text;
}

/** Numbers only where the text is one; `Infinity` and `NaN` have no JSON and stay texts. */
export function jsonOf(node: unknown, source: Source, depth = 0): Json {
  const value = follow(node, source);
  if (depth > maxDepth) return null;
  if (isSeq(value)) return value.items.map((item) => jsonOf(item, source, depth + 1));
  if (isMap(value)) return Object.fromEntries([...fields(value, source)].map(([key, item]) => [key, jsonOf(item, source, depth + 1)]));
  if (!isScalar(value) || value.value === null) return null;
  const plain = value.value;
  if (typeof plain === 'boolean' || typeof plain === 'string') return plain;
  return typeof plain === 'number' && Number.isFinite(plain) ? plain : (stringOf(value, source) ?? null);
}

export function numberOf(node: unknown, source: Source): number | undefined {
  const value = follow(node, source);
  return isScalar(value) && typeof value.value === 'number' ? value.value : undefined;
}

export function rangeOf(node: Node, source: Place): Span {
  const [start, end] = node.range ?? [0, source.text.length];
  return { start: source.start + start, end: source.start + end };
}

/** Deeper than any real file; bounds what aliases of aliases can unfold to. */
const maxDepth = 6;

function follow(node: unknown, source: Source): Node | undefined {
  if (isAlias(node)) return source.targets.get(node);
  return isScalar(node) || isMap(node) || isSeq(node) ? node : undefined;
}

function mergedFields(value: unknown, source: Source, depth: number): Fields {
  const target = follow(value, source);
  if (!isSeq(target)) return fields(target, source, depth + 1);
  return new Map(target.items.toReversed().flatMap((item) => [...fields(item, source, depth + 1)]));
}

function isMergeKey(key: Scalar): boolean {
  return key.source === '<<' && key.type === 'PLAIN';
}

function keyName(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function innerRange(raw: string, text: string, type: string | undefined): Span {
  const quoted = type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE';
  if (quoted) {
    const closed = raw.length > 1 && raw.at(-1) === raw[0];
    return { start: 1, end: closed ? raw.length - 1 : raw.length };
  }
  const body = type?.startsWith('BLOCK') ? raw.indexOf('\n') + 1 : 0;
  const at = raw.indexOf(text, body);
  return at < 0 || text === '' ? { start: 0, end: raw.length } : { start: at, end: at + text.length };
}

function duplicateKeys(map: YAMLMap, source: Place): PipelineProblem[] {
  const seen = new Set<string>();
  const problems: PipelineProblem[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key) || !key.range || isMergeKey(key)) continue;
    const name = keyName(key);
    if (seen.has(name)) {
      problems.push({ code: 'duplicate-key', message: `"${name}" is given twice; the last one counts.`, range: rangeOf(key, source) });
    }
    seen.add(name);
  }
  return problems;
}
