/** Work that asks sources and stores without adopting anything: what a location is, what can be chosen, what lies there, the bytes of one file. */
import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import type { BrowsePage } from '../core/connector.ts';
import type { DatasetFile } from '../core/dataset.ts';
import { DatapinError } from '../core/errors.ts';
import { versionNamed } from '../core/named.ts';
import { probeLocation, sourceNamed } from '../core/probing.ts';
import type { SecretRule, SourceChoice } from '../core/source.ts';
import { createSourceContext } from '../core/sourceContext.ts';
import type { WorkOptions } from '../core/world.ts';

/** What a source is, as plain values. */
export interface SourceFacts {
  id: string;
  title: string;
  scheme: string | undefined;
  secrets: readonly SecretRule[];
  hasChoices: boolean;
}

export interface ProbeResult {
  /** Absent: files as they lie. */
  source: SourceFacts | undefined;
  why: string;
}

export async function listSources(app: App): Promise<SourceFacts[]> {
  return (await app.sources()).map(factsOf);
}

export async function probe(app: App, { location }: { location: string }, { signal }: WorkOptions): Promise<ProbeResult> {
  const { source, why } = await probeLocation(app, location, signal);
  return { source: source && factsOf(source), why };
}

export interface ChoicesRequest {
  source: string;
  parent?: string | undefined;
  limit: number;
}

/** The first ones; `more` when there are others. Throws `source.unknown`, `secret.*` and what the tool has to say. */
export async function choices(
  app: App,
  { source: id, parent, limit }: ChoicesRequest,
  { signal }: WorkOptions,
): Promise<{ choices: SourceChoice[]; more: boolean }> {
  const source = await sourceNamed(app, id);
  const found: SourceChoice[] = [];
  if (!source?.choices) return { choices: found, more: false };
  for await (const choice of source.choices(createSourceContext(app, source, { signal }), parent)) {
    if (found.length === limit) return { choices: found, more: true };
    found.push(choice);
  }
  return { choices: found, more: false };
}

/** What is right in a folder; of a scheme alone, as in `s3://`, what there is at the top. Throws `adopt.unsupported-location`. */
export async function browse(
  app: App,
  { location, after }: { location: string; after?: string | undefined },
  { signal }: WorkOptions,
): Promise<BrowsePage> {
  const connector = await app.connectorFor(location);
  const isTop = /^[a-z][a-z0-9+.-]*:\/*$/i.test(location);
  if (connector.browse) return connector.browse(isTop ? undefined : location, after, signal);
  throw new DatapinError('adopt.unsupported-location', 'Nobody can look around there.', { hint: 'Type a location.' });
}

export interface FileRequest {
  ref: string;
  path: string;
  /** In bytes; a larger file is not read. */
  limit: number;
}

/** The bytes of a version's file: those that were adopted, or an error. */
export async function readVersionFile(app: App, { ref, path, limit }: FileRequest, { signal }: WorkOptions): Promise<Uint8Array> {
  const version = versionNamed(app.registry, ref);
  const [file] = app.registry.files.range(app.registry.versions.id(version), { prefix: path });
  const name = `${version.dataset}:${version.name} · ${path}`;
  if (file?.path !== path) throw new DatapinError('file.vanished', `${version.dataset}:${version.name} has no file ${path}.`);
  if (file.size > limit) {
    throw new DatapinError('file.too-large', `${name} is too large to be shown here.`, { hint: 'datapin checkout puts it into a folder.' });
  }
  const connector = await app.connectorFor(file.location);
  const pieces: Uint8Array[] = [];
  for await (const piece of connector.read(file, signal)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  if (areOthers(file, bytes)) {
    throw new DatapinError('file.changed', `The bytes of ${name} are no longer those that were adopted.`, {
      hint: 'Verify Integrity says which files of the version are still whole.',
    });
  }
  return bytes;
}

/** Without a hash, the size is all that can be compared. */
function areOthers({ sha256, size }: DatasetFile, bytes: Uint8Array): boolean {
  return sha256 === undefined ? bytes.length !== size : createHash('sha256').update(bytes).digest('hex') !== sha256;
}

function factsOf({ id, title, scheme, secrets = [], choices: list }: Awaited<ReturnType<App['sources']>>[number]): SourceFacts {
  return {
    id,
    title,
    scheme,
    secrets: secrets.map(({ name, title: called }) => ({ name, title: called })),
    hasChoices: list !== undefined,
  };
}
