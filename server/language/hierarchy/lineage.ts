/** Lineage as a call hierarchy: who calls it is what it was made from, whom it calls is what was made from it. */
import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver-types';
import type { Catalog, CatalogNode } from '../catalog.ts';
import { lastExecution } from '../executions.ts';
import { namesAt } from '../names/names.ts';
import { type Occurrence, partsOf } from '../names/occurrence.ts';
import { firstLine } from '../places.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import { distinct, nodeNameIn, toItem, versionAt } from './nodes.ts';
import { nodeOfDocument } from './ownDocuments.ts';

/** Of the version that a reference names, or of the last execution of a step. */
export function prepareLineage(file: SourceFile, offset: number, context: LanguageContext): CallHierarchyItem[] | undefined {
  const { catalog } = context;
  if (!catalog) return undefined;
  const version = versionAt(file, offset, catalog);
  const nodes = version ? [version] : namesAt(file, offset, context).flatMap((name) => executionOf(name, catalog));
  return nodes.length > 0 ? distinct(nodes).map(toItem) : undefined;
}

/** Of the version or the execution whose own document it is. */
export function lineageOf(uri: string, { catalog }: LanguageContext): CallHierarchyItem[] | undefined {
  const node = catalog && nodeOfDocument(uri, catalog);
  return node && [toItem(node)];
}

export function incomingLineage(item: CallHierarchyItem, context: LanguageContext): CallHierarchyIncomingCall[] {
  return around(item, 'in', context).map((node) => ({ from: toItem(node), fromRanges: [firstLine] }));
}

export function outgoingLineage(item: CallHierarchyItem, context: LanguageContext): CallHierarchyOutgoingCall[] {
  return around(item, 'out', context).map((node) => ({ to: toItem(node), fromRanges: [firstLine] }));
}

function around({ data }: CallHierarchyItem, direction: 'in' | 'out', { catalog }: LanguageContext): CatalogNode[] {
  const name = nodeNameIn(data);
  return name && catalog ? distinct(catalog.neighbours(name, direction).map(({ node }) => node)) : [];
}

/** The last one of a step, in the project of the pipeline file that it is written in. */
function executionOf({ kind, subject }: Occurrence, catalog: Catalog): CatalogNode[] {
  const [uri = '', step = ''] = partsOf(subject).path;
  const execution = kind === 'step' ? lastExecution(step, uri, catalog) : undefined;
  return execution ? [{ type: 'execution', execution }] : [];
}
