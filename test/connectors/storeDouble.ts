/** A store that is played: it answers what a script says. It knows no signature and keeps no object. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import type { Connector } from '../../server/core/connector.ts';
import { awsMachine } from './aws.ts';

export const secretAccessKey = 'double/secret';
export const sessionToken = 'double-token';

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Do not say how long the body is. */
  chunked?: boolean;
}

/** Answers a request; undefined for `200` without a body. `count` is 1 for the first request. */
export type Script = (request: {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  count: number;
}) => Answer | undefined;

/** Ends with its test. Each request is made once, unless the test says otherwise. */
export async function startDouble(
  t: TestContext,
  script: Script,
  options: S3Options = {},
): Promise<{ connector: Connector; requests: string[] }> {
  awsMachine(t, { variables: { AWS_MAX_ATTEMPTS: '1' } });
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url!, 'http://double');
    const method = incoming.method!;
    requests.push(`${method} ${decodeURIComponent(pathname)}`);
    const answer = script({
      method,
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: incoming.headers,
      count: requests.length,
    });
    const { status = 200, headers = {}, body = '', chunked } = answer ?? {};
    outgoing.writeHead(status, chunked ? headers : { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'AKIAIOSFODNN7DOUBLE', secretAccessKey, sessionToken };
  return { connector: createS3Connector({ endpoint, credentials, retryDelay: 1, ...options }), requests };
}

export const file = { path: 'key', location: 's3://bucket/key', size: 10, etag: 'e', signature: 'e::10' };
/** Of a bucket that keeps no versions. */
export const unversioned = '<VersioningConfiguration/>';
export const refusal = (status: number, code: string, more = ''): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>The ${code} message of ${sessionToken}.</Message>${more}</Error>`,
});
/** Of a listing. */
export const page = (contents: string, more = '<IsTruncated>false</IsTruncated>') =>
  `<ListBucketResult><EncodingType>url</EncodingType>${more}${contents}</ListBucketResult>`;
export const entry = (key: string, more = '') => `<Contents><Key>${key}</Key><Size>10</Size><ETag>"e"</ETag>${more}</Contents>`;
