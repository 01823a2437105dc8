/** The files that a Croissant document describes, as items of a version. What lies inside of an archive comes with the archive. */
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import type { Claim, Pointer, SourceContext, SourceItem } from '../../core/source.ts';
import { claimOf } from '../../kit/claims.ts';
import { safeName } from '../../kit/labelling.ts';
import { listedLink } from '../../kit/signedAccess.ts';
import { type Address, addressOf, bytesOf, wrong } from './address.ts';
import type { Document, Resource } from './document.ts';
import { type Folder, filesOf } from './sets.ts';

export interface Surroundings {
  /** The document, as people call it. */
  name: string;
  /** Folder of relative addresses; ends with a slash. */
  base: string;
  /** Files without an address lie under `base`, too. */
  hasRoot: boolean;
}

export async function* itemsOf(document: Document, around: Surroundings, context: SourceContext): AsyncGenerator<SourceItem> {
  const { distribution, live } = document;
  const known = new Map(distribution.flatMap((one) => [[one.name, one] as const, [one.id, one] as const]));
  const paths = new Map<string, string>();
  if (live) yield { note: `${around.name} is of a live dataset: its files may be others tomorrow.` };
  if (distribution.length === 0) yield { note: `${around.name} names no files.` };
  for (const resource of distribution) {
    const at = `${around.name}: distribution "${resource.id}"`;
    const missing = resource.containedIn.find(({ id }) => !known.has(id));
    if (missing) yield { at, problem: wrong(`It is contained in "${missing.id}", which is not described.`, 'Correct the document.') };
    else if (resource.kind === 'file') yield* fileItems(resource, { at, live, known, paths }, around);
    else yield* setItems(resource, { at, known }, around, context);
  }
}

interface Parts {
  at: string;
  live: boolean;
  known: ReadonlyMap<string, Resource>;
  /** Location by path in the version. */
  paths: Map<string, string>;
}

function* fileItems(resource: Resource, { at, live, known, paths }: Parts, { base, hasRoot, name }: Surroundings): Generator<SourceItem> {
  if (isFolder(resource) || !resource.containedIn.every(({ id }) => isFolder(known.get(id)!))) return;
  if (resource.contentUrl === undefined && !hasRoot) {
    if (live) yield { note: `${name}: ${resource.id} has no contentUrl, so that it is not adopted.` };
    else yield { at, problem: wrong('It has no contentUrl.', 'Write it in the document, or say with --root where its files lie.') };
    return;
  }
  try {
    const address = addressOf(
      { ...resource, contentUrl: resource.contentUrl ?? encodePath(safeName(resource.name)) },
      folderOf(resource, known, base).location,
    );
    const path = pathOf(address, resource, paths);
    if (paths.get(path) === address.location) return;
    paths.set(path, address.location);
    const claims: Claim[] = [];
    for (const algorithm of ['sha256', 'md5'] as const) {
      const said = resource[algorithm];
      const claim = said === undefined ? undefined : claimOf(said, algorithm, at);
      if (claim && 'algorithm' in claim) claims.push(claim);
      else if (claim) yield { note: `${at} has a ${algorithm} that is none; it is not used.` };
    }
    yield pointerTo(address, { path, claims, resource, at });
  } catch (error) {
    if (!(error instanceof DatapinError)) throw error;
    yield { at, problem: error };
  }
}

function pointerTo(
  { location, versionId, link }: Address,
  { path, claims, resource, at }: { path: string; claims: Claim[]; resource: Resource; at: string },
): Pointer {
  return {
    path,
    pointer: location,
    versionId,
    // sizes are often wrong in documents: who says a digest is held to that alone
    size: claims.length > 0 ? undefined : bytesOf(resource.contentSize),
    claims,
    ...(link === undefined ? {} : { access: listedLink(link, { at, hint: 'Get a document with fresh links.' }) }),
    at,
  };
}

/** Two files of one name are told apart by what the document calls them. */
function pathOf({ path, location }: Address, { id }: Resource, paths: ReadonlyMap<string, string>): string {
  const other = paths.get(path);
  return other === undefined || other === location ? path : `${safeName(id).replaceAll('/', '-')}/${path}`;
}

async function* setItems(
  set: Resource,
  { at, known }: Pick<Parts, 'at' | 'known'>,
  { name, base }: Surroundings,
  context: SourceContext,
): AsyncGenerator<SourceItem> {
  const list = set.containedIn.find(({ lines }) => lines);
  if (list) yield { note: `${name}: the files that the lines of ${list.id} name are not adopted with it; adopt that list.` };
  if (list || !set.containedIn.every(({ id }) => isFolder(known.get(id)!))) return;
  if (/^https?:/i.test(base)) {
    yield { at, problem: wrong('Its files cannot be found: folders of the web cannot be listed.', 'Say with --root where they lie.') };
    return;
  }
  yield* filesOf(set, folderOf(set, known, base), at, context);
}

function folderOf({ containedIn }: Resource, known: ReadonlyMap<string, Resource>, base: string): Folder {
  const path = containedIn.map(({ id }) => safeName(known.get(id)?.contentUrl ?? '')).find(Boolean);
  return path === undefined ? { location: base, path: '' } : { location: `${base}${encodePath(path)}/`, path: `${path}/` };
}

function isFolder({ kind, encodingFormat, contentUrl }: Resource): boolean {
  const said = /^(?:inode\/)?directory$|x-directory$/.test(encodingFormat ?? '');
  return kind === 'file' && (said || (contentUrl?.endsWith('/') ?? false)) && !/^[a-z][a-z0-9+.-]+:/i.test(contentUrl ?? '');
}
