/** Buckets and objects for tests, made behind the product's back. */
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3User } from './rgw.ts';

/** A client of a store on this machine. */
export function s3Client(endpoint: string, user: S3User): S3Client {
  const { accessKeyId, secretAccessKey } = user;
  return new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
}

export interface BucketOptions {
  versioned?: boolean;
  /** Anyone may write, so that `putMany` need not sign. */
  open?: boolean;
  /** Anyone may list it. */
  readable?: boolean;
}

export async function makeBucket(client: S3Client, bucket: string, options: BucketOptions = {}): Promise<void> {
  const ACL = options.open ? 'public-read-write' : options.readable ? 'public-read' : undefined;
  await client.send(new CreateBucketCommand({ Bucket: bucket, ...(ACL ? { ACL } : {}) }));
  if (options.versioned) await setVersioning(client, bucket, 'Enabled');
}

export async function setVersioning(client: S3Client, bucket: string, Status: 'Enabled' | 'Suspended'): Promise<void> {
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
}

/** Puts objects, by key, some at a time. */
export async function putObjects(client: S3Client, bucket: string, objects: Record<string, string | Uint8Array>): Promise<void> {
  await inLanes(Object.entries(objects), ([Key, body]) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(body) })),
  );
}

/** Puts an object of one byte under each key of an open bucket: several times as fast as the SDK. */
export async function putMany(endpoint: string, bucket: string, keys: readonly string[]): Promise<void> {
  await inLanes(keys, async (key) => {
    const answer = await fetch(`${endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`, { method: 'PUT', body: 'x' });
    if (!answer.ok) throw new Error(`The store answered ${answer.status} for ${key}.`);
  });
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: 32 }, lane));
}
