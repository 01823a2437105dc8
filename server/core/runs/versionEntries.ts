/** Which versions a file's metadata wants it to be part of. */
import type { DatasetKind } from '../dataset.ts';
import type { Json } from '../execution.ts';
import { nearest } from '../nearest.ts';
import { formatUri, isName, parseReference } from '../ref.ts';
import type { Complain } from './problems.ts';
import { isObject, type Properties } from './sidecars.ts';

export interface VersionEntry {
  /** As it was written. */
  uri: string;
  kind: DatasetKind;
  dataset: string;
  /** Absent: the next free `v<n>`. */
  version: string | undefined;
  /** Reference of the version whose files it begins with. */
  from: string | undefined;
  /** Files of that version to leave out: paths, or bare names. */
  exclude: string[];
  /** Aliases to move to the new version. */
  aliases: string[];
}

const datasetKey = 'valohai.dataset-versions';
const modelKey = 'valohai.model-versions';
const entryKeys = [
  'uri',
  'from',
  'start_fresh',
  'exclude',
  'targeting_aliases',
  'packaging',
  'tags',
  'valohai.tags',
  'metadata',
  'associated_project_ids',
];
const modelKeys = ['model_uri', 'model_version_tags', 'model_release_note'];

/** The entries of one file. What cannot be understood is complained of; the file then says so much less. */
export function versionEntries(file: string, properties: Properties, complain: Complain): VersionEntry[] {
  const say = (text: string) => complain(file, text);
  checkKeys(properties, say);
  const datasets = listAt(properties, datasetKey, say).map((entry) =>
    readEntry(entry, { kind: 'dataset', key: 'uri', known: entryKeys }, say),
  );
  const models = listAt(properties, modelKey, say).map((entry) => {
    return readEntry(entry, { kind: 'model', key: 'model_uri', known: [...modelKeys, ...entryKeys] }, say);
  });
  return [...datasets, ...models].filter((entry) => entry !== undefined);
}

type Say = (text: string) => void;

/** Without its prefix a key is a free property, and silently does nothing: the most common slip. */
function checkKeys(properties: Properties, say: Say): void {
  for (const key of ['dataset-versions', 'model-versions', 'tags', 'alias']) {
    if (key in properties) say(`"${key}" does nothing. Write "valohai.${key}".`);
  }
  const tags = properties['valohai.tags'];
  if (tags !== undefined && !isTextList(tags)) say('"valohai.tags" must be a list of texts.');
  if (properties['valohai.alias'] !== undefined) {
    say(
      '"valohai.alias" names a single file, and only versions have aliases here. Write "targeting_aliases" in "valohai.dataset-versions".',
    );
  }
}

function listAt(properties: Properties, key: string, say: Say): Json[] {
  const value = properties[key];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  say(`"${key}" must be a list.`);
  return [value];
}

function readEntry(entry: Json, spec: { kind: DatasetKind; key: string; known: string[] }, say: Say): VersionEntry | undefined {
  const details = typeof entry === 'string' ? { [spec.key]: entry } : entry;
  const uri = isObject(details) ? (details[spec.key] ?? details.uri) : undefined;
  if (!isObject(details) || typeof uri !== 'string') {
    say(`${JSON.stringify(entry)} is no version. Write "${formatUri({ kind: spec.kind, name: 'name', version: 'version' })}".`);
    return undefined;
  }
  const target = readTarget(uri, spec.kind, say);
  if (!target) return undefined;
  checkEntryKeys(details, spec.known, say);
  const base = details.start_fresh === true ? undefined : details.from;
  if (base !== undefined && base !== null && typeof base !== 'string') say('"from" must be the URI of a version.');
  return {
    uri,
    ...target,
    from: typeof base === 'string' && base !== '' ? base : undefined,
    exclude: textsAt(details, 'exclude', say),
    aliases: textsAt(details, 'targeting_aliases', say),
  };
}

/** `dataset://x/` and `dataset://x` ask for the next free version. */
function readTarget(uri: string, kind: DatasetKind, say: Say): Pick<VersionEntry, 'kind' | 'dataset' | 'version'> | undefined {
  const open = /^(dataset|model):\/\/([^/@]+)\/?$/.exec(uri);
  if (open?.[2] && isName(open[2])) return { kind: open[1] as DatasetKind, dataset: open[2], version: undefined };
  const { ref, problem } = parseReference(uri);
  const advice = `Write "${formatUri({ kind, name: 'name', version: 'version' })}".`;
  if (!ref) say(`"${uri}" cannot be made: ${problem.message}`);
  else if (ref.spelling !== 'uri' || ref.digest !== undefined) say(`"${uri}" cannot be made. ${advice}`);
  else if (ref.version === 'latest') say(`"${uri}" cannot be made: "latest" is always the newest version.`);
  else return { kind: ref.kind ?? kind, dataset: ref.name, version: ref.version };
  return undefined;
}

function checkEntryKeys(details: Properties, known: string[], say: Say): void {
  for (const key of Object.keys(details)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    say(`"${key}" does nothing.${near ? ` Did you mean "${near}"?` : ''}`);
  }
}

function textsAt(details: Properties, key: string, say: Say): string[] {
  const value = details[key];
  if (value === undefined || value === null) return [];
  if (isTextList(value)) return value;
  say(`"${key}" must be a list of texts.`);
  return typeof value === 'string' ? [value] : [];
}

function isTextList(value: Json): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
