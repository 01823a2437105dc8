/** What may be renamed, and what a new name may be. Each answer is a sentence that says why not. */
import { isName, nameRule } from '../../core/ref.ts';
import type { Occurrence, SubjectKind } from '../names/occurrence.ts';
import { latest } from '../reference/lookUp.ts';

/** Why a thing keeps its name. */
export function fixedName({ kind, name }: Occurrence): string | undefined {
  if (kind === 'version') return 'A version never changes, so its name cannot either. Adopt it under a new name.';
  if (kind === 'dataset') return 'Versions keep the name of their dataset for good. Adopt the files under a new name.';
  if (kind === 'alias' && name === latest) return '"latest" is always the newest version, so it has no other name.';
  return undefined;
}

/** Why nothing of a kind can have this name. */
export function badName(kind: SubjectKind, name: string): string | undefined {
  if (name === '') return 'A name cannot be empty.';
  if (kind === 'alias') return badAlias(name);
  if (/^[\d.+-]*$|^(?:true|false|yes|no|on|off|null|~)$|^0[xo]|^[\d.]+e[+-]?\d+$/i.test(name)) {
    return `YAML would not read "${name}" as a text. Choose a name that begins with a letter.`;
  }
  if (!/^[\p{L}\p{N}_/.][\p{L}\p{N}\p{M}_ ./()@+*-]*$/u.test(name)) {
    return `"${name}" has signs that YAML, Python or a shell would take for something else. Use letters, digits, "_", "-", "." and blanks.`;
  }
  if (kind === 'node' && name.includes('.')) return `An edge parts its ends at ".", so a node cannot be called "${name}".`;
  if (kind === 'endpoint' && !/^[a-z][a-z0-9-]+$/.test(name)) {
    return 'The name of an endpoint is made of two or more lower-case letters, digits and dashes, a letter first.';
  }
  return undefined;
}

/** `The step "train" already has an input "images".` */
export function taken(kind: SubjectKind, path: readonly string[]): string {
  const [name, owner] = path.toReversed();
  const noun = nouns[kind] ?? `a ${kind}`;
  if (kind === 'alias') return `"${owner}:${name}" is there already. Choose another alias.`;
  if (path.length < 3) return `There is ${noun} "${name}" already.`;
  const home = kind === 'node' || kind === 'pipeline-parameter' ? 'pipeline' : 'step';
  return `The ${home} "${owner}" already has ${noun} "${name}".`;
}

const nouns: Partial<Record<SubjectKind, string>> = {
  input: 'an input',
  output: 'an output',
  endpoint: 'an endpoint',
  'pipeline-parameter': 'a parameter',
};

function badAlias(name: string): string | undefined {
  if (name === latest) return '"latest" is always the newest version and cannot be moved. Choose another alias.';
  return isName(name) ? undefined : `"${name}" cannot be an alias. A name is made of ${nameRule}.`;
}
