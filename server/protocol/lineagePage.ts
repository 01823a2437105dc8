/**
 * Messages between the lineage page and its host. The page speaks first (`ready`) and is sent data;
 * it stores where the reader looks, never what is shown.
 */
import type { WireLineage, WireProblem } from './wire.ts';

/** What the page keeps over a reload of its window. */
export interface LineagePageState {
  /** The version or execution the graph is about; absent for everything. */
  id?: string;
  /** The node whose details are open. */
  selected?: string;
  /** Pan and zoom. */
  view?: { x: number; y: number; k: number };
}

export type ToPage =
  | { type: 'graph'; graph: WireLineage }
  | { type: 'problem'; problem: WireProblem }
  /** Select and centre a node. */
  | { type: 'show'; id: string };

export type FromPage =
  | { type: 'ready'; state: LineagePageState }
  /** Make the graph about another node, or about everything. */
  | { type: 'focus'; id?: string }
  | { type: 'copy'; text: string }
  /** Open the log of an execution, or the manifest of a version. */
  | { type: 'open'; id: string };
