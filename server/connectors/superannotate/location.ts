/** How what lies in SuperAnnotate is named: `superannotate://projects/<id>[/<folder>]`, and `superannotate://projects/<id>/items/<id>`. */
import { DatapinError } from '../../core/errors.ts';
import { decode } from '../../core/location.ts';

export interface ProjectPlace {
  project: string;
  /** Name; undefined: all of them. */
  folder: string | undefined;
}

export interface ItemPlace {
  project: string;
  item: string;
}

export function projectLocation(project: string, folder?: string): string {
  const end = folder === undefined ? '' : `/${encodeURIComponent(folder)}`;
  return `superannotate://projects/${encodeURIComponent(project)}${end}`;
}

/** Throws `source.location`. */
export function parseProject(location: string): ProjectPlace {
  const [, project, folder] = /^superannotate:\/\/projects\/([^/?#]+)(?:\/([^/?#]+))?\/?$/i.exec(location) ?? [];
  if (project) return { project: decode(project), folder: folder === undefined ? undefined : decode(folder) };
  throw new DatapinError('source.location', 'This names no project of SuperAnnotate.', {
    hint: 'Write superannotate://projects/<id> or superannotate://projects/<id>/<folder>; the id is in the address bar of SuperAnnotate.',
  });
}

export function itemLocation({ project, item }: ItemPlace): string {
  return `${projectLocation(project)}/items/${encodeURIComponent(item)}`;
}

/** Throws `source.location`. */
export function parseItem(location: string): ItemPlace {
  const [, project, item] = /^superannotate:\/\/projects\/([^/]+)\/items\/([^/]+)$/i.exec(location) ?? [];
  if (project && item) return { project: decode(project), item: decode(item) };
  throw new DatapinError('source.location', 'This names no image of SuperAnnotate.', {
    hint: 'A project is named as superannotate://projects/<id>.',
  });
}
