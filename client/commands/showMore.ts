/** Shows the next part of a long list in the tree it was clicked in. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { isNode, type TreeNode } from '../views/nodes.ts';
import type { Tree } from '../views/tree.ts';

export function showMore(context: Context): Command {
  return (subject) => {
    if (!isNode(subject, 'more')) return;
    treeOf(subject.parent, context).showMore(subject);
  };
}

function treeOf({ type }: TreeNode, { datasets, executions, comparison }: Context): Tree {
  if (type === 'project') return executions;
  return type === 'differences' ? comparison : datasets;
}
