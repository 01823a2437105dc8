/** Projects and their executions, newest first; the time of a running one goes on while somebody can see it. */
import * as vscode from 'vscode';
import { listExecutions, listProjects } from '../../server/protocol/requests.ts';
import type { WireExecution } from '../../server/protocol/wire.ts';
import type { Server } from '../serverClient.ts';
import { executionItem } from './executionItems.ts';
import { type ExecutionNode, executionNode, isRunning, moreNode, type ProjectNode, projectNode, type TreeNode } from './nodes.ts';
import { createTree, pageSize, type Tree } from './tree.ts';

export interface ExecutionsView extends Tree {
  revealExecution(execution: WireExecution): Promise<void>;
}

export function createExecutionsView(server: Server): ExecutionsView {
  /** The running executions on screen, by project: the only items that change without news from the registry. */
  const running = new Map<string, ExecutionNode[]>();
  let timer: NodeJS.Timeout | undefined;

  const tree = createTree('datapin.executions', server, {
    item: executionItem,
    parent: (node) => (node.type === 'execution' ? projectNode(node.execution.project) : undefined),
    async children(node, limit) {
      if (node === undefined) {
        running.clear();
        return (await server.send(listProjects, {})).map(projectNode);
      }
      return node.type === 'project' ? executions(node, limit) : [];
    },
  });

  async function executions(node: ProjectNode, limit: number): Promise<TreeNode[]> {
    const shown: WireExecution[] = [];
    let more = true;
    while (more && shown.length < limit) {
      const page = await server.send(listExecutions, { project: node.project, limit: pageSize, before: shown.at(-1)?.number });
      shown.push(...page.executions);
      more = page.more;
    }
    const nodes = shown.map(executionNode);
    running.set(
      node.project,
      nodes.filter(({ execution }) => isRunning(execution)),
    );
    tick();
    return more ? [...nodes, moreNode(node)] : nodes;
  }

  function tick(): void {
    clearTimeout(timer);
    const nodes = [...running.values()].flat();
    if (!tree.view.visible || nodes.length === 0) return;
    timer = setTimeout(() => {
      for (const node of nodes) tree.refresh(node);
      tick();
    }, 1000);
  }

  const watched = tree.view.onDidChangeVisibility(tick);
  return {
    ...tree,
    revealExecution: (execution) => tree.reveal(executionNode(execution)),
    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(watched, tree).dispose();
    },
  };
}
