/** How datasets, versions, folders and files look in their tree. */
import * as vscode from 'vscode';
import type { WireVersion } from '../../server/protocol/wire.ts';
import { age, count, size } from '../../server/protocol/words.ts';
import { moment, shortHash } from '../formats.ts';
import { card } from './card.ts';
import type { DatasetNode, FileNode, FolderNode, TreeNode, VersionNode } from './nodes.ts';
import { commonItem } from './tree.ts';

export function datasetItem(node: TreeNode): vscode.TreeItem {
  switch (node.type) {
    case 'dataset':
      return itemOfDataset(node);
    case 'version':
      return itemOfVersion(node);
    case 'folder':
      return itemOfFolder(node);
    case 'file':
      return itemOfFile(node);
    default:
      return commonItem(node);
  }
}

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

function itemOfDataset({ id, dataset }: DatasetNode): vscode.TreeItem {
  const item = new vscode.TreeItem(dataset.name, Collapsed);
  const versions = count(dataset.versions, 'version');
  item.id = id;
  item.description = dataset.latest ? `${dataset.latest} · ${versions}` : versions;
  item.iconPath = new vscode.ThemeIcon(dataset.kind === 'model' ? 'hubot' : 'database');
  item.contextValue = dataset.kind;
  item.tooltip = card(dataset.name, [
    ['Kind', dataset.kind],
    ['Versions', String(dataset.versions)],
    ['Latest', dataset.latest],
  ]);
  const latest = dataset.latest ? `, latest ${dataset.latest}` : '';
  item.accessibilityInformation = { label: `${dataset.kind} ${dataset.name}, ${versions}${latest}` };
  return item;
}

function itemOfVersion({ id, version }: VersionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(version.name, Collapsed);
  const facts = [count(version.files, 'file'), size(version.bytes), age(version.createdAt, Date.now())];
  item.id = id;
  const marks = [...(version.deprecated ? ['deprecated'] : []), ...(version.aliases.length > 0 ? [version.aliases.join(', ')] : [])];
  item.description = [...marks, ...facts].join(' · ');
  item.iconPath = versionIcon(version);
  item.contextValue = version.deprecated ? 'version.deprecated' : 'version';
  const deprecated = deprecationOf(version);
  item.tooltip = card(version.ref, [
    ['Deprecated', deprecated],
    ['Hash', shortHash(version.hash)],
    ['Aliases', version.aliases.join(', ')],
    ['Files', `${count(version.files, 'file')}, ${size(version.bytes)}`],
    ['Created', `${moment(version.createdAt)} by ${version.createdBy}`],
    ['Origin', version.origin],
    ['Identity', version.identity],
    ['Integrity', version.integrity],
  ]);
  item.accessibilityInformation = {
    label: [
      `version ${version.name}`,
      ...version.aliases.map((alias) => `alias ${alias}`),
      ...facts,
      `integrity ${version.integrity}`,
      ...(deprecated === undefined ? [] : [`deprecated: ${deprecated}`]),
    ].join(', '),
  };
  return item;
}

/** `wrong labels; use digits:v4` */
function deprecationOf({ deprecated }: WireVersion): string | undefined {
  return deprecated && [deprecated.why, ...(deprecated.use ? [`use ${deprecated.use}`] : [])].join('; ');
}

function versionIcon({ integrity, identity, deprecated }: WireVersion): vscode.ThemeIcon {
  if (integrity === 'broken') return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  if (deprecated) return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  if (integrity === 'whole') return new vscode.ThemeIcon('verified', new vscode.ThemeColor('testing.iconPassed'));
  return new vscode.ThemeIcon(identity === 'provider' ? 'unverified' : 'tag');
}

function itemOfFolder({ id, entry }: FolderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(entry.name, Collapsed);
  const facts = `${count(entry.files, 'file')}, ${size(entry.bytes)}`;
  item.id = id;
  item.description = facts;
  // named, since many icon themes have no folders
  item.iconPath = new vscode.ThemeIcon('folder');
  item.contextValue = 'folder';
  item.tooltip = card(entry.path, [['Holds', facts]]);
  item.accessibilityInformation = { label: `folder ${entry.name}, ${facts}` };
  return item;
}

function itemOfFile({ id, entry }: FileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(entry.name, None);
  const isLocal = entry.location.startsWith('file:');
  item.id = id;
  item.description = size(entry.bytes);
  item.iconPath = vscode.ThemeIcon.File;
  item.resourceUri = iconUri(entry.path);
  item.contextValue = 'file';
  item.tooltip = card(entry.path, [
    ['Size', size(entry.bytes)],
    ['Location', entry.location],
  ]);
  if (isLocal) item.command = { title: 'Open File', command: 'vscode.open', arguments: [vscode.Uri.parse(entry.location)] };
  item.accessibilityInformation = { label: `file ${entry.name}, ${size(entry.bytes)}` };
  return item;
}

/** Gives the icon of the file's kind, without the marks that source control puts on real files. */
export function iconUri(path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: 'datapin-icon', path: `/${path}` });
}
