/** How the differences of two versions look in their tree. */
import * as vscode from 'vscode';
import type { WireDiff } from '../../server/protocol/requests.ts';
import { size } from '../../server/protocol/words.ts';
import { differenceWords, groupWords, labelWords, spokenLabels } from '../comparing/words.ts';
import { card } from './card.ts';
import { iconUri } from './datasetItems.ts';
import type { DifferenceNode, DifferencesNode, LabelsNode, SentenceNode, TreeNode } from './nodes.ts';
import { commonItem } from './tree.ts';

export function comparisonItem(node: TreeNode, diff: WireDiff | undefined): vscode.TreeItem {
  switch (node.type) {
    case 'differences':
      return itemOfGroup(node, diff);
    case 'difference':
      return itemOfFile(node);
    case 'labels':
      return itemOfLabels(node);
    case 'sentence':
      return itemOfSentence(node);
    default:
      return commonItem(node);
  }
}

const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
/** Groups of at most so many items are open at first. */
const few = 50;

function itemOfGroup({ id, kind }: DifferencesNode, diff: WireDiff | undefined): vscode.TreeItem {
  const { label, description, items } = groupWords(kind, diff);
  const item = new vscode.TreeItem(label, items > few ? Collapsed : Expanded);
  item.id = id;
  item.description = description;
  const { name, colour } = icons[kind];
  item.iconPath = new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = kind;
  item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
  return item;
}

function itemOfFile(node: DifferenceNode): vscode.TreeItem {
  const { id, kind, file, a, b } = node;
  const words = differenceWords(file);
  const item = new vscode.TreeItem(file.path);
  item.id = id;
  item.description = words;
  item.iconPath = vscode.ThemeIcon.File;
  item.resourceUri = iconUri(file.path);
  item.contextValue = 'difference';
  item.tooltip = card(file.path, [
    [a, file.before && `${file.before.path}, ${size(file.before.bytes)}`],
    [kind === 'removed' ? a : b, `${file.path}, ${size(file.bytes)}`],
  ]);
  item.command = { title: 'Open Difference', command: 'datapin.openDifference', arguments: [node] };
  item.accessibilityInformation = { label: `${kind} ${file.path}, ${words}` };
  return item;
}

function itemOfLabels({ id, change }: LabelsNode): vscode.TreeItem {
  const item = new vscode.TreeItem(change.class || 'No class');
  item.id = id;
  item.description = labelWords(change);
  item.iconPath = new vscode.ThemeIcon('tag');
  item.contextValue = 'labels';
  item.tooltip = spokenLabels(change);
  item.accessibilityInformation = { label: spokenLabels(change) };
  return item;
}

function itemOfSentence({ id, text }: SentenceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.id = id;
  item.tooltip = text;
  item.iconPath = new vscode.ThemeIcon('info');
  return item;
}

const icons: Record<DifferencesNode['kind'], { name: string; colour?: string }> = {
  added: { name: 'diff-added', colour: 'gitDecoration.addedResourceForeground' },
  removed: { name: 'diff-removed', colour: 'gitDecoration.deletedResourceForeground' },
  changed: { name: 'diff-modified', colour: 'gitDecoration.modifiedResourceForeground' },
  moved: { name: 'diff-renamed', colour: 'gitDecoration.renamedResourceForeground' },
  labels: { name: 'symbol-class' },
};
