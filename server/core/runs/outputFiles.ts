/** The files that a run left in its outputs folder, with their hashes. */
import { pathToFileURL } from 'node:url';
import type { SourceFile } from '../connector.ts';
import type { DatasetFile } from '../dataset.ts';
import { hashFiles } from '../hashing.ts';
import { comparePaths } from '../manifest.ts';
import type { World } from '../world.ts';
import type { Complain } from './problems.ts';
import { isSidecar, type Properties, readProperties } from './sidecars.ts';

export interface OutputFile {
  file: DatasetFile;
  properties: Properties;
}

/** Every output but the carriers of metadata, sorted by path. What cannot be read is complained of and left out. */
export async function readOutputs(world: World, outputs: string, complain: Complain): Promise<OutputFile[]> {
  const location = `${pathToFileURL(outputs).href}/`;
  const connector = await world.connectorFor(location);
  const found: SourceFile[] = [];
  for await (const item of connector.list(location)) {
    if ('skipped' in item) complain(item.skipped, `It was left out: ${item.reason}.`);
    else if ('path' in item) found.push(item);
  }
  const properties = await readProperties(
    outputs,
    found.map(({ path }) => path),
    complain,
  );
  const files = found.filter(({ path }) => !isSidecar(path));
  const outcomes = await hashFiles(world, connector, files, { stage: 'hashing', cached: true });
  const outputFiles: OutputFile[] = [];
  for (const outcome of outcomes) {
    const { path } = outcome.file;
    if ('problem' in outcome) complain(path, outcome.problem.message);
    else outputFiles.push({ file: toDatasetFile(outcome), properties: properties.get(path) ?? {} });
  }
  return outputFiles.sort((a, b) => comparePaths(a.file.path, b.file.path));
}

function toDatasetFile({ file, sha256, size }: { file: SourceFile; sha256: string; size: number }): DatasetFile {
  const { path, location, versionId, etag } = file;
  return { path, size, sha256, location, versionId, etag, evidence: 'verified' };
}
