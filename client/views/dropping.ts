/** Files and folders that are dropped on the datasets are adopted; on a dataset, as a new version of it. */
import * as vscode from 'vscode';
import type { AdoptProposal } from '../commandArguments.ts';
import type { TreeNode } from './nodes.ts';

/** Dropped things go the way of the command, which asks for a name and refuses what is not trusted. */
export function adoptDropped(): vscode.TreeDragAndDropController<TreeNode> {
  return {
    dragMimeTypes: [],
    dropMimeTypes: ['text/uri-list', 'files'],
    async handleDrop(target, dropped) {
      const uris = await urisIn(dropped);
      if (uris.length === 0) return;
      const as = datasetOf(target);
      await vscode.commands.executeCommand('datapin.adopt', { uris, ...(as === undefined ? {} : { as }) } satisfies AdoptProposal);
    },
  };
}

/** Those on this machine; the editor names each in one way or the other. */
async function urisIn(dropped: vscode.DataTransfer): Promise<string[]> {
  const listed = await dropped.get('text/uri-list')?.asString();
  const uris = (listed ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const files = [...dropped].flatMap(([, item]) => item.asFile()?.uri?.toString() ?? []);
  const all = [...uris, ...files].map((uri) => vscode.Uri.parse(uri));
  const here = all.filter(({ scheme }) => scheme === 'file' || scheme === 'vscode-remote');
  return [...new Set(here.map(({ fsPath }) => vscode.Uri.file(fsPath).toString()))];
}

function datasetOf(node: TreeNode | undefined): string | undefined {
  if (node?.type === 'dataset') return node.dataset.name;
  return node?.type === 'version' ? node.version.dataset : undefined;
}
