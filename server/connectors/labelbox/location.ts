/** `labelbox://projects/<id>`, `labelbox://datasets/<id>`; and what Labelbox keeps: `labelbox://data-rows/<id>`, `labelbox://tasks/<id>/masks/…`. */
import { DatapinError } from '../../core/errors.ts';

/** What can be exported. */
export interface Place {
  kind: 'project' | 'dataset';
  id: string;
}

/** Bytes in Labelbox: the image of a data row, or a mask, by its path behind the REST endpoint. */
export type Kept = { row: string } | { mask: string };

export function placeLocation({ kind, id }: Place): string {
  return `labelbox://${kind}s/${encodeURIComponent(id)}`;
}

export function keptLocation(kept: Kept): string {
  return 'row' in kept ? `labelbox://data-rows/${encodeURIComponent(kept.row)}` : `labelbox://${kept.mask}`;
}

/** Throws `source.location`. */
export function parsePlace(location: string): Place {
  const [, kind, id] = /^labelbox:\/\/(project|dataset)s\/([^/?#]+)\/?$/i.exec(location) ?? [];
  const plain = id && decoded(id);
  if (kind && plain) return { kind: kind.toLowerCase() === 'project' ? 'project' : 'dataset', id: plain };
  throw new DatapinError('source.location', 'This names no project or dataset of Labelbox.', {
    hint: 'Write labelbox://projects/<id> or labelbox://datasets/<id>; the id stands in the address bar of Labelbox.',
  });
}

/** Throws `source.location`. */
export function parseKept(location: string): Kept {
  const [, row] = /^labelbox:\/\/data-rows\/([^/?#]+)$/i.exec(location) ?? [];
  const plain = row && decoded(row);
  if (plain) return { row: plain };
  const [, mask] = /^labelbox:\/\/(tasks\/[^/?#]+\/masks\/[^?#]+)$/i.exec(location) ?? [];
  if (mask && !mask.split('/').includes('..')) return { mask };
  throw new DatapinError('source.location', 'This names no image of Labelbox.', {
    hint: 'A project is named as labelbox://projects/<id>.',
  });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
