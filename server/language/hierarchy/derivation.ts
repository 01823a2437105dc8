/** Derivation as a type hierarchy, between versions alone. */
import type { TypeHierarchyItem } from 'vscode-languageserver-types';
import type { Catalog, CatalogNode } from '../catalog.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import { distinct, nameOf, nodeNameIn, toItem, versionAt } from './nodes.ts';
import { nodeOfDocument } from './ownDocuments.ts';

export function prepareDerivation(file: SourceFile, offset: number, { catalog }: LanguageContext): TypeHierarchyItem[] | undefined {
  const version = catalog && versionAt(file, offset, catalog);
  return version && [toItem(version)];
}

/** Of the version whose manifest it is. */
export function derivationOf(uri: string, { catalog }: LanguageContext): TypeHierarchyItem[] | undefined {
  const node = catalog && nodeOfDocument(uri, catalog);
  return node?.type === 'version' ? [toItem(node)] : undefined;
}

/** What a version was derived from; else the versions that went into the execution that made it. */
export function supertypes({ data }: TypeHierarchyItem, { catalog }: LanguageContext): TypeHierarchyItem[] {
  const node = catalog && nodeIn(data, catalog);
  return node ? madeFrom(node, catalog).map(toItem) : [];
}

/** The versions whose supertype this is. */
export function subtypes({ data }: TypeHierarchyItem, { catalog }: LanguageContext): TypeHierarchyItem[] {
  const node = catalog && nodeIn(data, catalog);
  return node ? madeOf(node, catalog).map(toItem) : [];
}

const derive = 'derive';

function madeFrom(version: CatalogNode, catalog: Catalog): CatalogNode[] {
  const before = catalog.neighbours(nameOf(version), 'in');
  const derived = before.filter(({ node, role }) => role === derive && node.type === 'version');
  if (derived.length > 0) return distinct(derived.map(({ node }) => node));
  return distinct(before.flatMap(({ node }) => (node.type === 'execution' ? versionsBeside(node, 'in', catalog) : [])));
}

function madeOf(version: CatalogNode, catalog: Catalog): CatalogNode[] {
  const after = catalog.neighbours(nameOf(version), 'out');
  return distinct(
    after.flatMap(({ node, role }) => {
      if (node.type === 'version') return role === derive ? [node] : [];
      return versionsBeside(node, 'out', catalog).filter((made) => !isDerived(made, catalog));
    }),
  );
}

function versionsBeside(execution: CatalogNode, direction: 'in' | 'out', catalog: Catalog): CatalogNode[] {
  return catalog.neighbours(nameOf(execution), direction).flatMap(({ node }) => (node.type === 'version' ? [node] : []));
}

function isDerived(version: CatalogNode, catalog: Catalog): boolean {
  return catalog.neighbours(nameOf(version), 'in').some(({ node, role }) => role === derive && node.type === 'version');
}

function nodeIn(data: unknown, catalog: Catalog): CatalogNode | undefined {
  const name = nodeNameIn(data);
  return name?.type === 'version' ? catalog.node(name) : undefined;
}
