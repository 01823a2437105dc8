/** Copies what would be written into code: `digits:v1`, `digits:latest`, `project:12`. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { copy } from '../editor.ts';
import { versionOf } from '../subjects.ts';
import { isNode } from '../views/nodes.ts';

export function copyReference(context: Context): Command {
  return async (given) => {
    if (isNode(given, 'execution')) return copy(given.execution.id);
    if (isNode(given, 'dataset')) return copy(`${given.dataset.name}:latest`);
    const version = await versionOf(context.server, given, 'Copy reference');
    if (version) await copy(version.ref);
  };
}

/** With the version's hash, so that it can mean nothing else. */
export function copyPinnedReference(context: Context): Command {
  return async (given) => {
    const version = await versionOf(context.server, given, 'Copy reference with hash');
    if (version) await copy(`${version.ref}@${version.hash}`);
  };
}
