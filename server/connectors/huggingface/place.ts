/** What names a dataset of Hugging Face, a folder or a file of it, and how that is written as a location. */
import { decode, encodePath } from '../../core/location.ts';

/** A dataset at a revision, and what of it is meant. */
export interface Place {
  /** `owner/name`; of the oldest datasets `name` alone. */
  dataset: string;
  /** Branch, tag or commit; undefined for the main branch. */
  revision: string | undefined;
  /** Of a folder or a file; '' is the whole. */
  path: string;
}

const name = '[A-Za-z0-9][\\w.-]*';
const datasetPattern = new RegExp(`^${name}(?:/${name})?$`);
/** Revisions that have slashes in them, as their owners write them. */
const longRevision = /^refs\/(?:convert|pr|heads|tags)\/[^/]+/;

/**
 * `hf://datasets/owner/name[@revision][/path]`, an address of the hub's pages (`/datasets/owner/name[/tree/revision[/path]]`),
 * or, as the command line makes a path of `owner/name`, the end of a path. Nothing for anything else.
 */
export function placeOf(location: string, hub: string): Place | undefined {
  if (/^hf:/i.test(location)) return ofScheme(location);
  if (/^https?:/i.test(location)) return ofPage(location, hub);
  const [, dataset = '', revision] = /([^/]+\/[^/@]+?)(?:@([^/]+))?\/?$/.exec(location.replace(/^file:\/\//i, '')) ?? [];
  return checked({ dataset: decode(dataset), revision: revision && decode(revision), path: '' });
}

/** Where a file lies for good: `revision` is a commit. Without a path, the folder of all. */
export function locationOf({ dataset, revision, path }: Place): string {
  const at = revision === undefined ? '' : `@${encodeURIComponent(revision)}`;
  return `hf://datasets/${dataset}${at}/${encodePath(path)}`;
}

/** A commit can never mean other files. */
export function isCommit(revision: string | undefined): revision is string {
  return revision !== undefined && /^[0-9a-f]{40}$/.test(revision);
}

function ofScheme(location: string): Place | undefined {
  const [, rest] = /^hf:\/\/datasets\/([^?#]+)$/i.exec(location) ?? [];
  const [, dataset = '', after = ''] = new RegExp(`^(${name}(?:/${name})?)(@.*|/.*|)$`, 's').exec(rest ?? '') ?? [];
  if (!after.startsWith('@')) return checked({ dataset, revision: undefined, path: pathOf(after) });
  const said = after.slice(1);
  const revision = longRevision.exec(said)?.[0] ?? said.split('/', 1)[0]!;
  return revision === '' ? undefined : checked({ dataset, revision: decode(revision), path: pathOf(said.slice(revision.length)) });
}

const pages = ['tree', 'blob', 'resolve'];

function ofPage(location: string, hub: string): Place | undefined {
  const url = URL.parse(location);
  if (!url || !hosts(hub).includes(url.host)) return undefined;
  const base = (URL.parse(hub)?.pathname ?? '').replace(/\/+$/, '');
  const [, rest] = /^\/datasets\/(.+?)\/*$/s.exec(url.pathname.slice(base.length)) ?? [];
  const segments = rest?.split('/') ?? [];
  const at = segments.findIndex((segment, i) => i > 0 && i < 3 && pages.includes(segment));
  const end = at < 0 ? segments.length : at;
  const dataset = segments.slice(0, end).join('/');
  const after = segments.slice(end + 1);
  const [revision, ...path] = after;
  return checked({ dataset, revision: revision && decode(revision), path: decode(path.join('/')) });
}

/** The hub's own host is also known by its short name. */
function hosts(hub: string): string[] {
  const host = URL.parse(hub)?.host ?? '';
  return host === 'huggingface.co' ? [host, 'hf.co', 'www.huggingface.co'] : [host];
}

function pathOf(text: string): string {
  return decode(text.replace(/^\/+|\/+$/g, ''));
}

function checked(place: Place): Place | undefined {
  return datasetPattern.test(place.dataset) && !/(^|\/)\.{1,2}(\/|$)/.test(place.path) ? place : undefined;
}
