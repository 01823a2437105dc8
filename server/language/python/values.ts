/** What can be said of a value without running the program: texts and dictionaries, written in place or named. */
import type { SyntaxNode } from '@lezer/common';
import type { TextAt } from '../../formats/pipelineFile/types.ts';
import { readString } from './strings.ts';
import type { Assignment, Survey } from './survey.ts';
import { isDictionary, isString, outerOf, unwrapped } from './tree.ts';

/** Every place where the program says a name; neither attributes nor names of arguments. */
export function occurrencesOf(name: string, survey: Survey): readonly SyntaxNode[] {
  const { occurrences } = survey.asked;
  const found = occurrences.get(name) ?? findOccurrences(name, survey);
  occurrences.set(name, found);
  return found;
}

/** Where a name holds what one assignment gave it: behind it, up to the next; for a name that is assigned once, everywhere. */
export function holdersOf({ target }: Assignment, survey: Survey): readonly SyntaxNode[] {
  const { holders } = survey.asked;
  const name = survey.source.slice(target.from, target.to);
  const byTarget = holders.get(name) ?? holdersByTarget(name, survey);
  holders.set(name, byTarget);
  return byTarget.get(target.from) ?? [];
}

/** Whether a name is given a value here, in whatever way. */
export function isBinding(node: SyntaxNode): boolean {
  let target = node;
  while (target.parent && /^(?:Tuple|Array|Parenthesized)Expression$/.test(target.parent.name)) target = target.parent;
  const { parent, prevSibling: before, nextSibling: after } = target;
  if (parent?.name === 'AssignStatement') return isBefore(target, ['AssignOp', 'TypeDef']);
  if (parent?.name === 'ParamList') return before?.name !== 'AssignOp';
  if (parent?.name === 'NamedExpression' || parent?.name === 'UpdateStatement') return !before && after !== null;
  if (parent?.name === 'FunctionDefinition' || parent?.name === 'ClassDefinition')
    return before?.name === 'def' || before?.name === 'class';
  return before?.name === 'as' || before?.name === 'for' || (before?.name === ',' && isBefore(target, ['in']));
}

/** A text that holds whenever the program runs: a literal, or a name that is bound once, to a literal. */
export function constantOf(node: SyntaxNode, survey: Survey): TextAt | undefined {
  const value = unwrapped(node);
  if (value.name !== 'VariableName') return literalOf(value, survey.source);
  const name = survey.source.slice(value.from, value.to);
  const [assignment, ...others] = survey.assignments.get(name) ?? [];
  if (!assignment || others.length > 0 || survey.imports.has(name)) return undefined;
  if (!isBoundOnce(name, survey)) return undefined;
  return literalOf(unwrapped(assignment.value), survey.source);
}

/** The last assignment to a name before its use; the last of all, when none stands before. */
function assignedTo(name: SyntaxNode, { source, assignments }: Survey): Assignment | undefined {
  const all = assignments.get(source.slice(name.from, name.to)) ?? [];
  return all.findLast(({ target }) => target.from < name.from) ?? all.at(-1);
}

/** A dictionary, `{…}` or `dict(…)`, written in place or named. */
export function dictionaryOf(node: SyntaxNode, survey: Survey): SyntaxNode | undefined {
  const value = unwrapped(node);
  const inner = value.name === 'VariableName' ? assignedTo(value, survey)?.value : value;
  const dictionary = inner && unwrapped(inner);
  return dictionary && (isDictionary(dictionary) || isDictCall(dictionary, survey.source)) ? dictionary : undefined;
}

/** Whether what a name holds may be another thing than what was assigned: changed in place, or assigned more than once. */
export function isChanged(node: SyntaxNode, survey: Survey): boolean {
  const value = unwrapped(node);
  if (value.name !== 'VariableName') return false;
  const name = survey.source.slice(value.from, value.to);
  return !isBoundOnce(name, survey) || occurrencesOf(name, survey).some((one) => isChange(one, survey.source));
}

/** As `assignedTo` has it for each, in one pass. */
function holdersByTarget(name: string, survey: Survey): Map<number, SyntaxNode[]> {
  const all = survey.assignments.get(name) ?? [];
  let next = 0;
  return Map.groupBy(occurrencesOf(name, survey), ({ from }) => {
    while (next < all.length && all[next]!.target.from < from) next++;
    return (all[next - 1] ?? all.at(-1))?.target.from ?? -1;
  });
}

function findOccurrences(name: string, { source, tree }: Survey): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = source.indexOf(name); at >= 0; at = source.indexOf(name, at + name.length)) {
    if (isWordSign(source, at - 1) || isWordSign(source, at + name.length)) continue;
    const node = tree.resolveInner(at, 1);
    if (node.name !== 'VariableName' || node.from !== at) continue;
    if (node.parent?.name !== 'ArgList' || node.nextSibling?.name !== 'AssignOp') found.push(node);
  }
  return found;
}

function isBoundOnce(name: string, survey: Survey): boolean {
  const { bindings } = survey.asked;
  const count = bindings.get(name) ?? occurrencesOf(name, survey).filter(isBinding).length;
  bindings.set(name, count);
  return count === 1;
}

function literalOf(value: SyntaxNode, source: string): TextAt | undefined {
  if (!isString(value)) return undefined;
  const { text, range, dynamic, closed } = readString(value, source);
  return dynamic || !closed ? undefined : { text, range };
}

function isDictCall(node: SyntaxNode, source: string): boolean {
  const callee = node.name === 'CallExpression' ? node.firstChild : null;
  return callee?.name === 'VariableName' && source.slice(callee.from, callee.to) === 'dict';
}

const changes = /\.\s*(?:update|setdefault|pop|popitem|clear|__setitem__)$/;

/** `name["key"] = …`, `del name["key"]`, `name.update(…)`. */
function isChange(node: SyntaxNode, source: string): boolean {
  const member = node.parent;
  if (member?.name !== 'MemberExpression' || member.firstChild?.from !== node.from) return false;
  if (member.lastChild?.name === 'PropertyName') return changes.test(source.slice(node.to, member.to));
  const outer = outerOf(member)?.name;
  return outer === 'DeleteStatement' || outer === 'UpdateStatement' || (outer === 'AssignStatement' && isBefore(member, ['AssignOp']));
}

function isBefore(node: SyntaxNode, names: readonly string[]): boolean {
  for (let after = node.nextSibling; after; after = after.nextSibling) if (names.includes(after.name)) return true;
  return false;
}

function isWordSign(source: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(source.charAt(at));
}
