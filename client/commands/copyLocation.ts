/** Copies where the bytes of a file lie. */
import type { Command } from '../commands.ts';
import { copy } from '../editor.ts';
import { isNode } from '../views/nodes.ts';

export function copyLocation(): Command {
  return async (subject) => {
    if (isNode(subject, 'file')) await copy(subject.entry.location);
  };
}
