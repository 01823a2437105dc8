/** Files on the web, one by one: http, https, and what is public in Google's and Azure's stores (`gs://`, `az://`). */
import type { Connector, SourceFile, StoredFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { World } from '../../core/world.ts';
import { isSigned, recordedLocation } from '../../kit/http/canonical.ts';
import { askFor, explained, type Facts } from './asking.ts';
import { addressOf, nameOf } from './link.ts';
import { readFile } from './reading.ts';

export interface HttpOptions {
  /** Milliseconds of the first pause after a dropped connection, doubled for each further one; 200 when not given. */
  retryDelay?: number;
}

/** Signed links that are remembered for reading, until newer ones take their place. */
const mostLinks = 100_000;

/**
 * A location is one file: nothing is listed under it. What is recorded is without signature; the signed link itself is kept
 * in memory, so that what was listed can be read while the program runs. Later the file is asked for without.
 */
export function createHttpConnector(world: Pick<World, 'web'>, { retryDelay = 200 }: HttpOptions = {}): Connector {
  const links = new Map<string, string>();
  const urlOf = (file: StoredFile) => links.get(keyOf(file)) ?? addressOf(file);
  return {
    id: 'http',
    concurrency: 8,
    async *list(location, signal) {
      const file = await found(world, location, signal);
      if (isSigned(location)) remember(links, keyOf(file), location);
      yield file;
      throwIfCancelled(signal);
    },
    async *read(file, signal) {
      yield* readFile(await world.web(), file, { url: urlOf(file), signal, retryDelay });
    },
    async *readRange(file, range, signal) {
      yield* readFile(await world.web(), file, { url: urlOf(file), signal, retryDelay, range });
    },
    async inspect(file, signal) {
      try {
        const { size, etag, signature } = await facts(world, { location: file.location, url: urlOf(file), whole: false, signal });
        return { state: 'present', size, signature, etag, versionId: file.versionId };
      } catch (error) {
        if (error instanceof DatapinError && error.code === 'web.missing') return { state: 'missing' };
        throw error;
      }
    },
  };
}

async function found(world: Pick<World, 'web'>, location: string, signal: AbortSignal | undefined): Promise<SourceFile> {
  throwIfCancelled(signal);
  const recorded = recordedLocation(location);
  // only this link leads to the bytes, and the location's scheme has another connector
  const whole = isSigned(location) && !recorded.location.startsWith('http');
  return { path: nameOf(location), ...recorded, ...(await facts(world, { location, url: addressOf({ location }), whole, signal })) };
}

async function facts(
  world: Pick<World, 'web'>,
  { location, ...question }: { location: string; url: string; whole: boolean; signal: AbortSignal | undefined },
): Promise<Facts> {
  try {
    return await askFor(await world.web(), { ...question, what: shown(location) });
  } catch (error) {
    throw explained(error);
  }
}

function keyOf({ location, versionId }: Pick<StoredFile, 'location' | 'versionId'>): string {
  return `${location} ${versionId ?? ''}`;
}

function remember(links: Map<string, string>, key: string, link: string): void {
  links.delete(key);
  links.set(key, link);
  const [oldest] = links.keys();
  if (links.size > mostLinks && oldest !== undefined) links.delete(oldest);
}
