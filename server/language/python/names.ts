/** What names mean in a Python file: imports under their own or another name, and names that were given a literal. */
import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from './tree.ts';

/** A local name and the dotted name it stands for: `p` for `valohai.prepare`. */
export type Imports = Map<string, string>;

/** Adds what one `import` or `from … import …` makes known. */
export function addImports(statement: SyntaxNode, source: string, imports: Imports): void {
  const words = childrenOf(statement).map((node) => source.slice(node.from, node.to));
  const start = words[0] === 'from' ? words.indexOf('import') : 0;
  if (start < 0) return;
  const module = words[0] === 'from' ? `${words.slice(1, start).join('')}.` : '';
  for (const item of split(words.slice(start + 1).filter((word) => word !== '(' && word !== ')'))) {
    const as = item.indexOf('as');
    const name = (as < 0 ? item : item.slice(0, as)).join('');
    const local = as < 0 ? name : item[as + 1];
    if (!name || !local) continue;
    // `import a.b` makes `a` known, which stands for itself
    if (module || as >= 0) imports.set(local, module + name);
    else imports.set(name.split('.')[0]!, name.split('.')[0]!);
  }
}

/** `vh.prepare` as `valohai.prepare`; nothing for what is no chain of names. */
export function dottedName(node: SyntaxNode, source: string, imports: Imports): string | undefined {
  if (node.name === 'VariableName') {
    const name = source.slice(node.from, node.to);
    return imports.get(name) ?? name;
  }
  const [object, dot, property] = childrenOf(node);
  if (node.name !== 'MemberExpression' || !object || dot?.name !== '.' || property?.name !== 'PropertyName') return undefined;
  const before = dottedName(object, source, imports);
  return before && `${before}.${source.slice(property.from, property.to)}`;
}

function split(words: string[]): string[][] {
  const items: string[][] = [[]];
  for (const word of words) {
    if (word === ',') items.push([]);
    else items.at(-1)!.push(word);
  }
  return items;
}
