/**
 * How what lies in Superb AI is named: `superbai://projects/<id>`, and `…/labels/<id>` for the image that a label is of;
 * of Curate `superbai://datasets/<id>`, and `…/images/<key>`.
 */
import { DatapinError } from '../../core/errors.ts';
import { decode } from '../../core/location.ts';

export interface ProjectPlace {
  /** Its id, or its name. */
  project: string;
  /** Id or name of an export; `labels` as they are now; undefined: the newest export, or the labels where there is none. */
  from: { export: string } | 'labels' | undefined;
}

export interface LabelPlace {
  project: string;
  label: string;
}

export function projectLocation(project: string, from?: ProjectPlace['from']): string {
  const rest = from === undefined ? '' : from === 'labels' ? '/labels' : `/exports/${encodeURIComponent(from.export)}`;
  return `superbai://projects/${encodeURIComponent(project)}${rest}`;
}

/** Throws `source.location`. */
export function parseProject(location: string): ProjectPlace {
  const [, project, part, named] = /^superbai:\/\/projects\/([^/?#]+)(?:\/(labels|exports)(?:\/([^/?#]+))?)?\/?$/i.exec(location) ?? [];
  if (project && part === undefined) return { project: decode(project), from: undefined };
  if (project && part === 'labels' && named === undefined) return { project: decode(project), from: 'labels' };
  if (project && part === 'exports' && named !== undefined) return { project: decode(project), from: { export: decode(named) } };
  throw new DatapinError('source.location', 'This names no project of Superb AI.', {
    hint: 'Write superbai://projects/<id>; the id is in the address bar. Add /exports/<name> for one export, /labels for the labels of now.',
  });
}

export function labelLocation({ project, label }: LabelPlace): string {
  return `superbai://projects/${encodeURIComponent(project)}/labels/${encodeURIComponent(label)}`;
}

/** Throws `source.location`. */
export function parseLabel(location: string): LabelPlace {
  const [, project, label] = /^superbai:\/\/projects\/([^/]+)\/labels\/([^/]+)$/i.exec(location) ?? [];
  if (project && label) return { project: decode(project), label: decode(label) };
  throw new DatapinError('source.location', 'This names no image of Superb AI.', {
    hint: 'A project is named as superbai://projects/<id>.',
  });
}

export interface CurateImagePlace {
  dataset: string;
  key: string;
}

export function curateLocation(dataset: string): string {
  return `superbai://datasets/${encodeURIComponent(dataset)}`;
}

/** Id of a dataset of Curate; undefined for a project. */
export function parseCurate(location: string): string | undefined {
  const [, dataset] = /^superbai:\/\/datasets\/([^/?#]+)\/?$/i.exec(location) ?? [];
  return dataset === undefined ? undefined : decode(dataset);
}

export function curateImageLocation({ dataset, key }: CurateImagePlace): string {
  return `${curateLocation(dataset)}/images/${encodeURIComponent(key)}`;
}

/** Undefined for an image of a project. */
export function parseCurateImage(location: string): CurateImagePlace | undefined {
  const [, dataset, key] = /^superbai:\/\/datasets\/([^/]+)\/images\/([^/]+)$/i.exec(location) ?? [];
  return dataset && key ? { dataset: decode(dataset), key: decode(key) } : undefined;
}
