/** Datasets, their versions, and the folders and files of those. */
import type * as vscode from 'vscode';
import { listDatasets, listEntries, listVersions } from '../../server/protocol/requests.ts';
import type { WireEntry, WireVersion } from '../../server/protocol/wire.ts';
import type { Server } from '../serverClient.ts';
import { datasetItem } from './datasetItems.ts';
import { datasetNode, entryNode, moreNode, type TreeNode, versionNode } from './nodes.ts';
import { createTree, pageSize, type Tree } from './tree.ts';

export interface DatasetsView extends Tree {
  revealVersion(version: WireVersion): Promise<void>;
}

export function createDatasetsView(server: Server, dropped: vscode.TreeDragAndDropController<TreeNode>): DatasetsView {
  const tree = createTree('datapin.datasets', server, {
    canSelectMany: true,
    dropped,
    item: datasetItem,
    parent,
    async children(node, limit) {
      switch (node?.type) {
        case undefined:
          return (await server.send(listDatasets, {})).map(datasetNode);
        case 'dataset':
          return (await server.send(listVersions, { dataset: node.dataset.name })).map(versionNode);
        case 'version':
          return entries(node, { ref: node.version.ref, folder: '', limit });
        case 'folder':
          return entries(node, { ref: node.ref, folder: node.entry.path, limit });
        default:
          return [];
      }
    },
  });

  async function entries(node: TreeNode, { ref, folder, limit }: { ref: string; folder: string; limit: number }): Promise<TreeNode[]> {
    const shown: WireEntry[] = [];
    let more = true;
    while (more && shown.length < limit) {
      const page = await server.send(listEntries, { ref, folder, limit: pageSize, after: lastPath(shown) });
      shown.push(...page.entries);
      more = page.more;
    }
    const nodes = shown.map((entry) => entryNode(ref, entry));
    return more ? [...nodes, moreNode(node)] : nodes;
  }

  return {
    ...tree,
    revealVersion: (version) => tree.reveal(versionNode(version)),
  };
}

function lastPath(shown: readonly WireEntry[]): string | undefined {
  const last = shown.at(-1);
  return last?.type === 'folder' ? `${last.path}/` : last?.path;
}

/** Only what is ever revealed needs its parent: a version. */
function parent(node: TreeNode): TreeNode | undefined {
  if (node.type !== 'version') return undefined;
  const { dataset, kind } = node.version;
  return datasetNode({ name: dataset, kind, versions: 0 });
}
