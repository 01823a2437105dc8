/** The documents of `--json`, one place for each. Fields are added over time, never renamed. */
import type { DatasetFile, Version } from '../core/dataset.ts';
import { type Execution, executionName } from '../core/execution.ts';
import type { LineageGraph } from '../core/lineage.ts';

export function versionJson(version: Version, existed?: boolean) {
  return {
    ref: `${version.dataset}:${version.name}`,
    dataset: version.dataset,
    version: version.name,
    kind: version.kind,
    hash: `sha256:${version.hash}`,
    files: version.files,
    bytes: version.bytes,
    identity: version.identity,
    createdAt: version.createdAt,
    createdBy: version.createdBy,
    origin: version.origin,
    aliases: version.aliases,
    integrity: version.integrity ?? null,
    deprecated: version.deprecated ?? null,
    ...(existed === undefined ? {} : { existed }),
  };
}

export function fileJson(file: DatasetFile) {
  const { path, size, sha256, location, versionId, etag, evidence } = file;
  return { path, size, sha256: sha256 ?? null, location, evidence, ...(versionId ? { versionId } : {}), ...(etag ? { etag } : {}) };
}

export function executionJson(execution: Execution) {
  const { folder, handle, inputs, ...facts } = execution;
  const hashed = inputs.map((input) => ({ ...input, hash: `sha256:${input.hash}` }));
  return { ref: executionName(execution), ...facts, inputs: hashed, folder, handle: handle ?? null };
}

export function lineageJson(graph: LineageGraph) {
  return {
    focus: graph.focus ?? null,
    nodes: graph.nodes.map((node) =>
      node.type === 'version'
        ? { id: node.id, type: node.type, ...versionJson(node.version) }
        : { id: node.id, type: node.type, ...executionJson(node.execution) },
    ),
    edges: graph.edges,
    truncated: graph.truncated,
  };
}
