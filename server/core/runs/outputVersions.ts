/** Which versions the outputs of a run form: what the files ask for, and one for the files that ask for nothing. */
import type { DatasetFile, Version } from '../dataset.ts';
import { asDatapinError } from '../errors.ts';
import { comparePaths } from '../manifest.ts';
import { parseReference } from '../ref.ts';
import type { Registry } from '../registry/registry.ts';
import type { OutputFile } from './outputFiles.ts';
import type { Complain } from './problems.ts';
import { type VersionEntry, versionEntries } from './versionEntries.ts';

export interface OutputVersion {
  entry: VersionEntry;
  /** The version it begins with. */
  base: Version | undefined;
  /** Sorted by path, the base's files among them. */
  files: DatasetFile[];
  /** Only the files of this run. */
  own: DatasetFile[];
}

export interface OutputPlan {
  versions: OutputVersion[];
  /** Files of no version: they ask for none, or for one that cannot be made. */
  others: DatasetFile[];
}

/** Groups outputs by the version they ask for: all files that name one URI form one version. */
export function planOutputs(registry: Registry, outputs: readonly OutputFile[], complain: Complain): OutputPlan {
  const groups = new Map<string, { entry: VersionEntry; files: DatasetFile[] }[]>();
  const others: DatasetFile[] = [];
  for (const { file, properties } of outputs) {
    const entries = versionEntries(file.path, properties, complain);
    if (entries.length === 0) others.push(file);
    for (const entry of entries) addTo(groups, entry, file);
  }
  const versions: OutputVersion[] = [];
  for (const members of groups.values()) {
    const made = makeVersion(registry, members, complain);
    if (made) versions.push(made);
    else for (const { files } of members) for (const file of files) others.push(file);
  }
  const placed = new Set(versions.flatMap(({ own }) => own));
  return { versions, others: sortUnique(others.filter((file) => !placed.has(file))) };
}

type Member = { entry: VersionEntry; files: DatasetFile[] };

function addTo(groups: Map<string, Member[]>, entry: VersionEntry, file: DatasetFile): void {
  const key = `${entry.kind}://${entry.dataset}/${entry.version ?? ''}`;
  const members = groups.get(key) ?? [];
  groups.set(key, members);
  const same = members.find((member) => sameWish(member.entry, entry));
  if (!same) members.push({ entry, files: [file] });
  else if (!same.files.includes(file)) same.files.push(file);
}

function sameWish(a: VersionEntry, b: VersionEntry): boolean {
  return a.from === b.from && String(a.exclude) === String(b.exclude) && String(a.aliases) === String(b.aliases);
}

/** Files may say different things of their version; what adds up is added up, what contradicts is refused. */
function makeVersion(registry: Registry, members: readonly Member[], complain: Complain): OutputVersion | undefined {
  const own = sortUnique(members.flatMap(({ files }) => files));
  const first = own[0]!.path;
  const bases = new Set(members.flatMap(({ entry }) => entry.from ?? []));
  const entry: VersionEntry = {
    ...members[0]!.entry,
    from: [...bases][0],
    exclude: [...new Set(members.flatMap((member) => member.entry.exclude))],
    aliases: [...new Set(members.flatMap((member) => member.entry.aliases))],
  };
  if (bases.size > 1) {
    complain(first, `"${entry.uri}" is to begin with different versions, ${[...bases].join(' and ')}, so it was not made.`);
    return undefined;
  }
  if (entry.from === undefined) return { entry, base: undefined, files: own, own };
  const base = resolveBase(registry, entry, (text) => complain(first, text));
  if (!base) return undefined;
  const kept = keptFiles(registry, { base, entry }, (text) => complain(first, text));
  const replaced = new Set(own.map(({ path }) => path));
  return { entry, base, files: sortUnique([...kept.filter(({ path }) => !replaced.has(path)), ...own]), own };
}

function resolveBase(registry: Registry, entry: VersionEntry, say: (text: string) => void): Version | undefined {
  const { ref, problem } = parseReference(entry.from ?? '');
  const refused = `so "${entry.uri}" was not made.`;
  if (!ref) {
    say(`"from": ${problem.message} It is "${entry.from}", ${refused}`);
    return undefined;
  }
  if (ref.name === entry.dataset && ref.version !== undefined && ref.version === entry.version) {
    say(`"from" is the version itself, ${refused}`);
    return undefined;
  }
  try {
    return registry.versions.resolve(ref);
  } catch (error) {
    const { code, message } = asDatapinError(error);
    if (!code.startsWith('ref.')) throw error;
    say(`"from": ${message} It is "${entry.from}", ${refused}`);
    return undefined;
  }
}

function keptFiles(
  registry: Registry,
  { base, entry }: { base: Version; entry: VersionEntry },
  say: (text: string) => void,
): DatasetFile[] {
  const files = [...registry.versions.files(base)];
  const unused = new Set(entry.exclude);
  const paths = new Set(files.map(({ path }) => path));
  // A bare name leaves out every file of that name, unless one has exactly that path.
  const names = new Set(entry.exclude.filter((name) => !paths.has(name)));
  const exact = new Set(entry.exclude);
  const kept = files.filter(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const hit = exact.has(path) ? path : names.has(name) ? name : undefined;
    if (hit !== undefined) unused.delete(hit);
    return hit === undefined;
  });
  for (const name of unused) say(`"exclude": ${base.dataset}:${base.name} has no file "${name}".`);
  return kept;
}

function sortUnique(files: readonly DatasetFile[]): DatasetFile[] {
  return [...new Set(files)].sort((a, b) => comparePaths(a.path, b.path));
}
