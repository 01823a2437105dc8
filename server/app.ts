/** The composition root: the one file that knows the domain and the rooms, and joins them into a world. */
import { existsSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector } from './core/connector.ts';
import type { Engine } from './core/engine.ts';
import { DatapinError, systemCode } from './core/errors.ts';
import { type HashCache, openHashCache } from './core/hashCache.ts';
import { createHashPool } from './core/hashPool.ts';
import { kept } from './core/kept.ts';
import { withoutSecrets } from './core/location.ts';
import { openRegistry } from './core/registry/registry.ts';
import type { World } from './core/world.ts';

/** Settings of the S3 connector that a person may give explicitly; the rest is found as AWS tools find it. */
export interface S3Settings {
  endpoint?: string | undefined;
  region?: string | undefined;
  profile?: string | undefined;
  pathStyle?: boolean | undefined;
}

export interface AppOptions {
  /** Folder of the registry; default `DATAPIN_HOME`, else `~/.datapin`. */
  home?: string | undefined;
  s3?: S3Settings | undefined;
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
  const connectorRooms: Record<string, () => Promise<Connector>> = {
    file: async () => (await import('./connectors/local/connector.ts')).createLocalConnector(),
    s3: async () => (await import('./connectors/s3/connector.ts')).createS3Connector(options.s3 ?? {}),
  };
  const engineRooms: Record<string, () => Promise<Engine>> = {
    process: async () => (await import('./engines/process/engine.ts')).createProcessEngine({ script: script('supervisor'), home }),
  };
  return {
    home,
    registry,
    hashes,
    pool,
    connectorFor: (location) =>
      once(connectors, schemeOf(location), connectorRooms, () => unsupported(location, Object.keys(connectorRooms))),
    engine: (id) => once(engines, id, engineRooms, () => new DatapinError('engine.unknown', `There is no engine "${id}".`)),
    async close() {
      await pool.close();
      hashes.close();
      registry.close();
    },
  };
}

/** Whether there is a registry already. `openApp` makes one where there is none. */
export function hasRegistry(options: Pick<AppOptions, 'home'> = {}): boolean {
  return existsSync(registryIn(homeOf(options)));
}

/** What a person wrote, a path or a URI, as a location. Folders end with a slash. */
export function toLocation(text: string, cwd: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return text;
  const path = resolve(cwd, text);
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const uri = pathToFileURL(path).href;
  return folder && !uri.endsWith('/') ? `${uri}/` : uri;
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
      .filter((scheme) => scheme !== 'file')
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
    flush: () => cache?.flush(),
    close: () => cache?.close(),
  };
}

/** A thread's or a process's own entry: beside this module in the bundle, in its room in the sources. */
function script(name: 'hash' | 'supervisor'): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${name}.mjs`, import.meta.url);
  return new URL(`./worker/${name}.ts`, import.meta.url);
}
