/** A lineage graph as OpenLineage run events, one an execution that was started and one a derived version: https://openlineage.io/spec/2-0-2 */
import type { Version } from '../core/dataset.ts';
import type { Execution, ExecutionStatus } from '../core/execution.ts';
import type { LineageGraph } from '../core/lineage.ts';
import { originInWords } from '../core/origin.ts';
import { executionId } from '../core/runs/config.ts';
import { uuidOf } from '../core/runs/names.ts';

const producer = 'https://github.com/datapin/datapin';
const spec = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';

const eventTypes: Record<ExecutionStatus, 'START' | 'RUNNING' | 'COMPLETE' | 'FAIL' | 'ABORT'> = {
  created: 'START',
  queued: 'START',
  started: 'RUNNING',
  stopping: 'RUNNING',
  complete: 'COMPLETE',
  error: 'FAIL',
  crashed: 'FAIL',
  stopped: 'ABORT',
};

interface OpenLineageDataset {
  namespace: string;
  name: string;
  facets: { version: { _producer: string; _schemaURL: string; datasetVersion: string } };
}

export interface OpenLineageEvent {
  eventType: string;
  eventTime: string;
  producer: string;
  schemaURL: string;
  run: { runId: string };
  job: { namespace: string; name: string };
  inputs: OpenLineageDataset[];
  outputs: OpenLineageDataset[];
}

export function toOpenLineage(graph: LineageGraph): OpenLineageEvent[] {
  const versions = new Map(graph.nodes.flatMap((node) => (node.type === 'version' ? [[node.id, node.version] as const] : [])));
  const datasets = (ids: string[]) => ids.flatMap((id) => versions.get(id) ?? []).map(toDataset);
  return graph.nodes.flatMap((node) => {
    if (node.type !== 'execution')
      return node.version.origin.type === 'derive' ? [toDerivation(node.version, datasets(sourcesOf(graph, node.id)))] : [];
    const inputs = graph.edges.filter((edge) => edge.target === node.id).map((edge) => edge.source);
    const outputs = graph.edges.filter((edge) => edge.source === node.id).map((edge) => edge.target);
    return [toEvent(node.execution, { inputs: datasets(inputs), outputs: datasets(outputs) })];
  });
}

function sourcesOf({ edges }: LineageGraph, target: string): string[] {
  return edges.filter((edge) => edge.target === target).map((edge) => edge.source);
}

function toDerivation(version: Version, inputs: OpenLineageDataset[]): OpenLineageEvent {
  return {
    eventType: 'COMPLETE',
    eventTime: version.createdAt,
    producer,
    schemaURL: spec,
    run: { runId: uuidOf(`${version.dataset}:${version.name} ${version.createdAt}`) },
    job: { namespace: 'datapin', name: originInWords(version.origin) },
    inputs,
    outputs: [toDataset(version)],
  };
}

function toEvent(execution: Execution, data: Pick<OpenLineageEvent, 'inputs' | 'outputs'>): OpenLineageEvent {
  return {
    eventType: eventTypes[execution.status],
    eventTime: execution.endedAt ?? execution.startedAt ?? execution.createdAt,
    producer,
    schemaURL: spec,
    run: { runId: executionId(execution) },
    job: { namespace: execution.project, name: execution.step },
    ...data,
  };
}

function toDataset(version: Version): OpenLineageDataset {
  const schema = 'https://openlineage.io/spec/facets/1-0-1/DatasetVersionDatasetFacet.json';
  return {
    namespace: 'datapin',
    name: version.dataset,
    facets: { version: { _producer: producer, _schemaURL: schema, datasetVersion: `${version.name}@sha256:${version.hash}` } },
  };
}
