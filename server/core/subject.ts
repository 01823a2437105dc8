/** Looking at one thing that a person has named, reading little of it. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connector, StoredFile } from './connector.ts';
import { DatapinError, systemCode } from './errors.ts';
import { decode, encodePath, withoutSecrets } from './location.ts';
import type { Subject } from './source.ts';
import { cut } from './sourceContext.ts';
import type { World } from './world.ts';

const headBytes = 1 << 16;
const textBytes = 1 << 20;
const entriesShown = 1000;

/** What cannot be looked at is a file of which nothing is known: whoever reads it says why. */
export async function createSubject(world: World, location: string, signal?: AbortSignal): Promise<Subject> {
  const connector = await quietly(() => world.connectorFor(location));
  const found = connector && !location.endsWith('/') ? await quietly(() => connector.inspect({ location, size: 0 }, signal)) : undefined;
  const isFolder = location.endsWith('/') || found?.state === 'missing';
  const file: StoredFile = { location, size: 0, ...(found?.state === 'present' ? found : {}) };
  const folders = new Map<string, Promise<readonly string[]>>();
  let head: Promise<Uint8Array> | undefined;
  return {
    location,
    kind: isFolder ? 'folder' : 'file',
    name: nameOf(location),
    size: isFolder ? 0 : file.size,
    head: () => {
      head ??= isFolder || !connector ? Promise.resolve(new Uint8Array()) : headOf(connector, file, signal);
      return head;
    },
    entries(folder = '') {
      const known = folders.get(folder);
      if (known) return known;
      const names = isFolder && connector ? entriesOf(connector, under(location, folder, '/'), signal) : Promise.resolve([]);
      folders.set(folder, names);
      return names;
    },
    text: async (path) => (isFolder && connector ? smallText(connector, under(location, path), signal) : undefined),
  };
}

async function headOf(connector: Connector, file: StoredFile, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const end = Math.min(headBytes, file.size);
  if (end === 0) return new Uint8Array();
  const pieces = connector.readRange?.(file, { start: 0, end }, signal) ?? cut(connector.read(file, signal), 0, end);
  return (await quietly(() => collected(pieces))) ?? new Uint8Array();
}

async function smallText(connector: Connector, location: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const found = await quietly(() => connector.inspect({ location, size: 0 }, signal));
  if (found?.state !== 'present' || found.size > textBytes) return undefined;
  const bytes = await quietly(() => collected(connector.read({ location, ...found }, signal)));
  return bytes && new TextDecoder().decode(bytes);
}

async function entriesOf(connector: Connector, folder: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const names = await quietly(async () => {
    if (connector.localPath) return localEntries(connector.localPath({ location: folder, size: 0 }));
    return connector.browse ? browsed(connector, folder, signal) : firstListed(connector, folder, signal);
  });
  return [...(names ?? [])].sort();
}

/** Folders before files, since those tell most. */
async function localEntries(path: string): Promise<string[]> {
  const entries = await readdir(join(path), { withFileTypes: true }).catch((error: unknown): Dirent[] => {
    if (systemCode(error) === undefined) throw error;
    return [];
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => `${entry.name}/`);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return [...folders.sort(), ...files.sort()].slice(0, entriesShown);
}

async function browsed(connector: Connector, folder: string, signal: AbortSignal | undefined): Promise<string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = await connector.browse!(folder, after, signal);
    names.push(...page.entries.map(({ name, kind }) => (kind === 'folder' ? `${name}/` : name)));
    after = page.next;
  } while (after !== undefined && names.length < entriesShown);
  return names.slice(0, entriesShown);
}

/** A store that cannot be browsed tells what is in a folder by the first of its objects. */
async function firstListed(connector: Connector, folder: string, signal: AbortSignal | undefined): Promise<Set<string>> {
  const names = new Set<string>();
  let seen = 0;
  for await (const item of connector.list(folder, signal)) {
    if ('path' in item) names.add(item.path.includes('/') ? item.path.slice(0, item.path.indexOf('/') + 1) : item.path);
    if (++seen >= entriesShown) break;
  }
  return names;
}

/** Nothing where the world fails: whether something is of a kind is answered no, and what is wrong is said when it is read. */
async function quietly<T>(work: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if ((error instanceof DatapinError && error.code !== 'cancelled') || systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

function under(location: string, path: string, end = ''): string {
  const base = location.replace(/\/*$/, '/');
  return path === '' ? base : `${base}${encodePath(path.replace(/\/+$/, ''))}${end}`;
}

function nameOf(location: string): string {
  const path = withoutSecrets(location).replace(/\/+$/, '');
  return decode(path.slice(path.lastIndexOf('/') + 1));
}
