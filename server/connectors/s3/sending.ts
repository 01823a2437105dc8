/** How a request is made: over one connection, in the bucket's region, again while it fails for a reason that passes. */
import type { S3Client } from '@aws-sdk/client-s3';
import { cancelled, type DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { type Connection, connect, type Sdk } from './client.ts';
import { asksForOwn, regionOf, type Subject, s3Error } from './errors.ts';
import { persistently } from './retries.ts';
import { resolveSettings, type S3Options } from './settings.ts';

interface Place {
  Bucket?: string | undefined;
  Key?: string | undefined;
  Prefix?: string | undefined;
}

export type Call<I, O> = (sdk: Sdk, input: I, sending: Sending) => Promise<O>;

export interface Sending {
  client: S3Client;
  options: { abortSignal: AbortSignal | undefined };
  /** Milliseconds that an answer which is read whole may take; more with each try, for lines that are merely slow. */
  deadline: number;
}

/** Connects at the first request, and anew after credentials were refused, so that mended ones count. */
export function createSender(options: S3Options) {
  const { idleTimeout = 60_000, retryDelay = 200 } = options;
  let store: Pick<Subject, 'endpoint' | 'profile'> = options;
  const regions = new Map<string, string>();
  const connections = createConnections(options, (settings) => {
    store = settings;
  });
  const explain = (error: unknown, place: Subject): DatapinError => s3Error(error, { ...place, ...store });

  const inItsRegion = async <O>(bucket: string, standard: string, send: (region: string) => Promise<O>): Promise<O> => {
    const region = regions.get(bucket) ?? standard;
    try {
      return await send(region);
    } catch (error) {
      const actual = regionOf(error);
      if (!actual || actual === region) throw error;
      regions.set(bucket, actual);
      return send(actual);
    }
  };

  const operation =
    <I extends Place, O>(call: Call<I, O>) =>
    async (input: I, signal?: AbortSignal): Promise<O> => {
      throwIfCancelled(signal);
      const bucket = input.Bucket ?? '';
      const attempt = async ({ sdk, settings, unsigned, client }: Connection): Promise<O> => {
        if (unsigned && bucket === '') throw asksForOwn();
        return persistently({ attempts: settings.maxAttempts, retryDelay, signal }, (before) =>
          inItsRegion(bucket, settings.region, (region) =>
            call(sdk, input, { client: client(region), options: { abortSignal: signal }, deadline: idleTimeout * 2 ** before }),
          ),
        );
      };
      const explained = (error: unknown, by?: Connection): DatapinError => {
        throwIfCancelled(signal);
        return explain(error, { bucket, key: input.Key ?? input.Prefix, unsigned: by?.unsigned });
      };
      let used: Connection | undefined;
      try {
        used = await whileWanted(connections.current(), signal);
        return await attempt(used);
      } catch (error) {
        const problem = explained(error, used);
        const refused = problem.code === 's3.credentials' || problem.code === 's3.expired';
        const renewed = refused && used ? await connections.renewed(used) : undefined;
        if (!renewed) throw problem;
        return attempt(renewed).catch((again: unknown) => Promise.reject(explained(again, renewed)));
      }
    };
  return { explain, operation };
}

function createConnections(options: S3Options, onSettings: (settings: Connection['settings']) => void) {
  let held: Promise<Connection> | undefined;
  const connectAnew = (): Promise<Connection> => {
    const made = resolveSettings(options, process.env).then((settings) => {
      onSettings(settings);
      return connect(options, settings);
    });
    made.catch(() => forget(made));
    held = made;
    return made;
  };
  const forget = (used: Promise<Connection>) => {
    if (held === used) held = undefined;
  };
  /** One that is unsigned holds only as long as nothing speaks of credentials. */
  const current = async (): Promise<Connection> => {
    const used = held ?? connectAnew();
    const connection = await used;
    if (!connection.unsigned || !(await resolveSettings(options, process.env)).credentialed) return connection;
    forget(used);
    return held ?? connectAnew();
  };
  /** Another connection, when its credentials are others than those that were refused: somebody has mended them. */
  const renewed = async (refused: Connection): Promise<Connection | undefined> => {
    const before = held;
    if (before && (await settled(before)) === refused) forget(before);
    const next = held ?? connectAnew();
    const after = await settled(next);
    if (after === undefined || after.identity !== refused.identity) return after;
    // what is not public goes on being refused, and each time somebody may have signed in meanwhile
    if (!after.unsigned) forget(next);
    return undefined;
  };
  return { current, renewed };
}

async function settled(connection: Promise<Connection>): Promise<Connection | undefined> {
  const [result] = await Promise.allSettled([connection]);
  return result.status === 'fulfilled' ? result.value : undefined;
}

/** Many callers wait for one connection; one that no longer wants it leaves without ending it for the others. */
async function whileWanted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return shared;
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = () => reject(cancelled(signal.reason));
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([shared, promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
