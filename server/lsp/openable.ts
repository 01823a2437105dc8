/** Our own read-only documents as files on disk, for clients that cannot show them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemCode } from '../core/errors.ts';
import { readTextFile, writeWhole } from '../core/files.ts';
import { manifestText } from '../core/manifest.ts';
import { executionNamed } from '../core/named.ts';
import type { CatalogNode } from '../language/catalog.ts';
import { isOwnDocument, nodeOfDocument } from '../language/hierarchy/ownDocuments.ts';
import type { ServerContext } from './context.ts';

/** The URI under which the client can open a document; nothing when it cannot. */
export type Openable = (uri: string) => string | undefined;

/** Lines of manifests that one answer may write: some hundred milliseconds of work. A manifest is there whole or not at all. */
const mostLines = 100_000;

/**
 * For the documents of one answer. Of a version the manifest is written to a read-only file, unless it is there; of an
 * execution it is the log in its folder.
 */
export function openable(context: ServerContext): Openable {
  const answers = new Map<string, string | undefined>();
  let lines = 0;
  const find = (uri: string): string | undefined => {
    const catalog = context.catalog();
    const node = catalog && nodeOfDocument(uri, catalog);
    if (!node) return undefined;
    if (node.type === 'version') lines += node.version.files;
    return lines > mostLines && node.type === 'version' ? undefined : fileOf(node, context);
  };
  return (uri) => {
    if (context.client.showsOwnDocuments || !isOwnDocument(uri)) return uri;
    if (!answers.has(uri)) answers.set(uri, find(uri));
    return answers.get(uri);
  };
}

/** For what must lead somewhere: what cannot be opened keeps its own URI, which at least says what it is. */
export function opened<T extends { uri: string }>(openable: Openable, item: T): T {
  return { ...item, uri: openable(item.uri) ?? item.uri };
}

function fileOf(node: CatalogNode, context: ServerContext): string | undefined {
  const path = node.type === 'version' ? manifestFile(node, context) : logFile(node.execution.id, context);
  return path === undefined ? undefined : pathToFileURL(path).href;
}

function logFile(id: string, context: ServerContext): string | undefined {
  const path = join(executionNamed(context.app().registry, id).folder, 'log.jsonl');
  return existsSync(path) ? path : undefined;
}

function manifestFile({ dataset, version }: CatalogNode & { type: 'version' }, context: ServerContext): string | undefined {
  const { home, registry } = context.app();
  const path = join(home, 'manifests', dataset, `${version.name}.sha256`);
  try {
    // the hash of a version is that of its manifest's text
    if (hashOf(readTextFile(path)) === version.hash) return path;
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, [...manifestText(registry.versions.files({ dataset, name: version.name }))].join(''), 0o444);
    return path;
  } catch (error) {
    if (unwritable.includes(systemCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** A registry that others look after, or a disk that is full: there is no file then. */
const unwritable = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'];

function hashOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
}
