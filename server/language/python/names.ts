/** What names mean in a Python file: imports under their own or another name. */
import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from './tree.ts';

/** A local name and the dotted name it stands for: `p` for `valohai.prepare`. `*` for all names of a module. */
export type Imports = Map<string, string>;

/** Adds what one `import` or `from … import …` makes known, and the modules that it may read. */
export function addImports(statement: SyntaxNode, source: string, { imports, modules }: { imports: Imports; modules: string[] }): void {
  const words = childrenOf(statement).map((node) => source.slice(node.from, node.to));
  const start = words[0] === 'from' ? words.indexOf('import') : 0;
  if (start < 0) return;
  const from = words.slice(1, Math.max(1, start)).join('');
  const prefix = from === '' || from.endsWith('.') ? from : `${from}.`;
  if (from) modules.push(from);
  for (const item of split(words.slice(start + 1).filter((word) => word !== '(' && word !== ')'))) {
    const as = item.indexOf('as');
    const name = (as < 0 ? item : item.slice(0, as)).join('');
    const local = as < 0 ? name : item[as + 1];
    if (!name || !local) continue;
    modules.push(prefix + name);
    // `import a.b` makes `a` known, which stands for itself
    if (from || as >= 0) imports.set(local, bare(prefix + name));
    else imports.set(name.split('.')[0]!, name.split('.')[0]!);
  }
}

/** `vh.prepare` as `valohai.prepare`; nothing for what is no chain of names. */
export function dottedName(node: SyntaxNode, source: string, imports: Imports): string | undefined {
  if (node.name === 'VariableName') {
    const name = source.slice(node.from, node.to);
    return imports.get(name) ?? name;
  }
  if (node.name !== 'MemberExpression') return undefined;
  const { firstChild: object, lastChild: property } = node;
  if (!object || property?.name !== 'PropertyName') return undefined;
  const before = dottedName(object, source, imports);
  return before && bare(`${before}.${source.slice(property.from, property.to)}`);
}

/** The names that valohai-utils exports, also when they are taken from the modules they are defined in. */
function bare(name: string): string {
  return name.startsWith('valohai.')
    ? name.replace(/^valohai\.(?:inputs|outputs|parameters|prepare_impl|output_properties)\.(?=\w+$)/, 'valohai.')
    : name;
}

function split(words: string[]): string[][] {
  const items: string[][] = [[]];
  for (const word of words) {
    if (word === ',') items.push([]);
    else items.at(-1)!.push(word);
  }
  return items;
}
