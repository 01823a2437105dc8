/** Executions in few words, and those of a step. */
import { age, duration } from '../protocol/words.ts';
import type { Catalog, CatalogExecution } from './catalog.ts';

/** `complete, 2 min, 3 h ago`. */
export function stateInWords({ status, duration: seconds, createdAt }: CatalogExecution, now: Date): string {
  return [status, seconds === undefined ? '' : duration(seconds), age(createdAt, now.getTime())].filter(Boolean).join(', ');
}

/** The last execution of a step of the project that a pipeline file belongs to. */
export function lastExecution(step: string, pipelineUri: string, catalog: Catalog | undefined): CatalogExecution | undefined {
  const folder = folderOf(pipelineUri);
  return folder === undefined ? undefined : catalog?.executions({ step, folder, limit: 1 })[0];
}

/** The folder of a file on disk, as a URI. */
export function folderOf(uri: string): string | undefined {
  return uri.startsWith('file:///') ? uri.slice(0, uri.lastIndexOf('/')) : undefined;
}
