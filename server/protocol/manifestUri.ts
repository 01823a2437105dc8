/** The read-only document that shows a version's manifest: the server links to it, the client provides its text. */

export const manifestScheme = 'datapin';

/** `datapin:/digits/v1/manifest.sha256` */
export function manifestUri(dataset: string, version: string): string {
  return `${manifestScheme}:/${dataset}/${version}/manifest.sha256`;
}

/** `dataset:version` of such a document's path; nothing for another path. */
export function refOfManifestPath(path: string): string | undefined {
  const [empty, dataset, version, file, ...more] = path.split('/');
  return empty === '' && dataset && version && file === 'manifest.sha256' && more.length === 0 ? `${dataset}:${version}` : undefined;
}
