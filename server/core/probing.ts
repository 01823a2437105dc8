/** What a location is: which kind of source reads it, and how that is known. */
import { closeSync, openSync } from 'node:fs';
import { DatapinError, systemCode } from './errors.ts';
import { localProblem } from './fileProblems.ts';
import { nearest } from './nearest.ts';
import type { Match, Source } from './source.ts';
import { createSourceContext } from './sourceContext.ts';
import { createSubject } from './subject.ts';
import { whyOneFile } from './unexpanded.ts';
import type { World } from './world.ts';

/** Without a source: files as they lie. */
export interface Probe {
  source: Source | undefined;
  /** "annotations/instances_val.json names images and categories". */
  why: string;
  /** Why it is not more, where its name promises that. */
  note?: string | undefined;
}

/** What `--from` is given to look at nothing. */
export const asTheyLie = 'files';

/** Asks the kinds of sources in their order what a location is: a sure one goes before a likely one, an earlier one before a later. */
export async function probeLocation(world: World, location: string, signal?: AbortSignal): Promise<Probe> {
  // A folder of this machine is no project of a tool: its names alone say which sources need be loaded.
  const folder = /^file:.*\/$/i.test(location) ? await createSubject(world, location, signal) : undefined;
  const sources = await world.sources(await folder?.entries());
  const own = sources.find(({ scheme }) => scheme !== undefined && scheme === schemeOf(location));
  if (own) return { source: own, why: `its address begins with ${own.scheme}:` };
  const subject = folder ?? (await createSubject(world, location, signal));
  let likely: { source: Source; match: Match } | undefined;
  for (const source of sources) {
    const match = await source.probe(subject, createSourceContext(world, source, { signal }));
    if (match?.certainty === 'sure') return { source, why: match.why };
    if (match) likely ??= { source, match };
  }
  if (likely) return { source: likely.source, why: likely.match.why };
  if (subject.kind === 'folder') return { source: undefined, why: 'nothing in it says that it is more' };
  return { source: undefined, why: 'its beginning says nothing more', note: await whyOneFile(subject) };
}

/** The same for a person who asks for nothing else. Throws what adopting would of a location where nothing is, or that cannot be read. */
export async function probeThere(world: World, location: string, signal?: AbortSignal): Promise<Probe> {
  const probe = await probeLocation(world, location, signal);
  if (!probe.source) await mustBeThere(world, location, signal);
  return probe;
}

async function mustBeThere(world: World, location: string, signal: AbortSignal | undefined): Promise<void> {
  const connector = await world.connectorFor(location);
  for await (const item of connector.list(location, signal)) {
    if ('skipped' in item && item.problem) throw item.problem;
    if (!('path' in item)) continue;
    if (connector.localPath && !location.endsWith('/')) readableHere(connector.localPath(item));
    return;
  }
}

function readableHere(path: string): void {
  try {
    closeSync(openSync(path, 'r'));
  } catch (error) {
    throw localProblem(path, { problem: 'unreadable', detail: systemCode(error) ?? String(error) });
  }
}

/** The source that `--from` names; nothing for files as they lie. Throws `source.unknown`. */
export async function sourceNamed(world: World, id: string): Promise<Source | undefined> {
  if (id === asTheyLie) return undefined;
  const sources = await world.sources();
  const source = sources.find((one) => one.id === id);
  if (source) return source;
  const ids = [asTheyLie, ...sources.map((one) => one.id)];
  const near = nearest(id, ids);
  throw new DatapinError('source.unknown', `There is no source "${id}".`, {
    hint: near ? `Did you mean "${near}"?` : `It is one of ${ids.join(', ')}.`,
  });
}

/**
 * What several locations are together: by their scheme, by their name when all are tars, else files as they lie. A source
 * that is named is not looked for. Throws `source.unknown` and `source.location`.
 */
export async function probeAll(
  world: World,
  { locations, from }: { locations: readonly string[]; from?: string | undefined },
  signal?: AbortSignal,
): Promise<Probe> {
  if (from !== undefined) return { source: await sourceNamed(world, from), why: 'as asked for' };
  if (locations.length === 1 || locations.every(isTar)) return probeLocation(world, locations[0]!, signal);
  const sources = await world.sources();
  const owners = locations.map((location) => sources.find(({ scheme }) => scheme !== undefined && scheme === schemeOf(location)));
  const [first] = owners;
  if (owners.every((owner) => owner === first))
    return { source: first, why: first ? `their addresses begin with ${first.scheme}:` : 'several locations' };
  throw new DatapinError('source.location', 'Projects of a tool and files of other places cannot be one version.', {
    hint: 'Adopt each as a dataset of its own, and merge them with datapin derive.',
  });
}

export function schemeOf(location: string): string {
  return location.slice(0, Math.max(0, location.indexOf(':'))).toLowerCase();
}

function isTar(location: string): boolean {
  return /\.tar$/i.test(location);
}
