/** Shows the next part of a long list in the tree it was clicked in. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { isNode } from '../views/nodes.ts';

export function showMore(context: Context): Command {
  return (subject) => {
    if (!isNode(subject, 'more')) return;
    const tree = subject.parent.type === 'project' ? context.executions : context.datasets;
    tree.showMore(subject);
  };
}
