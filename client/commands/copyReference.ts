/** Copies what would be written into code: `digits:v1`, `digits:latest`, `project:12`. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { copy } from '../editor.ts';
import { pickVersion } from '../pickers.ts';
import { isNode } from '../views/nodes.ts';

export function copyReference(context: Context): Command {
  return async (subject) => {
    if (isNode(subject, 'execution')) return copy(subject.execution.id);
    if (isNode(subject, 'dataset')) return copy(`${subject.dataset.name}:latest`);
    const version = isNode(subject, 'version') ? subject.version : await pickVersion(context.server, 'Copy reference');
    if (version) await copy(version.ref);
  };
}

/** With the version's hash, so that it can mean nothing else. */
export function copyPinnedReference(context: Context): Command {
  return async (subject) => {
    const version = isNode(subject, 'version') ? subject.version : await pickVersion(context.server, 'Copy reference with hash');
    if (version) await copy(`${version.ref}@${version.hash}`);
  };
}
