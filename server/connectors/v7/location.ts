/** How what lies in V7 is named: `v7://<team>/<dataset>[:<release>]`, and `v7://<team>/uploads/<id>`. */
import { DatapinError } from '../../core/errors.ts';
import { decode } from '../../core/location.ts';

export interface DatasetPlace {
  team: string;
  /** Slug. */
  dataset: string;
  /** Undefined: the newest that is complete. */
  release: string | undefined;
}

export interface Upload {
  team: string;
  id: string;
}

export function datasetLocation(team: string, dataset: string, release?: string): string {
  const end = release === undefined ? '' : `:${encodeURIComponent(release)}`;
  return `v7://${encodeURIComponent(team)}/${encodeURIComponent(dataset)}${end}`;
}

/** Throws `source.location`. */
export function parseDataset(location: string): DatasetPlace {
  const [, team, dataset, release] = /^v7:\/\/([^/?#:]+)\/([^/?#:]+)(?::([^/?#]+))?\/?$/i.exec(location) ?? [];
  if (team && dataset)
    return { team: decode(team), dataset: decode(dataset), release: release === undefined ? undefined : decode(release) };
  throw new DatapinError('source.location', 'This names no dataset of V7.', {
    hint: 'Write v7://<team>/<dataset> or v7://<team>/<dataset>:<release>, as V7 has them in the address bar.',
  });
}

export function uploadLocation({ team, id }: Upload): string {
  return `v7://${encodeURIComponent(team)}/uploads/${encodeURIComponent(id)}`;
}

/** Throws `source.location`. */
export function parseUpload(location: string): Upload {
  const [, team, id] = /^v7:\/\/([^/]+)\/uploads\/([^/]+)$/i.exec(location) ?? [];
  if (team && id) return { team: decode(team), id: decode(id) };
  throw new DatapinError('source.location', 'This names no image of V7.', { hint: 'A dataset is named as v7://<team>/<dataset>.' });
}
