/** The one walk through a Python file: everything that references and facts are read from. */
import type { SyntaxNode, Tree } from '@lezer/common';
import { addImports, dottedName, type Imports } from './names.ts';
import { type Argument, argumentsOf, type PythonCache, parsePython, stringNames } from './tree.ts';

export interface Survey {
  source: string;
  tree: Tree;
  imports: Imports;
  modules: readonly string[];
  /** Calls in order: of what has a dotted name, and `…().add`. */
  calls: readonly Call[];
  /** Names that are given a value by `=`, in order. */
  assignments: ReadonlyMap<string, readonly Assignment[]>;
  /** Strings that are values. */
  strings: readonly SyntaxNode[];
  /** Collected only where one may be the metadata of an output. */
  dictionaries: readonly SyntaxNode[];
  /** What was asked before, since a name may stand in a hundred places, each of which asks again. Filled by values.ts. */
  asked: {
    occurrences: Map<string, readonly SyntaxNode[]>;
    /** How often a name is bound. */
    bindings: Map<string, number>;
    holders: Map<string, ReadonlyMap<number, readonly SyntaxNode[]>>;
  };
}

export interface Call {
  /** By imports: `valohai.inputs`. Empty for what is no chain of names. */
  name: string;
  node: SyntaxNode;
  callee: SyntaxNode;
  /** Read when asked for. */
  args(): Argument[];
}

export interface Assignment {
  target: SyntaxNode;
  value: SyntaxNode;
}

export function survey(source: string, cache: PythonCache): Survey {
  const tree = parsePython(source, cache);
  const known = { imports: new Map<string, string>(), modules: [] as string[] };
  const calls: SyntaxNode[] = [];
  const strings: SyntaxNode[] = [];
  const dictionaries: SyntaxNode[] = [];
  const assignments = new Map<string, Assignment[]>();
  const hasVersions = source.includes('-versions');
  tree.iterate({
    // a node object is made for the few that are wanted only
    enter(at) {
      if (at.name === 'ImportStatement') addImports(at.node, source, known);
      else if (at.name === 'CallExpression') calls.push(at.node);
      else if (at.name === 'AssignStatement') addAssignment(at.node, source, assignments);
      else if (stringNames.has(at.name) && isValue(at.node)) strings.push(at.node);
      else if (hasVersions && at.name === 'DictionaryExpression') dictionaries.push(at.node);
    },
  });
  return {
    source,
    tree,
    ...known,
    calls: calls.flatMap((node) => readCall(node, source, known.imports)),
    assignments,
    strings,
    dictionaries,
    asked: { occurrences: new Map(), bindings: new Map(), holders: new Map() },
  };
}

/** A string that stands alone is no value but a docstring, or text that was put out of use; a piece of a string is read with it. */
function isValue(node: SyntaxNode): boolean {
  const parent = node.parent?.name;
  return parent !== 'ContinuedString' && parent !== 'ExpressionStatement';
}

function readCall(node: SyntaxNode, source: string, imports: Imports): Call[] {
  const { firstChild: callee, lastChild: list } = node;
  if (!callee || list?.name !== 'ArgList') return [];
  const name = dottedName(callee, source, imports) ?? '';
  return name || /\.\s*add$/.test(source.slice(callee.to - 8, callee.to)) ? [{ name, node, callee, args: () => argumentsOf(list) }] : [];
}

/** Of `a = b = value` and `a: T = value`, not of what takes a value apart. */
function addAssignment(assignment: SyntaxNode, source: string, assignments: Map<string, Assignment[]>): void {
  let value = assignment.lastChild;
  while (value?.type.isError) value = value.prevSibling;
  if (value?.prevSibling?.name !== 'AssignOp') return;
  for (let target = assignment.firstChild; target; target = target.nextSibling) {
    if (target.name !== 'VariableName' || !isAssigned(target)) continue;
    const name = source.slice(target.from, target.to);
    const known = assignments.get(name);
    if (known) known.push({ target, value });
    else assignments.set(name, [{ target, value }]);
  }
}

function isAssigned(target: SyntaxNode): boolean {
  const before = target.prevSibling;
  const after = target.nextSibling?.name === 'TypeDef' ? target.nextSibling.nextSibling : target.nextSibling;
  return after?.name === 'AssignOp' && (!before || before.name === 'AssignOp');
}
