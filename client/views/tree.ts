/** What the trees share: they ask when shown, show a problem in place of what is missing, and show long lists in parts. */
import * as vscode from 'vscode';
import { registryChanged } from '../../server/protocol/requests.ts';
import { problemOf } from '../problem.ts';
import type { Server } from '../serverClient.ts';
import { type MoreNode, problemNode, type TreeNode } from './nodes.ts';

export interface TreeParts {
  /** What is right under a node; the roots when there is none. `limit` is how many of a long list are wanted. */
  children(node: TreeNode | undefined, limit: number): Promise<TreeNode[]>;
  item(node: TreeNode): vscode.TreeItem;
  parent(node: TreeNode): TreeNode | undefined;
  /** Whether several items can be selected, for what is done with several. */
  canSelectMany?: boolean;
  /** What becomes of what is dropped on it. */
  dropped?: vscode.TreeDragAndDropController<TreeNode>;
}

export interface Tree {
  readonly view: vscode.TreeView<TreeNode>;
  /** Draws one node again, or asks for everything again. */
  refresh(node?: TreeNode): void;
  showMore(node: MoreNode): void;
  /** Selects a node, as soon as it is there. */
  reveal(node: TreeNode): Promise<void>;
  dispose(): void;
}

/** How many items of a list are shown at first, and how many more each time. */
export const pageSize = 200;

export function createTree(id: string, server: Server, parts: TreeParts): Tree {
  const changes = new vscode.EventEmitter<TreeNode | undefined>();
  const limits = new Map<string, number>();
  const limitOf = (node: TreeNode | undefined) => limits.get(node?.id ?? '') ?? pageSize;
  let due: NodeJS.Timeout | undefined;
  let revealing = 0;

  const view = vscode.window.createTreeView<TreeNode>(id, {
    showCollapseAll: true,
    canSelectMany: parts.canSelectMany ?? false,
    ...(parts.dropped ? { dragAndDropController: parts.dropped } : {}),
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getTreeItem: parts.item,
      getParent: parts.parent,
      async getChildren(node) {
        try {
          return await parts.children(node, limitOf(node));
        } catch (error) {
          return [problemNode(node, problemOf(error))];
        }
      },
    },
  });
  const refresh = (node?: TreeNode) => changes.fire(node);
  // changes come in bursts; one look after the first of them is enough
  const refreshSoon = () => {
    due ??= setTimeout(() => {
      due = undefined;
      // the editor loses what it is about to reveal when the tree is drawn again meanwhile
      if (revealing > 0) refreshSoon();
      else refresh();
    }, 150);
  };
  // an age that is shown grows while nothing else changes
  const clock = setInterval(() => view.visible && refresh(), 60_000);
  const heard = [
    server.on(registryChanged, refreshSoon),
    server.onDidChangeState((state) => state === 'running' && refreshSoon()),
    vscode.workspace.onDidGrantWorkspaceTrust(refreshSoon),
  ];

  return {
    view,
    refresh,
    showMore({ parent }) {
      limits.set(parent.id, limitOf(parent) + pageSize);
      refresh(parent);
    },
    async reveal(node) {
      revealing++;
      try {
        // what is shown by this has just been asked for; what was shown before may not know the node yet
        if (view.visible) refresh();
        else await vscode.commands.executeCommand(`${id}.focus`);
        await view.reveal(node, { select: true, focus: false });
      } finally {
        revealing--;
      }
    },
    dispose() {
      clearTimeout(due);
      clearInterval(clock);
      vscode.Disposable.from(view, changes, ...heard).dispose();
    },
  };
}

/** The item of a problem or of "Show more", the same in all trees. */
export function commonItem(node: TreeNode): vscode.TreeItem {
  if (node.type === 'more') {
    const item = new vscode.TreeItem('Show more');
    item.id = node.id;
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.command = { title: 'Show More', command: 'datapin.showMore', arguments: [node] };
    return item;
  }
  if (node.type !== 'problem') throw new Error(`No item for a ${node.type}.`);
  const { code, message, hint } = node.problem;
  const item = new vscode.TreeItem(message);
  item.id = node.id;
  item.description = hint;
  item.tooltip = hint ? `${message}\n${hint}` : message;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.command = code.startsWith('server.')
    ? { title: 'Restart', command: 'datapin.restartServer' }
    : { title: 'Refresh', command: 'datapin.refresh' };
  return item;
}
