/** Edits that put things into a pipeline file and take them out in the file's own style. What cannot be done safely is not done. */
import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Span } from '../../core/ref.ts';
import { plainType } from '../../formats/pipelineFile/dialect.ts';
import { isMergeKey } from '../../formats/pipelineFile/nodes.ts';
import { lineAround } from '../ignores.ts';
import { endOfPair, pairNamed, rangeOfNode, trimmedEnd, type YamlTree } from './yamlTree.ts';

/** Puts `text` in place of `span`, an offset of the part. */
export interface YamlEdit {
  span: Span;
  text: string;
}

/** Takes a key with its value out of a mapping; nothing where that would leave an empty one, or take an anchor that others need. */
export function removePair(tree: YamlTree, map: YAMLMap, index: number): YamlEdit | undefined {
  const pair = map.items[index];
  const start = rangeOfNode(pair?.key)?.start;
  if (!pair || start === undefined || map.items.length < 2) return undefined;
  const next = rangeOfNode(map.items[index + 1]?.key)?.start;
  if (map.flow) {
    const before = map.items[index - 1];
    if (next !== undefined) return removal(tree, start, next);
    return before && removal(tree, endOfPair(tree, before), endOfPair(tree, pair));
  }
  const line = lineAround(tree.text, start);
  const isAlone = tree.text.slice(line.start, start).trim() === '';
  if (isAlone) return removal(tree, line.start, afterLine(tree.text, endOfPair(tree, pair)));
  // behind a dash: the next key takes its place
  return next === undefined ? undefined : removal(tree, start, next);
}

/** Takes an item out of a list; with the last one goes the key of the list. */
export function removeItem(tree: YamlTree, list: YAMLSeq, { item, parent }: { item: number; parent: YAMLMap }): YamlEdit | undefined {
  if (list.items.length === 1) {
    return removePair(
      tree,
      parent,
      parent.items.findIndex(({ value }) => value === list),
    );
  }
  const own = rangeOfNode(list.items[item]);
  if (!own) return undefined;
  if (list.flow) {
    const before = rangeOfNode(list.items[item - 1]);
    const next = rangeOfNode(list.items[item + 1]);
    if (next) return removal(tree, own.start, next.start);
    return before && removal(tree, before.end, own.end);
  }
  const line = lineAround(tree.text, own.start);
  const isOwnLine = /^\s*-\s+(?:[&!]\S+\s+)*$/.test(tree.text.slice(line.start, own.start));
  return isOwnLine ? removal(tree, line.start, afterLine(tree.text, trimmedEnd(tree.text, own.end))) : undefined;
}

/** Puts a key into a mapping, after one that is there or at its end. */
export function insertPair(
  tree: YamlTree,
  map: YAMLMap,
  added: { key: string; value: string; after?: string | undefined },
): YamlEdit | undefined {
  const line = `${added.key}: ${added.value}`;
  const last = (added.after === undefined ? undefined : pairNamed(map, added.after)) ?? map.items.at(-1);
  if (map.flow) {
    if (!last) return map.range ? insertion(map.range[0] + 1, line) : undefined;
    return insertion(endOfPair(tree, last), `, ${line}`);
  }
  const indent = indentOf(tree, map);
  return last && indent !== undefined ? insertion(lineEndAfter(tree, last), `${tree.eol}${indent}${line}`) : undefined;
}

/** Puts an item into a list of named things; makes the list when there is none. The first of the facts is its name. */
export function addItem(
  tree: YamlTree,
  map: YAMLMap,
  { key, facts }: { key: string; facts: readonly [string, string][] },
): YamlEdit | undefined {
  const lines = facts.map(([name, value]) => `${name}: ${scalar(value)}`);
  const flow = `{${lines.join(', ')}}`;
  const pair = pairNamed(map, key);
  if (!pair) return map.flow ? insertPair(tree, map, { key, value: `[${flow}]` }) : newList(tree, map, { key, lines });
  const { value: list } = pair;
  if (isScalar(list) && list.value === null && !map.flow) return listBelow(tree, map, { pair, lines });
  if (!isSeq(list) || !list.range) return undefined;
  const last = list.items.at(-1);
  const end = rangeOfNode(last)?.end;
  if (list.flow) return end === undefined ? insertion(list.range[0] + 1, flow) : insertion(end, `, ${flow}`);
  if (end === undefined) return undefined;
  const line = lineAround(tree.text, list.range[0]);
  const [, indent, blanks = ' '] = /^(\s*)-(\s+)/.exec(tree.text.slice(line.start, line.end)) ?? [];
  if (indent === undefined) return undefined;
  const text = isMap(last) && last.flow ? `-${blanks}${flow}` : itemLines(lines, { indent, blanks, eol: tree.eol });
  const at = lineAround(tree.text, trimmedEnd(tree.text, list.range[1])).end;
  return insertion(at, `${tree.eol}${isMap(last) && last.flow ? indent + text : text}`);
}

/** Whether a mapping takes keys from others, so that one of its own would hide theirs. */
export function isMerged(map: YAMLMap): boolean {
  return map.items.some(({ key }) => isMergeKey(key));
}

/** A text as YAML reads it as that text. */
export function scalar(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) && plainType(text) === 'string' ? text : JSON.stringify(text);
}

function newList(tree: YamlTree, map: YAMLMap, { key, lines }: { key: string; lines: readonly string[] }): YamlEdit | undefined {
  const indent = indentOf(tree, map);
  const last = map.items.at(-1);
  if (indent === undefined || !last) return undefined;
  const { eol } = tree;
  const below = itemLines(lines, { indent: indent + dashIndent(tree.text), blanks: ' ', eol });
  return insertion(lineEndAfter(tree, last), `${eol}${indent}${key}:${eol}${below}`);
}

function listBelow(tree: YamlTree, map: YAMLMap, { pair, lines }: { pair: Pair; lines: readonly string[] }): YamlEdit | undefined {
  const indent = indentOf(tree, map);
  if (indent === undefined) return undefined;
  const below = itemLines(lines, { indent: indent + dashIndent(tree.text), blanks: ' ', eol: tree.eol });
  return insertion(lineEndAfter(tree, pair), `${tree.eol}${below}`);
}

function itemLines(lines: readonly string[], { indent, blanks, eol }: { indent: string; blanks: string; eol: string }): string {
  return lines.map((line, i) => `${indent}${i === 0 ? '-' : ' '}${blanks}${line}`).join(eol);
}

/** How far lists are indented below their keys in this text. */
function dashIndent(text: string): string {
  return /^( *)[\w-]+:[ \t]*(?:#.*)?\r?\n\1( *)- /m.exec(text)?.[2] ?? '  ';
}

/** The indentation of a mapping's keys; nothing where they do not stand one below the other. */
function indentOf({ text }: YamlTree, map: YAMLMap): string | undefined {
  const start = rangeOfNode(map.items[0]?.key)?.start;
  if (start === undefined) return undefined;
  const head = text.slice(lineAround(text, start).start, start);
  return /^[ -]*$/.test(head) ? ' '.repeat(head.length) : undefined;
}

function lineEndAfter(tree: YamlTree, pair: Pair): number {
  return lineAround(tree.text, endOfPair(tree, pair)).end;
}

function afterLine(text: string, offset: number): number {
  const { end } = lineAround(text, offset);
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}

function removal({ text }: YamlTree, start: number, end: number): YamlEdit | undefined {
  return /(?:^|[\s[{,])&\S/.test(text.slice(start, end)) ? undefined : { span: { start, end }, text: '' };
}

function insertion(at: number, text: string): YamlEdit {
  return { span: { start: at, end: at }, text };
}
