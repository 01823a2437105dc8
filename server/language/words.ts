/** Versions and executions in a few words. */
import { count, duration, size } from '../protocol/words.ts';
import type { CatalogExecution, CatalogVersion } from './catalog.ts';

/** `1,797 files, 2.1 MB` */
export function versionInWords({ files, bytes }: CatalogVersion): string {
  return `${count(files, 'file')}, ${size(bytes)}`;
}

/** `train, complete, 2 min` */
export function executionInWords({ step, status, duration: seconds }: CatalogExecution): string {
  return [step, status, ...(seconds === undefined ? [] : [duration(seconds)])].join(', ');
}
