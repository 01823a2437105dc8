/** Data rows as items of a version: each image where it lies, what was said of it, and its masks. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext, SourceItem } from '../../core/source.ts';
import { createImages } from '../../kit/labelling.ts';
import { labelsOf, masksOf } from './annotation.ts';
import { secretName } from './graphql.ts';
import { placeOf } from './links.ts';
import { keyless, maskItem, maskPath, masksDie, needsKey } from './masks.ts';
import type { DataRow } from './row.ts';

export interface Items {
  of(row: DataRow, at: string): SourceItem[];
  /** What is to be said at the end. */
  rest(): SourceItem[];
  /** Data rows so far. */
  readonly count: number;
  /** Projects that were met, by id. */
  readonly projects: ReadonlyMap<string, string>;
}

export async function createItems(context: SourceContext, root: string | undefined): Promise<Items> {
  const toItems = createImages({ root });
  const key = await context.optionalSecret(secretName);
  const ids = new Set<string>();
  const projects = new Map<string, string>();
  let masks = 0;
  let closed: { count: number; at: string } | undefined;
  let several = false;
  const openMasks = (row: DataRow, at: string): string[] =>
    masksOf(row).filter((url) => {
      masks++;
      if (key !== undefined || !needsKey(url, context)) return true;
      closed = { count: (closed?.count ?? 0) + 1, at: closed?.at ?? at };
      return false;
    });
  return {
    of(row, at) {
      if (ids.has(row.id)) return [{ problem: twice(row), at }];
      ids.add(row.id);
      for (const { id, name } of row.projects) projects.set(id, name);
      several ||= row.projects.some(({ labels }) => labels.length > 1);
      if (row.homeless !== undefined && root === undefined) return [{ problem: homeless(row), at }];
      const urls = openMasks(row, at);
      const pathIn = (image: string) => (url: string) => (urls.includes(url) ? maskPath(image, urls.indexOf(url) + 1) : undefined);
      return toItems({
        name: row.name,
        id: row.id,
        at,
        ...placeOf(row, context),
        width: row.width,
        height: row.height,
        labels: row.projects.some(({ done }) => done) ? (image) => labelsOf(row, pathIn(image)) : undefined,
        beside: (image) => urls.map((url) => maskItem(url, { path: pathIn(image)(url)!, at }, { key, context })),
        record: row.whole,
      });
    },
    rest: () => [
      ...(masks > 0 ? [{ note: masksDie }] : []),
      ...(closed ? [keyless(closed.count, closed.at)] : []),
      ...(several ? [{ note: labelledOften }] : []),
    ],
    get count() {
      return ids.size;
    },
    projects,
  };
}

const labelledOften = 'Some images were labelled several times; all of it is kept, told apart by the attribute "labelling".';

function twice({ id }: DataRow): DatapinError {
  return new DatapinError('source.malformed', `The data row ${id} stands here a second time.`, {
    hint: 'Export it again, or remove one of the two.',
  });
}

function homeless({ id, homeless: why }: DataRow): DatapinError {
  return new DatapinError('source.malformed', `The data row ${id} ${why}.`, { hint: 'Leave it out of the export.' });
}
