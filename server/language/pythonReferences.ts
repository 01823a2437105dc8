/**
 * References of a Python file. The short spelling counts in `default_inputs` of `valohai.prepare` and in calls such as
 * `dataset("…")`; the URI spelling in every string but docstrings. What a program puts together is never judged.
 */
import type { SyntaxNode } from '@lezer/common';
import { parseReference } from '../core/ref.ts';
import { addImports, dottedName, type Imports } from './python/names.ts';
import { readString, spanInString } from './python/strings.ts';
import { childrenOf, isString, type PythonCache, parsePython, stringNames, unwrapped } from './python/tree.ts';
import { dynamic, type FoundReference, referenceInSlot, type Slot, uriTokens } from './references.ts';
import { outputKeys } from './textReferences.ts';

/**
 * Calls whose first argument is a reference, as they are written or by their full names. A bare `model(…)` is not among them: in training code that
 * is the network, called with what it is given.
 */
export const defaultReferenceCalls: readonly string[] = ['dataset', 'datapin.dataset', 'datapin.model'];

export function findPythonReferences(
  source: string,
  cache: PythonCache,
  referenceCalls: readonly string[] = defaultReferenceCalls,
): { references: FoundReference[]; slots: Slot[] } {
  const parts = survey(source, cache);
  const strings = new Map<number, SyntaxNode>();
  for (const call of parts.calls) {
    for (const node of expectedStrings(call, { ...parts, source, referenceCalls })) strings.set(node.from, node);
  }
  const slots = [...strings.values()].map((node) => readString(node, source));
  const mentions = parts.strings.filter((node) => !strings.has(node.from)).flatMap((node) => mentionsIn(node, source));
  return { references: [...slots.flatMap(referenceInSlot), ...mentions], slots };
}

interface Survey {
  imports: Imports;
  calls: SyntaxNode[];
  /** Dictionaries that were given a name, in order. */
  dictionaries: { name: string; node: SyntaxNode }[];
  strings: SyntaxNode[];
}

function survey(source: string, cache: PythonCache): Survey {
  const found: Survey = { imports: new Map(), calls: [], dictionaries: [], strings: [] };
  parsePython(source, cache).iterate({
    // a node object is made for the few that are wanted only
    enter(at) {
      if (at.name === 'ImportStatement') addImports(at.node, source, found.imports);
      else if (at.name === 'CallExpression') found.calls.push(at.node);
      else if (at.name === 'AssignStatement') addDictionary(at.node, source, found.dictionaries);
      else if (stringNames.has(at.name) && isValue(at.node)) found.strings.push(at.node);
    },
  });
  return found;
}

/** A string that stands alone is no value but a docstring, or text that was put out of use; a piece of a string is read with it. */
function isValue(node: SyntaxNode): boolean {
  return node.parent?.name !== 'ContinuedString' && node.parent?.name !== 'ExpressionStatement';
}

function addDictionary(assignment: SyntaxNode, source: string, dictionaries: Survey['dictionaries']): void {
  const [target] = childrenOf(assignment);
  const value = assignment.lastChild && unwrapped(assignment.lastChild);
  if (target?.name === 'VariableName' && value && isDictionary(value)) {
    dictionaries.push({ name: source.slice(target.from, target.to), node: value });
  }
}

/** A dictionary that is being typed is taken for a comprehension. */
function isDictionary(node: SyntaxNode): boolean {
  return node.name === 'DictionaryExpression' || node.name === 'DictionaryComprehensionExpression';
}

interface Reading extends Survey {
  source: string;
  referenceCalls: readonly string[];
}

/** The strings of a call that stand where a reference is expected. */
function expectedStrings(call: SyntaxNode, reading: Reading): SyntaxNode[] {
  const [callee, args] = childrenOf(call);
  const name = callee && dottedName(callee, reading.source, reading.imports);
  if (!name || args?.name !== 'ArgList') return [];
  if (name === 'valohai.prepare') return inputStrings(keywordValue(args, 'default_inputs', reading.source), reading);
  const written = reading.source.slice(callee.from, callee.to);
  if (!reading.referenceCalls.includes(name) && !reading.referenceCalls.includes(written)) return [];
  const first = args.firstChild?.nextSibling;
  return first && first.nextSibling?.name !== 'AssignOp' ? stringsOf(first) : [];
}

function keywordValue(args: SyntaxNode, keyword: string, source: string): SyntaxNode | undefined {
  const name = args.getChildren('VariableName').find((node) => source.slice(node.from, node.to) === keyword);
  return name?.nextSibling?.name === 'AssignOp' ? (name.nextSibling.nextSibling ?? undefined) : undefined;
}

/** Strings among the values of a dictionary, written in place or named: then the last one of that name before its use counts. */
function inputStrings(value: SyntaxNode | undefined, reading: Reading): SyntaxNode[] {
  const node = value && unwrapped(value);
  if (node?.name !== 'VariableName') return node && isDictionary(node) ? valueStrings(node, reading.source) : [];
  const name = reading.source.slice(node.from, node.to);
  const named = reading.dictionaries.filter((dictionary) => dictionary.name === name);
  const nearest = named.findLast((dictionary) => dictionary.node.from < node.from) ?? named.at(-1);
  return nearest ? valueStrings(nearest.node, reading.source) : [];
}

function valueStrings(dictionary: SyntaxNode, source: string): SyntaxNode[] {
  return pairsOf(dictionary).flatMap(({ value }) => {
    const inner = unwrapped(value);
    if (!isDictionary(inner)) return stringsOf(inner);
    const nested = pairsOf(inner).find(({ key }) => isString(key) && readString(key, source).text === 'default');
    return nested ? stringsOf(nested.value) : [];
  });
}

/** A string, or the strings of a list. */
function stringsOf(node: SyntaxNode): SyntaxNode[] {
  const inner = unwrapped(node);
  if (isString(inner)) return [inner];
  if (inner.name === 'BinaryExpression') return childrenOf(inner).flatMap(stringsOf);
  return /^(?:Array|Tuple)/.test(inner.name) ? childrenOf(inner).filter(isString) : [];
}

function pairsOf(dictionary: SyntaxNode): { key: SyntaxNode; value: SyntaxNode }[] {
  const parts = childrenOf(dictionary).filter((node) => !node.type.isError);
  return parts.flatMap((part, i) => {
    const [key, value] = [parts[i - 1], parts[i + 1]];
    return part.name === ':' && key && value && value.name !== ',' && value.name !== '}' ? [{ key, value }] : [];
  });
}

function mentionsIn(node: SyntaxNode, source: string): FoundReference[] {
  if (!source.slice(node.from, node.to).includes('/')) return [];
  const literal = readString(node, source);
  const expectation = isMadeHere(node, source) ? 'output' : 'mention';
  const isBuilt = literal.dynamic && !literal.pieces.some((piece) => piece.dynamic);
  return uriTokens(literal.text).map((token) => ({
    text: token.text,
    range: spanInString(literal, token),
    parsed: isBuilt ? dynamic(token.text) : parseReference(token.text),
    expectation,
  }));
}

/** Whether the string is written into an output's metadata: it names a version that this run makes. */
function isMadeHere(node: SyntaxNode, source: string): boolean {
  let child = node;
  while (child.parent && /^(?:Array|Tuple|Parenthesized)/.test(child.parent.name)) child = child.parent;
  const before = child.prevSibling;
  const key = before?.prevSibling;
  if (!key) return false;
  if (before.name === 'AssignOp') return source.slice(key.from, key.to) === 'dataset_version';
  return before.name === ':' && isString(key) && outputKeys.includes(readString(key, source).text);
}
