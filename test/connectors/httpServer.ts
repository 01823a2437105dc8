/**
 * A loopback web server of the tests: routes answer, everything asked is recorded, and any answer can be spoiled, by a
 * plan (`server.spoil`) or by the address itself (`/~drop=100/file`; see httpFaults.ts).
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Owner } from '../support/temp.ts';
import { type Fault, faultOfPath, spoiledBefore, writeSpoiled } from './httpFaults.ts';

/** A request as it arrived. */
export interface Recorded {
  method: string;
  /** As it was sent, percent-encoded, without the query and without `/~fault`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** The whole first line: address with fault and query. */
  url: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Text and bytes as they are; anything else as JSON. */
  body?: unknown;
  /** Do not say how long the body is. */
  chunked?: boolean;
}

/** Answers a request; `404` when it gives nothing. */
export type Handler = (request: Recorded) => Answer | undefined | Promise<Answer | undefined>;

/**
 * By `GET /path`, or `/path` for all methods; a path that ends with `*` stands for all that begin so. The longest that fits
 * counts. One handler answers everything.
 */
export type Routes = Handler | Record<string, Handler | Answer>;

export interface TestServer {
  /** `http://127.0.0.1:<port>`: the `base URL` of a tool. */
  origin: string;
  /** Everything that was asked, in order. */
  requests: Recorded[];
  /** How many sockets are open: none, when all that was sent has been recorded. */
  connections(): Promise<number>;
  /** Requests whose path begins so: `server.asked('/graphql')`. */
  asked(path: string): Recorded[];
  /** Spoils the answers to what begins with a path, `times` times, from the next one on; for good when `times` is not given. */
  spoil(path: string, fault: Fault & { times?: number }): void;
}

/** Ends with the test. */
export async function startServer(owner: Owner, routes: Routes): Promise<TestServer> {
  const requests: Recorded[] = [];
  const plan: { path: string; fault: Fault; left: number }[] = [];
  const counts = new Map<string, number>();
  const planned = (path: string): Fault | undefined => {
    const entry = plan.find((one) => one.left > 0 && path.startsWith(one.path));
    if (!entry) return undefined;
    entry.left--;
    return entry.fault;
  };
  const server = createServer({ noDelay: true }, async (incoming, outgoing) => {
    outgoing.on('error', () => undefined); // who asks may leave
    const { fault: written, address } = faultOfPath(incoming.url!);
    const count = (counts.get(incoming.url!) ?? 0) + 1;
    counts.set(incoming.url!, count);
    const request = await recorded(incoming, address);
    if (!request) return;
    requests.push(request);
    const fault = written ? (count <= (written.times ?? Number.POSITIVE_INFINITY) ? written : undefined) : planned(request.path);
    const early = fault && spoiledBefore(fault, request);
    if (early === 'reset') incoming.socket.resetAndDestroy();
    else respond({ request, outgoing, fault }, early ?? (await handlerOf(routes, request)(request)) ?? { status: 404 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  owner.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    asked: (path) => requests.filter((request) => request.path.startsWith(path)),
    spoil: (path, { times = Number.POSITIVE_INFINITY, ...fault }) => void plan.push({ path, fault, left: times }),
  };
}

/** A file as a web server gives it: with ranges and conditions. */
export function file(bytes: string | Uint8Array, headers: Record<string, string> = { etag: '"1"' }): Handler {
  const whole = Buffer.from(bytes as Uint8Array);
  const { etag = '', 'last-modified': modified = '' } = headers;
  return ({ headers: asked }) => {
    if (asked['if-match'] !== undefined && asked['if-match'] !== etag) return { status: 412 };
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(asked.range ?? '') ?? [];
    const other = asked['if-range'] !== undefined && asked['if-range'] !== etag && asked['if-range'] !== modified;
    const answer = { headers: { 'accept-ranges': 'bytes', ...headers } };
    if (from === undefined || other) return { ...answer, body: whole };
    const [start, end] = [Number(from), Math.min(to ? Number(to) + 1 : whole.length, whole.length)];
    if (start >= whole.length) return { status: 416, headers: { 'content-range': `bytes */${whole.length}` } };
    const range = { 'content-range': `bytes ${start}-${end - 1}/${whole.length}` };
    return { status: 206, headers: { ...answer.headers, ...range }, body: whole.subarray(start, end) };
  };
}

/** What a store of signed links does: refuses whoever sends along a key of somebody else. */
export function signedOnly(handler: Handler): Handler {
  return (request) => {
    const foreign = ['authorization', 'x-api-key', 'x-tenant-id'].find((name) => request.headers[name] !== undefined);
    return foreign ? { status: 400, body: `<Error><Code>InvalidArgument</Code><Message>${foreign}</Message></Error>` } : handler(request);
  };
}

/** A link that can be used so often, and then has expired. */
export function expiring(handler: Handler, uses: number): Handler {
  let left = uses;
  return (request) => {
    if (left-- > 0) return handler(request);
    const body = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
    return { status: 403, headers: { 'content-type': 'application/xml' }, body };
  };
}

/** One answer after the other; the last one again and again. */
export function inTurn(...answers: (Handler | Answer)[]): Handler {
  let next = 0;
  return (request) => {
    const answer = answers[Math.min(next++, answers.length - 1)]!;
    return typeof answer === 'function' ? answer(request) : answer;
  };
}

function handlerOf(routes: Routes, { method, path }: Recorded): Handler {
  if (typeof routes === 'function') return routes;
  const fits = (pattern: string) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern);
  const found = Object.entries(routes)
    .map(([key, answer]) => ({ ...partsOf(key), answer }))
    .filter((route) => (route.method === undefined || route.method === method) && fits(route.pattern))
    .toSorted((a, b) => b.pattern.length - a.pattern.length || Number(b.method !== undefined) - Number(a.method !== undefined));
  const answer = found[0]?.answer;
  return typeof answer === 'function' ? answer : () => answer;
}

function partsOf(key: string): { method: string | undefined; pattern: string } {
  const [, method, pattern = key] = /^([A-Z]+) (.*)$/.exec(key) ?? [];
  return { method, pattern };
}

async function recorded(incoming: IncomingMessage, address: string): Promise<Recorded | undefined> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of incoming) pieces.push(piece);
  } catch {
    return undefined; // who asked has left
  }
  const [path = '', query = ''] = address.split(/\?(.*)/s);
  return {
    method: incoming.method!,
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(pieces).toString(),
    url: incoming.url!,
  };
}

function respond(
  { request, outgoing, fault }: { request: Recorded; outgoing: ServerResponse; fault: Fault | undefined },
  { status = 200, headers = {}, body = '', chunked }: Answer,
): void {
  const plain = typeof body === 'string' || body instanceof Uint8Array;
  const bytes = Buffer.from(plain ? (body as Uint8Array) : JSON.stringify(body));
  const all = {
    ...(chunked ? {} : { 'content-length': String(bytes.length) }),
    ...(plain ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  writeSpoiled(outgoing, { status, headers: all, bytes, head: request.method === 'HEAD' }, fault ?? {});
}
