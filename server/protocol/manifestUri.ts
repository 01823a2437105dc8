/** The read-only document that shows a version's manifest: the server links to it, the client provides its text. */

export const manifestScheme = 'datapin';

/** `datapin:/digits%20v1.sha256`: its last part is what an editor shows on the tab. */
export function manifestUri(dataset: string, version: string): string {
  return `${manifestScheme}:/${dataset}%20${version}.sha256`;
}

/** `dataset:version` of such a document's path, decoded; nothing for another path. */
export function refOfManifestPath(path: string): string | undefined {
  const [, dataset, version] = /^\/([^/\s]+) ([^/\s]+)\.sha256$/.exec(path) ?? [];
  return dataset && version && `${dataset}:${version}`;
}
