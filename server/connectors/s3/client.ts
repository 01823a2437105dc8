/** A client of the SDK, with credentials that are known to be there, or to be nowhere. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { DatapinError, systemCode } from '../../core/errors.ts';
import type { S3Options, S3Settings } from './settings.ts';
import { unsigned } from './unsigned.ts';

export type Sdk = typeof import('./sdk.ts');

export interface Connection {
  sdk: Sdk;
  settings: S3Settings;
  /** Tells its credentials from others, and tells nothing of them. */
  identity: string;
  /** There are no credentials: what is public is to be had all the same. */
  unsigned: boolean;
  /** The client for a region; the endpoint and the credentials are the same for all. */
  client(region: string): S3Client;
}

/** Requests in flight need a socket each: listing ahead, asking for checksums and reading together stay below this. */
const maxSockets = 64;

/** Rejects with what the SDK says of broken or expired credentials, in bounded time. Where nothing speaks of any, requests go unsigned. */
export async function connect(options: S3Options, settings: S3Settings): Promise<Connection> {
  const sdk = await import('./sdk.ts');
  const config: S3ClientConfig & { ignoreCache: boolean } = {
    region: settings.region,
    endpoint: settings.endpoint,
    forcePathStyle: settings.pathStyle,
    profile: settings.profile,
    credentials: options.credentials,
    // requests that are cancelled, or that find other credentials, must not wait for the SDK's pauses
    maxAttempts: 1,
    // the settings have looked there already, under the right profile
    ignoreConfiguredEndpointUrls: true,
    // stores that are not Amazon's refuse or damage what the SDK adds by itself; SHA-256 is taken of all that is read
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 10_000,
      socketTimeout: options.idleTimeout ?? 60_000,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets, ...(settings.caBundle ? { ca: await readBundle(settings.caBundle) } : {}) },
    },
    // the SDK hands this on to its readers of AWS files: keys that were mended count at the next try
    ignoreCache: true,
  };
  const first = new sdk.S3Client(config);
  const credentials = first.config.credentials;
  const found = await within(options.credentialsTimeout ?? 30_000, lookUp(credentials, settings));
  const identity = createHash('sha256').update([found?.accessKeyId, found?.secretAccessKey, found?.sessionToken].join('\n')).digest('hex');
  const authority = found ? { credentials } : unsigned;
  const clients = new Map(found ? [[settings.region, first]] : []);
  const client = (region: string) => {
    const known = clients.get(region) ?? new sdk.S3Client({ ...config, region, ...authority });
    clients.set(region, known);
    return known;
  };
  return { sdk, settings, identity, unsigned: found === undefined, client };
}

/** Undefined when there are none and nothing says that there should be. */
async function lookUp<T>(credentials: () => Promise<T>, { credentialed }: S3Settings): Promise<T | undefined> {
  try {
    return await credentials();
  } catch (error) {
    if (!credentialed && error instanceof Error && error.name === 'CredentialsProviderError') return undefined;
    return notTheStore(error);
  }
}

async function readBundle(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new DatapinError('s3.network', `The certificates in ${path} cannot be read (${systemCode(error) ?? error}).`, {
      hint: 'Correct AWS_CA_BUNDLE or ca_bundle of the profile.',
      cause: error,
    });
  }
}

/** Signing in, or taking a role, has a network of its own to fail on. */
function notTheStore(error: unknown): never {
  const code = systemCode(error);
  if (!code) throw error;
  throw new DatapinError('s3.network', `AWS credentials could not be fetched (${code}).`, {
    hint: 'Check the network, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  });
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const problem = new DatapinError('s3.credentials', 'Finding AWS credentials took too long.', {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another profile in AWS_PROFILE.',
    });
    timer = setTimeout(() => reject(problem), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
