/** The composition root: the one file that knows the domain and the rooms, and joins them into a world. */
import { existsSync, type Stats, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector } from './core/connector.ts';
import type { Engine } from './core/engine.ts';
import { DatapinError, systemCode } from './core/errors.ts';
import { type HashCache, openHashCache } from './core/hashCache.ts';
import { createHashPool } from './core/hashPool.ts';
import { kept } from './core/kept.ts';
import type { LabelFormat } from './core/labels.ts';
import { withoutSecrets } from './core/location.ts';
import { openRegistry } from './core/registry/registry.ts';
import type { Source } from './core/source.ts';
import type { Web } from './core/web.ts';
import type { World } from './core/world.ts';
import { connectorRooms, labelRooms, type S3Settings, type SourceRoom, sourceRooms } from './rooms.ts';

export type { S3Settings } from './rooms.ts';

export interface AppOptions {
  /** Folder of the registry; default `DATAPIN_HOME`, else `~/.datapin`. */
  home?: string | undefined;
  s3?: S3Settings | undefined;
  /** Secrets by the name of their environment variable, which they go before. */
  secrets?: Readonly<Record<string, string>> | undefined;
  /** Settings of sources: `{ 'labelbox.endpoint': 'https://…' }`. They go before the environment. */
  sources?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds to wait for another process's write. */
  timeout?: number;
}

/** A world that is open: hand it to the functions of core, and close it at the end. */
export interface App extends World {
  close(): Promise<void>;
}

/** Opens the registry and joins the rooms; connectors and engines are loaded when first asked for. Throws `registry.*`. */
export function openApp(options: AppOptions = {}): App {
  const home = homeOf(options);
  const registry = openRegistry(registryIn(home), {
    user: currentUser(),
    ...(options.timeout ? { timeout: options.timeout } : {}),
  });
  const pool = createHashPool(script('hash'));
  const hashes = lazyCache(join(home, 'hashes.db'));
  const connectors = new Map<string, Promise<Connector>>();
  const engines = new Map<string, Promise<Engine>>();
  const sources = new Map<string, Promise<Source>>();
  let labelFormats: Promise<readonly LabelFormat[]> | undefined;
  let web: Promise<Web> | undefined;
  const engineRooms: Record<string, () => Promise<Engine>> = {
    process: async () => (await import('./engines/process/engine.ts')).createProcessEngine({ script: script('supervisor'), home }),
  };
  const app: App = {
    home,
    registry,
    hashes,
    pool,
    connectorFor: (location) => {
      const scheme = schemeOf(location);
      const rooms = connectorRooms[scheme] && { [scheme]: () => connectorRooms[scheme]!(app, { s3: options.s3 ?? {} }) };
      return once(connectors, scheme, rooms ?? {}, () => unsupported(location, Object.keys(connectorRooms)));
    },
    sources: (names) =>
      Promise.all(sourceRooms.flatMap((room, i) => (names && !mayBe(room, names) ? [] : kept(sources, String(i), room.load)))),
    labelFormats: () => (labelFormats ??= Promise.all(labelRooms.map((room) => room()))),
    web: () => (web ??= import('./kit/http/web.ts').then(({ createWeb }) => createWeb())),
    secret: async (name) => options.secrets?.[name] ?? (process.env[name] || undefined),
    sourceSetting: (source, { name, env }) => options.sources?.[`${source}.${name}`] ?? (process.env[env] || undefined),
    engine: (id) => once(engines, id, engineRooms, () => new DatapinError('engine.unknown', `There is no engine "${id}".`)),
    async close() {
      await pool.close();
      hashes.close();
      registry.close();
    },
  };
  return app;
}

/** Whether there is a registry already. `openApp` makes one where there is none. */
export function hasRegistry(options: Pick<AppOptions, 'home'> = {}): boolean {
  return existsSync(registryIn(homeOf(options)));
}

/** What a person wrote, a path or a URI, as a location. Folders end with a slash. Throws `source.location` for `s3:/bucket`. */
export function toLocation(text: string, cwd: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return text.replace(/^[^:]+/, (scheme) => scheme.toLowerCase());
  const path = resolve(cwd, text);
  const found = statOf(path);
  if (!found) refuseFewSlashes(text);
  const folder = found?.isDirectory() ?? false;
  const uri = pathToFileURL(path).href;
  return folder && !uri.endsWith('/') ? `${uri}/` : uri;
}

/** Nothing for what cannot be looked at, too: whoever reads it says why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** A path may look like this, too, but then it is there. */
function refuseFewSlashes(text: string): void {
  const scheme = schemeOf(text);
  if (scheme === 'file' || !connectorRooms[scheme]) return;
  throw new DatapinError('source.location', `${withoutSecrets(text)} is neither a file nor the location of a store.`, {
    hint: `Write ${scheme}:// with two slashes: ${scheme}://${withoutSecrets(text)
      .slice(scheme.length + 1)
      .replace(/^\/+/, '')}.`,
  });
}

function mayBe({ inFolder }: SourceRoom, names: readonly string[]): boolean {
  return inFolder === undefined || names.some((name) => inFolder.test(name));
}

function homeOf({ home }: Pick<AppOptions, 'home'>): string {
  return resolve(expandHome(home || process.env.DATAPIN_HOME || '~/.datapin'));
}

function registryIn(home: string): string {
  return join(home, 'registry.db');
}

/** A setting is not read by a shell, which would do this. */
function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

/** Who is recorded as having done something. */
function currentUser(): string {
  const { DATAPIN_USER, USER, LOGNAME } = process.env;
  if (DATAPIN_USER) return DATAPIN_USER;
  try {
    return userInfo().username;
  } catch (error) {
    // a container may run under a number that has no name
    if (systemCode(error) !== 'ERR_SYSTEM_ERROR') throw error;
    return USER || LOGNAME || `uid ${process.getuid?.()}`;
  }
}

function once<T>(
  made: Map<string, Promise<T>>,
  key: string,
  rooms: Record<string, () => Promise<T>>,
  missing: () => DatapinError,
): Promise<T> {
  const room = rooms[key];
  return room ? kept(made, key, room) : Promise.reject(missing());
}

function schemeOf(location: string): string {
  return location.slice(0, Math.max(0, location.indexOf(':'))).toLowerCase();
}

function unsupported(location: string, schemes: string[]): DatapinError {
  return new DatapinError('adopt.unsupported-location', `Datapin cannot read ${withoutSecrets(location)}.`, {
    hint: `It reads folders, files and ${schemes
      .filter((scheme) => scheme !== 'file' && scheme !== 'content' && !scheme.includes('+'))
      .map((scheme) => `${scheme}://`)
      .join(', ')}.`,
  });
}

/** Reading the registry needs no cache, so its file is opened when the first hash is asked for. */
function lazyCache(path: string): HashCache {
  let cache: HashCache | undefined;
  const opened = () => {
    cache ??= openHashCache(path);
    return cache;
  };
  return {
    get: (location, signature) => opened().get(location, signature),
    put: (location, signature, sha256) => opened().put(location, signature, sha256),
    parts: (folder, range) => opened().parts(folder, range),
    putPart: (folder, range, part) => opened().putPart(folder, range, part),
    flush: () => cache?.flush(),
    release: () => opened().release(),
    close: () => cache?.close(),
  };
}

/** A thread's or a process's own entry: beside this module in the bundle, in its room in the sources. */
function script(name: 'hash' | 'supervisor'): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${name}.mjs`, import.meta.url);
  return new URL(`./worker/${name}.ts`, import.meta.url);
}
