/** What looks like an export of Labelbox. */
import type { Match, Subject } from '../../core/source.ts';

export async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'file' || !/\.(ndjson|jsonl|json|txt)$/i.test(subject.name)) return undefined;
  const head = Buffer.from(await subject.head()).toString('utf8');
  if (/"data_row"\s*:\s*\{/.test(head) && /"row_data"\s*:/.test(head)) return { certainty: 'sure', why: 'it holds data rows of Labelbox' };
  return looksLegacy(head) ? { certainty: 'sure', why: 'it is an export of Labelbox of the first kind' } : undefined;
}

/** By the beginning of a file. */
export function looksLegacy(head: string): boolean {
  return /"Labeled Data"\s*:/.test(head) && /"Label"\s*:/.test(head);
}
