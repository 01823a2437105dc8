/** Which name of a step is being typed in a Python file. Its strings are seldom closed, and its dictionaries seldom whole. */
import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../core/ref.ts';
import type { NameUse, PythonFacts } from '../python/facts.ts';
import { addImports, dottedName, type Imports } from '../python/names.ts';
import { readString } from '../python/strings.ts';
import { argument, argumentsOf, isDictionary, isString, parsePython } from '../python/tree.ts';

export type PythonPlace = { range: Span } & (
  | { type: NameUse['kind'] }
  | { type: 'step' }
  /** A key of `default_inputs` or `default_parameters`; `step` is what the same call says. */
  | { type: 'prepared'; kind: 'input' | 'parameter'; step: string | undefined }
  /** A path within an input. */
  | { type: 'path'; input: string }
);

/** What facts know needs no second look at the text. */
export function pythonPlace(text: string, offset: number, facts: PythonFacts): PythonPlace | undefined {
  for (const { kind, name, paths } of facts.uses) {
    if (holds(name.range, offset)) return { type: kind, range: name.range };
    const path = kind === 'input' ? paths.find(({ range }) => holds(range, offset)) : undefined;
    if (path) return { type: 'path', input: name.text, range: path.range };
  }
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /["']/.test(text.slice(start, offset)) && calls.test(text) ? fromTree(text, offset) : undefined;
}

/** Words without which no place is ours. */
const calls = /\b(?:inputs|outputs|parameters|prepare|default_inputs|default_parameters)\b/;

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

interface Source {
  text: string;
  imports: Imports;
}

function fromTree(text: string, offset: number): PythonPlace | undefined {
  const tree = parsePython(text, {});
  const node = stringAround(tree.resolveInner(offset, -1));
  if (!node) return undefined;
  const { range, dynamic } = readString(node, text);
  if (dynamic || !holds(range, offset)) return undefined;
  const imports: Imports = new Map();
  tree.iterate({
    enter(at) {
      if (at.name === 'ImportStatement') addImports(at.node, text, { imports, modules: [] });
    },
  });
  return inCall(node, range, { text, imports }) ?? inDictionary(node, range, { text, imports });
}

function stringAround(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  // several in a row are one
  for (let at: SyntaxNode | null = node; at && (!found || isString(at)); at = at.parent) if (isString(at)) found = at;
  return found;
}

const useKinds: Readonly<Record<string, NameUse['kind']>> = {
  'valohai.inputs': 'input',
  'valohai.parameters': 'parameter',
  'valohai.outputs': 'output',
};

function inCall(node: SyntaxNode, range: Span, source: Source): PythonPlace | undefined {
  const callee = node.parent?.name === 'ArgList' ? node.parent.parent?.firstChild : undefined;
  if (!callee) return undefined;
  const args = argumentsOf(node.parent!);
  const isArgument = (of: { name: string; at?: number }) => argument(args, source.text, of)?.from === node.from;
  const input = inputOfMethod(callee, source);
  if (input !== undefined) return isArgument({ name: 'path_filter', at: 0 }) ? { type: 'path', input, range } : undefined;
  const name = dottedName(callee, source.text, source.imports) ?? '';
  const type = useKinds[name];
  if (type) return isArgument({ name: 'name', at: 0 }) ? { type, range } : undefined;
  return name === 'valohai.prepare' && isArgument({ name: 'step' }) ? { type: 'step', range } : undefined;
}

/** Of `valohai.inputs("x").path`. */
function inputOfMethod(callee: SyntaxNode, { text, imports }: Source): string | undefined {
  const { firstChild: call, lastChild: method } = callee;
  const list = call?.name === 'CallExpression' ? call.lastChild : undefined;
  if (!list || !method || !/^(?:path|stream)s?$/.test(text.slice(method.from, method.to))) return undefined;
  if (dottedName(call!.firstChild!, text, imports) !== 'valohai.inputs' || list.name !== 'ArgList') return undefined;
  const name = argument(argumentsOf(list), text, { name: 'name', at: 0 });
  return name && isString(name) ? readString(name, text).text : undefined;
}

const prepared: Readonly<Record<string, 'input' | 'parameter'>> = { default_inputs: 'input', default_parameters: 'parameter' };

/** `prepare(default_inputs={"…"})`: a dictionary that begins is taken for a set. */
function inDictionary(node: SyntaxNode, range: Span, { text, imports }: Source): PythonPlace | undefined {
  const dictionary = node.parent;
  if (!dictionary || !(isDictionary(dictionary) || /^Set/.test(dictionary.name)) || node.prevSibling?.name === ':') return undefined;
  const list = dictionary.parent;
  const callee = list?.name === 'ArgList' ? list.parent?.firstChild : null;
  if (!list || !callee || dottedName(callee, text, imports) !== 'valohai.prepare') return undefined;
  const args = argumentsOf(list);
  const own = args.find(({ value }) => value.from === dictionary.from)?.name;
  const kind = own && prepared[text.slice(own.from, own.to)];
  const step = argument(args, text, { name: 'step' });
  return kind && { type: 'prepared', kind, step: step && isString(step) ? readString(step, text).text : undefined, range };
}
