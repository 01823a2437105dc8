/** The graph of versions and executions. */

import type { Version } from './dataset.ts';
import type { Execution } from './execution.ts';

export type LineageNode = { id: string; type: 'version'; version: Version } | { id: string; type: 'execution'; execution: Execution };

/** Data flows from `source` to `target`; role is the input's name, `output` or `derive`. */
export interface LineageEdge {
  source: string;
  target: string;
  role: string;
}

export interface LineageGraph {
  /** Id of the node that was asked for; absent for the whole graph. */
  focus: string | undefined;
  nodes: LineageNode[];
  edges: LineageEdge[];
  /** Whether the depth limit left neighbours out. */
  truncated: boolean;
}
