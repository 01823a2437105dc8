/**
 * References of a Python file. The short spelling counts in `default_inputs` of `valohai.prepare` and in calls such as
 * `dataset("…")`; the URI spelling in every string but docstrings. What a program puts together is never judged.
 */
import type { SyntaxNode } from '@lezer/common';
import { parseReference } from '../../core/ref.ts';
import type { PythonFacts } from '../python/facts.ts';
import { readFacts } from '../python/readFacts.ts';
import { isPart, readString, spanInString } from '../python/strings.ts';
import { type Call, type Survey, survey } from '../python/survey.ts';
import {
  argument,
  argumentsOf,
  childrenOf,
  isDictionary,
  isString,
  outerOf,
  type PythonCache,
  pairsOf,
  unwrapped,
} from '../python/tree.ts';
import { dictionaryOf, holdersOf } from '../python/values.ts';
import { dynamic, type FoundReference, referenceInSlot, type Slot, uriTokens } from './found.ts';
import { outputKeys } from './inText.ts';

/**
 * Calls whose first argument is a reference, as they are written or by their full names. A bare `model(…)` is not among them: in training code that
 * is the network, called with what it is given.
 */
export const defaultReferenceCalls: readonly string[] = ['dataset', 'datapin.dataset', 'datapin.model'];

export interface FoundInPython {
  references: FoundReference[];
  slots: Slot[];
  facts: PythonFacts;
}

export function readPython(source: string, cache: PythonCache, referenceCalls: readonly string[] = defaultReferenceCalls): FoundInPython {
  const seen = survey(source, cache);
  const strings = new Map<number, SyntaxNode>();
  for (const call of seen.calls) {
    for (const node of expectedStrings(call, seen, referenceCalls)) strings.set(node.from, node);
  }
  const slots = [...strings.values()].map((node) => readString(node, source));
  const mentions = seen.strings.filter((node) => !strings.has(node.from)).flatMap((node) => mentionsIn(node, seen));
  return { references: [...slots.flatMap(referenceInSlot), ...mentions], slots, facts: readFacts(seen) };
}

/** The strings of a call that stand where a reference is expected. */
function expectedStrings(call: Call, seen: Survey, referenceCalls: readonly string[]): SyntaxNode[] {
  const { name, callee } = call;
  if (name === 'valohai.prepare') return inputStrings(argument(call.args(), seen.source, { name: 'default_inputs' }), seen);
  const isExpected = referenceCalls.includes(name) || referenceCalls.includes(seen.source.slice(callee.from, callee.to));
  const first = isExpected ? argument(call.args(), seen.source, { name: '', at: 0 }) : undefined;
  return first ? stringsOf(first) : [];
}

/** Strings among the values of a dictionary, written in place or named: then the last one of that name before its use counts. */
function inputStrings(value: SyntaxNode | undefined, seen: Survey): SyntaxNode[] {
  const dictionary = value && dictionaryOf(value, seen);
  if (!dictionary) return [];
  return valuesOf(dictionary).flatMap(({ value: one }) => {
    const inner = unwrapped(one);
    if (!isDictionary(inner)) return stringsOf(inner);
    const nested = pairsOf(inner).find(({ key }) => isString(key) && readString(key, seen.source).text === 'default');
    return nested ? stringsOf(nested.value) : [];
  });
}

/** Of `{…}` or `dict(…)`. */
function valuesOf(dictionary: SyntaxNode): { value: SyntaxNode }[] {
  return isDictionary(dictionary) ? pairsOf(dictionary) : argumentsOf(dictionary.lastChild!).filter(({ name }) => name);
}

/** A string, or the strings of a list. */
function stringsOf(node: SyntaxNode): SyntaxNode[] {
  const inner = unwrapped(node);
  if (isString(inner)) return [inner];
  if (inner.name === 'BinaryExpression') return childrenOf(inner).flatMap(stringsOf);
  return /^(?:Array|Tuple)/.test(inner.name) ? childrenOf(inner).filter(isString) : [];
}

function mentionsIn(node: SyntaxNode, seen: Survey): FoundReference[] {
  const { source } = seen;
  if (!source.slice(node.from, node.to).includes('/')) return [];
  const literal = readString(node, source);
  const tokens = uriTokens(literal.text);
  if (tokens.length === 0) return [];
  const expectation = isMadeHere(node, source) ? 'output' : 'mention';
  const isBuilt = literal.built || isPartByName(node, seen);
  return tokens.map((token) => ({
    text: token.text,
    range: spanInString(literal, token),
    parsed: isBuilt || placeholder.test(token.text) ? dynamic(token.text) : parseReference(token.text),
    expectation,
  }));
}

/** What `%` puts a value in place of, also when that is done elsewhere. */
const placeholder = /%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]/;

/** Whether the string is given a name, which a longer text is then made of. */
function isPartByName(node: SyntaxNode, seen: Survey): boolean {
  const outer = outerOf(node);
  if (outer?.name !== 'AssignStatement') return false;
  const target = childrenOf(outer).find(({ name }) => name === 'VariableName');
  const uses = target ? holdersOf({ target, value: node }, seen) : [];
  return uses.some((use) => isPart(use, seen.source) || isFieldOfUri(use, seen.source));
}

/** `f"{base}-small"`: more of the version is put right behind the field. */
function isFieldOfUri(use: SyntaxNode, source: string): boolean {
  const field = use.parent;
  return field?.name === 'FormatReplacement' && /[\w.{@-]/.test(source.charAt(field.to));
}

/** Whether the string is written into an output's metadata: it names a version that this run makes. */
function isMadeHere(node: SyntaxNode, source: string): boolean {
  let child = node;
  while (child.parent && /^(?:Array|Tuple|Parenthesized)/.test(child.parent.name)) child = child.parent;
  const before = child.prevSibling;
  const key = before?.prevSibling;
  if (!key) return false;
  if (before.name === 'AssignOp') return madeNames.has(source.slice(key.from, key.to)) || isMetadataKey(key, source);
  return before.name === ':' && isOutputKey(key, source);
}

const madeNames: ReadonlySet<string> = new Set(['dataset_version']);

/** `metadata["valohai.dataset-versions"] = …`. */
function isMetadataKey(target: SyntaxNode, source: string): boolean {
  const key = target.name === 'MemberExpression' ? target.lastChild?.prevSibling : undefined;
  return key ? isOutputKey(key, source) : false;
}

/** Also without the prefix, for which there is a finding of its own. */
function isOutputKey(key: SyntaxNode, source: string): boolean {
  if (!isString(key)) return false;
  const { text } = readString(key, source);
  return outputKeys.includes(text) || outputKeys.includes(`valohai.${text}`);
}
