/** The six requests that are made of a store. Each follows a bucket to its region and rejects with DatapinErrors only. */
import type {
  GetBucketVersioningCommandInput,
  GetObjectCommandInput,
  HeadBucketCommandInput,
  HeadObjectCommandInput,
  ListObjectsV2CommandInput,
  ListObjectVersionsCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { cancelled, type DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { type Connection, connect, type Sdk } from './client.ts';
import { regionOf, type Subject, s3Error } from './errors.ts';
import { resolveSettings, type S3Options } from './settings.ts';

export type S3Api = ReturnType<typeof createS3Api>;

type Place = { Bucket: string | undefined; Key?: string | undefined; Prefix?: string | undefined };
type Call<I, O> = (sdk: Sdk, input: I, send: Sending) => Promise<O>;
interface Sending {
  client: S3Client;
  options: { abortSignal: AbortSignal | undefined };
}

export function createS3Api(options: S3Options) {
  const sender = createSender(options);
  return {
    /** A thrown value, of a body that was being read, as the DatapinError it is. */
    explain: sender.explain,
    listObjects: sender.operation((sdk, input: ListObjectsV2CommandInput, { client, options }) =>
      client.send(new sdk.ListObjectsV2Command(input), options),
    ),
    listVersions: sender.operation((sdk, input: ListObjectVersionsCommandInput, { client, options }) =>
      client.send(new sdk.ListObjectVersionsCommand(input), options),
    ),
    bucketVersioning: sender.operation((sdk, input: GetBucketVersioningCommandInput, { client, options }) =>
      client.send(new sdk.GetBucketVersioningCommand(input), options),
    ),
    headBucket: sender.operation((sdk, input: HeadBucketCommandInput, { client, options }) =>
      client.send(new sdk.HeadBucketCommand(input), options),
    ),
    headObject: sender.operation((sdk, input: HeadObjectCommandInput, { client, options }) =>
      client.send(new sdk.HeadObjectCommand(input), options),
    ),
    getObject: sender.operation((sdk, input: GetObjectCommandInput, { client, options }) =>
      client.send(new sdk.GetObjectCommand(input), options),
    ),
  };
}

/** Connects at the first request, and anew after credentials were refused, so that mended ones count. */
function createSender(options: S3Options) {
  let connection: Promise<Connection> | undefined;
  let store: Pick<Subject, 'endpoint' | 'profile'> = options;
  const regions = new Map<string, string>();

  const forget = (used: Promise<Connection> | undefined) => {
    if (connection === used) connection = undefined;
  };
  const connected = (): Promise<Connection> => {
    if (connection) return connection;
    const made = resolveSettings(options, process.env).then((settings) => {
      store = settings;
      return connect(options, settings);
    });
    made.catch(() => forget(made));
    connection = made;
    return made;
  };
  const explain = (error: unknown, place: Subject): DatapinError => s3Error(error, { ...place, ...store });

  const operation =
    <I extends Place, O>(call: Call<I, O>) =>
    async (input: I, signal?: AbortSignal): Promise<O> => {
      throwIfCancelled(signal);
      const bucket = input.Bucket ?? '';
      const mine = connected();
      try {
        const { sdk, settings, client } = await whileWanted(mine, signal);
        const send = (region: string) => call(sdk, input, { client: client(region), options: { abortSignal: signal } });
        const region = regions.get(bucket) ?? settings.region;
        return await send(region).catch((error: unknown) => {
          const actual = regionOf(error);
          if (!actual || actual === region) throw error;
          regions.set(bucket, actual);
          return send(actual);
        });
      } catch (error) {
        throwIfCancelled(signal);
        const problem = explain(error, { bucket, key: input.Key ?? input.Prefix });
        if (problem.code === 's3.credentials' || problem.code === 's3.expired') forget(mine);
        throw problem;
      }
    };
  return { explain, operation };
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
