/** The read-only documents of versions and executions. They are never open at the server: their URIs say all. */
import { executionOfLogQuery, logScheme } from '../../protocol/logUri.ts';
import { manifestScheme, refOfManifestPath } from '../../protocol/manifestUri.ts';
import type { Catalog, CatalogNode, NodeName } from '../catalog.ts';

export const ownSchemes: readonly string[] = [manifestScheme, logScheme];

export function isOwnDocument(uri: string): boolean {
  return ownSchemes.some((scheme) => uri.startsWith(`${scheme}:`));
}

/** What such a document shows; nothing when that is not there, or it is no such document. */
export function nodeOfDocument(uri: string, catalog: Catalog): CatalogNode | undefined {
  const name = nameIn(uri);
  return name && catalog.node(name);
}

/** Editors write the same URI in different ways: what is read is what it says when decoded. */
function nameIn(uri: string): NodeName | undefined {
  const [, scheme, path = '', query = ''] = /^([a-z-]+):([^?#]*)(\?[^#]*)?/.exec(uri) ?? [];
  try {
    if (scheme === logScheme) return executionName(executionOfLogQuery(query));
    return scheme === manifestScheme ? versionName(refOfManifestPath(decodeURIComponent(path))) : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function versionName(ref: string | undefined): NodeName | undefined {
  const [dataset, name] = ref?.split(':') ?? [];
  return dataset && name ? { type: 'version', dataset, name } : undefined;
}

function executionName(id: string | undefined): NodeName | undefined {
  return id === undefined ? undefined : { type: 'execution', id };
}
