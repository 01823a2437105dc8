/** What can go wrong with an answer on the web, to be done on purpose. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer, Recorded } from './httpServer.ts';

/**
 * In an address: `/~drop=100/…`, `/~status=503&times=2&retry-after=0/…`, `/~redirect=http%3A%2F%2F…/…`; names with hyphens
 * there, values as numbers and texts, without a value for true.
 */
export interface Fault {
  /** Instead of the answer. */
  status?: number;
  /** Of an answer with `status`: seconds or a date. */
  retryAfter?: string;
  /** Instead of the answer, to an address; with `status`, or 302. */
  redirect?: string;
  /** The connection is reset before any answer. */
  reset?: boolean;
  /** The connection is reset after so many bytes of the body. */
  drop?: number;
  /** The answer ends after so many bytes of the body, which was to be longer. */
  truncate?: number;
  /** Nothing more comes after so many bytes of the body, and the connection stays. */
  stall?: number;
  /** The body comes in pieces of so many bytes. */
  drip?: number;
  /** The `content-length` says so many bytes more (or less) than there are. */
  length?: number;
  /** Sent compressed, asked or not. */
  gzip?: boolean;
  /** HEAD is refused with this status. */
  noHead?: number;
  /** Ranges and conditions are not known here. */
  noRanges?: boolean;
  /** Neither etag nor date are told. */
  noEtag?: boolean;
  /** In an address: how often it goes wrong; each time when not given. */
  times?: number;
}

/** The fault that an address carries, and the address without it. */
export function faultOfPath(url: string): { fault: Fault | undefined; address: string } {
  const [, text, address] = /^\/~([^/]*)(\/.*)$/s.exec(url) ?? [];
  if (text === undefined || address === undefined) return { fault: undefined, address: url };
  const entries = [...new URLSearchParams(text)].map(([name, value]) => {
    const camel = name.replace(/-./g, (found) => found[1]!.toUpperCase());
    const texts = camel === 'redirect' || camel === 'retryAfter';
    return [camel, value === '' ? true : texts ? value : Number(value)];
  });
  return { fault: Object.fromEntries(entries), address };
}

/** What is answered instead of the true answer; may change the request for the true one to be another. */
export function spoiledBefore(fault: Fault, request: Recorded): Answer | 'reset' | undefined {
  if (fault.reset) return 'reset';
  if (fault.redirect !== undefined) return { status: fault.status ?? 302, headers: { location: fault.redirect } };
  if (fault.status !== undefined) {
    return { status: fault.status, headers: fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter } };
  }
  if (fault.noHead !== undefined && request.method === 'HEAD') return { status: fault.noHead };
  if (fault.noRanges) for (const name of ['range', 'if-range', 'if-match']) delete request.headers[name];
  return undefined;
}

interface Written {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
  /** Only the headers are sent. */
  head: boolean;
}

export function writeSpoiled(outgoing: ServerResponse, { status, headers, bytes, head }: Written, fault: Fault): void {
  const body = fault.gzip ? gzipSync(bytes) : bytes;
  const said = Object.entries({
    ...headers,
    ...(fault.gzip ? { 'content-encoding': 'gzip', 'content-length': String(body.length) } : {}),
    ...(fault.length === undefined ? {} : { 'content-length': String(body.length + fault.length) }),
  }).filter(([name]) => !(fault.noEtag && /^(etag|last-modified)$/.test(name)) && !(fault.noRanges && name === 'accept-ranges'));
  outgoing.writeHead(status, Object.fromEntries(said));
  if (head) outgoing.end();
  else writeBody(outgoing, body, fault);
}

function writeBody(outgoing: ServerResponse, body: Buffer, { drop, truncate, stall, drip, length }: Fault): void {
  const socket = outgoing.socket!;
  if (drop !== undefined) {
    // what was written must have left before the connection is torn
    outgoing.write(body.subarray(0, drop), () => socket.resetAndDestroy());
    if (drop === 0) outgoing.flushHeaders();
    return;
  }
  if (truncate !== undefined || length !== undefined) {
    outgoing.write(body.subarray(0, truncate ?? body.length), () => socket.end());
    return;
  }
  if (stall !== undefined) {
    outgoing.write(body.subarray(0, stall));
    return;
  }
  if (drip !== undefined) void dripOn(outgoing, body, drip);
  else outgoing.end(body);
}

async function dripOn(outgoing: ServerResponse, body: Buffer, size: number): Promise<void> {
  for (let at = 0; at < body.length && !outgoing.destroyed; at += size) {
    await new Promise((resolve) => outgoing.write(body.subarray(at, at + size), resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  outgoing.end();
}
