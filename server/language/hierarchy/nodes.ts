/** Versions and executions as items of a hierarchy, which cross to the client and come back. */
import { type CallHierarchyItem, SymbolKind } from 'vscode-languageserver-types';
import { logUri } from '../../protocol/logUri.ts';
import { manifestUri } from '../../protocol/manifestUri.ts';
import type { Catalog, CatalogNode, NodeName } from '../catalog.ts';
import { firstLine, referenceAt } from '../places.ts';
import type { SourceFile } from '../project.ts';
import { lookUp } from '../reference/lookUp.ts';
import { executionInWords, versionInWords } from '../words.ts';

/** Fits both hierarchies. `data` says which node it is. */
export function toItem(node: CatalogNode): CallHierarchyItem {
  const place = { range: firstLine, selectionRange: firstLine, data: nameOf(node) };
  if (node.type === 'execution') {
    const { execution } = node;
    return { name: execution.id, kind: SymbolKind.Event, detail: executionInWords(execution), uri: logUri(execution.id), ...place };
  }
  const { dataset, version } = node;
  const kind = version.kind === 'model' ? SymbolKind.Class : SymbolKind.Package;
  return { name: `${dataset}:${version.name}`, kind, detail: versionInWords(version), uri: manifestUri(dataset, version.name), ...place };
}

export function nameOf(node: CatalogNode): NodeName {
  return node.type === 'execution'
    ? { type: 'execution', id: node.execution.id }
    : { type: 'version', dataset: node.dataset, name: node.version.name };
}

/** What an item's `data` says after its way through the client; nothing when it is none of ours. */
export function nodeNameIn(data: unknown): NodeName | undefined {
  const { type, dataset, name, id } = (data ?? {}) as Record<string, unknown>;
  if (type === 'execution' && typeof id === 'string') return { type, id };
  return type === 'version' && typeof dataset === 'string' && typeof name === 'string' ? { type, dataset, name } : undefined;
}

/** The version that the reference under the cursor names. */
export function versionAt({ analysis }: SourceFile, offset: number, catalog: Catalog): CatalogNode | undefined {
  const ref = referenceAt(analysis, offset)?.parsed.ref;
  const result = ref && lookUp(ref, catalog);
  return result?.state === 'found' ? { type: 'version', dataset: result.dataset.name, version: result.version } : undefined;
}

/** Each node once, in order. */
export function distinct(nodes: readonly CatalogNode[]): CatalogNode[] {
  return [...new Map(nodes.map((node) => [JSON.stringify(nameOf(node)), node])).values()];
}
