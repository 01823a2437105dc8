/** The tree of a part of a pipeline file, for edits that must know what stands around them. Ranges count from the part's beginning. */
import { isMap, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import type { Span } from '../../core/ref.ts';
import { parseYaml } from '../../formats/pipelineFile/dialect.ts';
import { partAt } from '../../formats/pipelineFile/file.ts';
import type { ShapePath } from '../../formats/pipelineFile/shape/lookup.ts';
import { blankOut } from '../../formats/pipelineFile/split.ts';
import type { SourceFile } from '../project.ts';

export interface YamlTree {
  /** Offset of the part in its file. */
  start: number;
  text: string;
  root: Node | null;
  /** As the file ends its lines. */
  eol: string;
}

/** A mapping, the one of its pairs that was looked for, and the path to the mapping. */
export interface PairPlace {
  map: YAMLMap;
  index: number;
  path: ShapePath;
  /** Around the mapping, outermost first: mappings, pairs and lists. */
  around: readonly unknown[];
}

/** Of the part in which an offset of a pipeline file lies. */
export function treeAt({ analysis, document }: SourceFile, offset: number): YamlTree | undefined {
  const at = analysis.pipeline && partAt(analysis.pipeline, offset);
  if (!at) return undefined;
  const { text } = blankOut(at.part.text);
  return { start: at.start, text, root: parseYaml(text).contents as Node | null, eol: eolOf(document.getText()) };
}

export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The pair whose key, or else whose scalar value, lies around a span. */
export function pairAround({ root }: YamlTree, { start, end }: Span, part: 'key' | 'value' | 'either'): PairPlace | undefined {
  const covers = (node: unknown) => isScalar(node) && node.range && node.range[0] <= start && end <= node.range[1];
  let found: PairPlace | undefined;
  visit(root, {
    Pair(_, pair, around) {
      const map = around.at(-1);
      const isIt = (part !== 'value' && covers(pair.key)) || (part !== 'key' && covers(pair.value));
      if (!isIt || !isMap(map)) return undefined;
      found = { map, index: map.items.indexOf(pair), path: pathOf(around), around: around.slice(0, -1) };
      return visit.BREAK;
    },
  });
  return found;
}

/** An empty mapping in braces that begins at an offset. */
export function emptyMapAt({ root }: YamlTree, offset: number): Omit<PairPlace, 'index'> | undefined {
  let found: Omit<PairPlace, 'index'> | undefined;
  visit(root, {
    Map(_, map, around) {
      if (map.range?.[0] !== offset || map.items.length > 0 || !map.flow) return undefined;
      found = { map, path: pathOf([...around, map]), around };
      return visit.BREAK;
    },
  });
  return found;
}

/** The mapping of an item, such as that below `step`, by the offset at which the item begins. */
export function mapOfItem({ root }: YamlTree, start: number, key: string): YAMLMap | undefined {
  const items = isSeq(root) ? root.items : [];
  const item = items.find((one) => isMap(one) && one.range?.[0] === start);
  const value = isMap(item) ? pairNamed(item, key)?.value : undefined;
  return isMap(value) ? value : undefined;
}

/** Of several pairs with one key the last, which counts. */
export function pairNamed(map: YAMLMap, name: string): Pair | undefined {
  return map.items.findLast(({ key }) => nameOf(key) === name);
}

export function nameOf(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value ?? key.source ?? '') : undefined;
}

export function rangeOfNode(node: unknown): Span | undefined {
  const range = (isScalar(node) || isMap(node) || isSeq(node)) && node.range;
  return range ? { start: range[0], end: range[1] } : undefined;
}

/** Where a pair ends: after its value, or its colon. Comments and blanks behind it are left out. */
export function endOfPair({ text }: YamlTree, { key, value }: Pair): number {
  const own = rangeOfNode(key)?.end ?? 0;
  const colon = text.indexOf(':', own) + 1;
  return Math.max(colon, trimmedEnd(text, (value as Node | null)?.range?.[1] ?? 0));
}

export function trimmedEnd(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

/** Without the list of all items. */
function pathOf(around: readonly unknown[]): ShapePath {
  const steps = around.flatMap((one): ShapePath[number][] => {
    if (isSeq(one)) return [[]];
    return isMap(one) || !one || typeof one !== 'object' || !('key' in one) ? [] : [nameOf(one.key) ?? ''];
  });
  return steps.slice(1);
}
