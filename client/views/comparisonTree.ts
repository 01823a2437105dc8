/** What two versions have not in common: files that were added, removed, changed and moved, and labels by class. */
import * as vscode from 'vscode';
import type { WireDiff, WireDiffKind } from '../../server/protocol/requests.ts';
import type { Server } from '../serverClient.ts';
import { comparisonItem } from './comparisonItems.ts';
import { type DifferencesNode, differenceNode, differencesNode, labelsNode, moreNode, sentenceNode, type TreeNode } from './nodes.ts';
import { createTree, type Tree } from './tree.ts';

export interface ComparisonView extends Tree {
  /** Shows a comparison in place of the one that was there. */
  show(diff: WireDiff): Promise<void>;
  clear(): Promise<void>;
}

export function createComparisonView(server: Server): ComparisonView {
  let shown: WireDiff | undefined;
  const tree = createTree('datapin.comparison', server, {
    item: (node) => comparisonItem(node, shown),
    parent: () => undefined,
    async children(node, limit) {
      if (!shown) return [];
      return node?.type === 'differences' ? within(shown, node, limit) : roots(shown);
    },
  });
  const set = async (diff: WireDiff | undefined) => {
    shown = diff;
    tree.view.description = diff && `${diff.a} ↔ ${diff.b}`;
    await vscode.commands.executeCommand('setContext', 'datapin.hasComparison', diff !== undefined);
    tree.refresh();
  };
  return {
    ...tree,
    async show(diff) {
      await set(diff);
      await vscode.commands.executeCommand('datapin.comparison.focus');
    },
    clear: () => set(undefined),
  };
}

const kinds: readonly WireDiffKind[] = ['added', 'removed', 'changed', 'moved'];

function roots(diff: WireDiff): TreeNode[] {
  const groups = kinds.filter((kind) => diff.totals[kind].files > 0).map(differencesNode);
  const labels = diff.labels && diff.labels.length > 0 ? [differencesNode('labels')] : [];
  const same = groups.length === 0 ? [sentenceNode('Both hold the same files.')] : [];
  return [...same, ...groups, ...labels, ...diff.notes.map(sentenceNode)];
}

function within(diff: WireDiff, node: DifferencesNode, limit: number): TreeNode[] {
  const { kind } = node;
  const all = kind === 'labels' ? (diff.labels ?? []).map(labelsNode) : diff[kind].map((file) => differenceNode(kind, diff, file));
  if (all.length > limit) return [...all.slice(0, limit), moreNode(node)];
  const rest = kind === 'labels' ? 0 : diff.totals[kind].files - all.length;
  return rest > 0 ? [...all, sentenceNode(`${rest.toLocaleString('en')} more: "datapin diff ${diff.a} ${diff.b}" lists them all.`)] : all;
}
