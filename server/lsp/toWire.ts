/** Domain values as they cross to the client; the one place that makes them. */
import { toCatalogVersion } from '../catalogValues.ts';
import type { Dataset, Entry, Version } from '../core/dataset.ts';
import type { DatapinError } from '../core/errors.ts';
import { type Execution, executionName } from '../core/execution.ts';
import type { LineageGraph } from '../core/lineage.ts';
import type { Step } from '../core/pipeline.ts';
import type { Progress } from '../core/world.ts';
import type {
  WireDataset,
  WireEntry,
  WireExecution,
  WireLineage,
  WireProblem,
  WireProgress,
  WireStep,
  WireVersion,
} from '../protocol/wire.ts';

export function toWireProblem({ code, message, hint, details }: DatapinError): WireProblem {
  return { code, message, hint, ...(details.length > 0 ? { details } : {}) };
}

export function toWireDataset({ name, kind, versions, latest }: Dataset): WireDataset {
  return { name, kind, versions, latest };
}

export function toWireVersion(version: Version): WireVersion {
  const { dataset, name, hash, aliases } = version;
  return { ...toCatalogVersion(version), ref: `${dataset}:${name}`, dataset, hash: `sha256:${hash}`, aliases };
}

export function toWireEntry(entry: Entry): WireEntry {
  if (entry.type === 'folder') return entry;
  const { type, name, path, file } = entry;
  return { type, name, path, bytes: file.size, location: file.location };
}

export function toWireExecution(execution: Execution): WireExecution {
  const { project, number, step, status, createdAt, createdBy, startedAt, endedAt, duration, cost, code, image, command } = execution;
  const { parameters, inputs, outputs, exitCode, message, metadata } = execution;
  return {
    id: executionName(execution),
    project,
    number,
    step,
    status,
    createdAt,
    createdBy,
    startedAt,
    endedAt,
    duration,
    cost,
    commit: code.commit,
    dirty: code.dirty,
    image,
    command,
    parameters,
    inputs: inputs.map(({ input, ref }) => ({ input, ref })),
    outputs,
    exitCode,
    message,
    metadata,
  };
}

export function toWireLineage({ focus, nodes, edges, truncated }: LineageGraph): WireLineage {
  return {
    focus,
    nodes: nodes.map((node) =>
      node.type === 'version'
        ? { id: node.id, type: node.type, version: toWireVersion(node.version) }
        : { id: node.id, type: node.type, execution: toWireExecution(node.execution) },
    ),
    edges,
    truncated,
  };
}

/** `file` is the URI of the pipeline file. */
export function toWireStep(step: Step, file: string): WireStep {
  return {
    name: step.name,
    file,
    image: step.image,
    inputs: step.inputs.map(({ name, default: written, optional }) => ({ name, default: written, optional })),
    parameters: step.parameters.map(({ name, type, default: value, choices, optional, multiple }) => ({
      name,
      type,
      default: value,
      choices,
      optional,
      multiple: multiple !== undefined,
    })),
  };
}

export function toWireProgress({ stage, done, total, bytes, words }: Progress): WireProgress {
  return { stage, done, total, bytes, ...(words === undefined ? {} : { words }) };
}
