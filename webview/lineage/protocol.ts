/** The page's end of the messages, and the little that the editor gives a page. */
import type { FromPage, LineagePageState, ToPage } from '../../server/protocol/lineagePage.ts';

export type { FromPage, LineagePageState, ToPage } from '../../server/protocol/lineagePage.ts';
export type {
  WireExecution,
  WireLineage,
  WireLineageEdge,
  WireLineageNode,
  WireProblem,
  WireVersion,
} from '../../server/protocol/wire.ts';

/** What `acquireVsCodeApi` returns. */
interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: LineagePageState): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The host of the page. It can be asked for once only in the life of a page. */
export function editor(): EditorApi {
  return acquireVsCodeApi();
}

/** A message as one of those the page knows; undefined for anything else, which other parts of the editor may send. */
export function readMessage(data: unknown): ToPage | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined;
  if (data.type === 'graph' && 'graph' in data) return data as ToPage;
  if (data.type === 'problem' && 'problem' in data) return data as ToPage;
  if (data.type === 'show' && 'id' in data && typeof data.id === 'string') return data as ToPage;
  return undefined;
}
