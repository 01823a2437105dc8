/**
 * A store that can only list, and fast: its keys are an array, or a rule that makes the key of any number. It answers
 * ListObjectsV2 and ListObjectVersions as Amazon documents them, knows no signature and has no bytes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Keys in the order of their UTF-8 bytes. */
export interface Keys {
  count: number;
  at(index: number): string;
}

export interface ListingServerOptions {
  keys: Keys;
  /** Milliseconds before each answer. */
  latency?: number;
  /** The bucket keeps versions: this many of each object, and then a marker of one that was deleted after each. */
  versions?: number;
  /** Ways in which stores differ from Amazon. */
  quirks?: { ignoresStartAfter?: boolean; order?: (a: string, b: string) => number };
  /** Called with each request before it is answered; an answer of its own takes the place of the listing. */
  intercept?: (query: URLSearchParams, response: ServerResponse) => boolean;
}

export interface ListingServer {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  /** Queries of all listing requests so far. */
  queries: URLSearchParams[];
  /** Most requests that were unanswered at a time. */
  busiest(): number;
  stop(): Promise<void>;
}

export async function startListingServer(options: ListingServerOptions): Promise<ListingServer> {
  const queries: URLSearchParams[] = [];
  let open = 0;
  let busiest = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, 'http://store');
    busiest = Math.max(busiest, ++open);
    if (options.latency) await wait(options.latency);
    open--;
    if (request.method !== 'GET') return response.writeHead(404).end();
    if (url.searchParams.has('versioning')) return response.end(versioning(options));
    queries.push(url.searchParams);
    if (options.intercept?.(url.searchParams, response)) return undefined;
    const body = url.searchParams.has('versions') ? versionsPage(options, url.searchParams) : objectsPage(options, url.searchParams);
    return response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }).end(body);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries,
    busiest: () => busiest,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Keys of an array, put in order. */
export function keysOf(keys: readonly string[]): Keys {
  const sorted = [...new Set(keys)].map((key) => Buffer.from(key)).sort(Buffer.compare);
  const texts = sorted.map(String);
  return { count: texts.length, at: (index) => texts[index]! };
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const date = '<LastModified>2026-01-02T03:04:05.000Z</LastModified>';

function versioning({ versions }: ListingServerOptions): string {
  return `${head}<VersioningConfiguration ${namespace}>${versions ? '<Status>Enabled</Status>' : ''}</VersioningConfiguration>`;
}

function objectsPage(options: ListingServerOptions, query: URLSearchParams): string {
  const { keys, quirks = {} } = options;
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = quirks.ignoresStartAfter ? undefined : (query.get('start-after') ?? undefined);
  const start = token === null ? firstIndex(keys, prefix, after) : Number(token);
  const most = Number(query.get('max-keys') ?? 1000);
  const encode = query.get('encoding-type') === 'url' ? encodedKey : escaped;
  const entries: string[] = [];
  let i = start;
  for (; i < keys.count && entries.length < most; i++) {
    const key = keys.at(i);
    if (!key.startsWith(prefix)) break;
    entries.push(
      `<Contents><Key>${encode(key)}</Key>${date}<ETag>&quot;${i}&quot;</ETag><Size>${i % 5000}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
  }
  if (quirks.order) entries.sort(quirks.order);
  const more = i < keys.count && keys.at(i).startsWith(prefix);
  return [
    `${head}<ListBucketResult ${namespace}><Name>bucket</Name><Prefix>${encode(prefix)}</Prefix><MaxKeys>${most}</MaxKeys>`,
    query.get('encoding-type') === 'url' ? '<EncodingType>url</EncodingType>' : '',
    `<KeyCount>${entries.length}</KeyCount><IsTruncated>${more}</IsTruncated>`,
    more ? `<NextContinuationToken>${i}</NextContinuationToken>` : '',
    ...entries,
    '</ListBucketResult>',
  ].join('');
}

/** Every key has its versions, newest first; every third key was deleted since, so that its newest is a marker. */
function versionsPage({ keys, versions = 1 }: ListingServerOptions, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('key-marker') ?? undefined;
  const most = Number(query.get('max-keys') ?? 1000);
  const marked = query.get('version-id-marker');
  let i = firstIndex(keys, prefix, after);
  let version = 0;
  if (marked !== null && i > 0 && keys.at(i - 1) === after) {
    i--;
    version = Number(marked) + 1;
  }
  const entries: string[] = [];
  let last: { key: string; version: number } | undefined;
  for (; i < keys.count && keys.at(i).startsWith(prefix); i++, version = 0) {
    const key = keys.at(i);
    for (; version <= versions && entries.length < most; version++) {
      const deleted = i % 3 === 2;
      const name = version === 0 ? 'DeleteMarker' : 'Version';
      if (version > 0 || deleted) {
        const latest = version === (deleted ? 0 : 1);
        const facts = version > 0 ? `<ETag>&quot;${i}.${version}&quot;</ETag><Size>${i % 5000}</Size>` : '';
        entries.push(
          `<${name}><Key>${encodedKey(key)}</Key><VersionId>v${version}</VersionId><IsLatest>${latest}</IsLatest>${date}${facts}<Owner><ID>o</ID></Owner></${name}>`,
        );
      }
      last = { key, version };
    }
    if (version <= versions) break;
  }
  const more = last !== undefined && i < keys.count && keys.at(i).startsWith(prefix);
  return [
    `${head}<ListVersionsResult ${namespace}><Name>bucket</Name><EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>`,
    more ? `<NextKeyMarker>${encodedKey(last!.key)}</NextKeyMarker><NextVersionIdMarker>${last!.version}</NextVersionIdMarker>` : '',
    ...entries,
    '</ListVersionsResult>',
  ].join('');
}

/** Of the first key that has the prefix, or would come after it, and comes after `after`. */
function firstIndex(keys: Keys, prefix: string, after: string | undefined): number {
  const bytes = Buffer.from(after !== undefined && Buffer.compare(Buffer.from(after), Buffer.from(prefix)) >= 0 ? after : prefix);
  const excluded = after !== undefined && bytes.equals(Buffer.from(after));
  let low = 0;
  let high = keys.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = Buffer.compare(Buffer.from(keys.at(middle)), bytes);
    if (order < 0 || (excluded && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function encodedKey(key: string): string {
  return /^[\w./-]*$/.test(key) ? key : encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
}

function escaped(key: string): string {
  return key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
