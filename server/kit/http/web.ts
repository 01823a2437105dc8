/** HTTP with what talking to strangers takes: retries, redirects by hand, credentials that stay where they belong. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { Web, WebRequest, WebResponse } from '../../core/web.ts';
import { jsonOf } from './body.ts';
import { createWire, type Wire } from './exchange.ts';
import { mayPass, neverArrived, refusal, unanswered } from './failures.ts';
import { firstHop, type Hop, nextHop, redirectOf } from './hops.ts';
import { bareHost, type HostRules, systemHosts } from './hosts.ts';
import { longestAsked, pauseOf, retryAfter } from './pauses.ts';
import { discard, hasExpired, responseOf } from './response.ts';
import { expiryOf } from './signatures.ts';

export interface WebOptions {
  /** Milliseconds of the first pause before a request is sent again, doubled for each further one; 500 when not given. */
  retryDelay?: number;
  /** Milliseconds until a connection that carries nothing counts as dropped; 60,000 when not given. */
  idleTimeout?: number;
  /** How often a request is sent in all; 6 when not given. */
  attempts?: number;
  /** How names become addresses, and where these lead; as the system says when not given. */
  hosts?: Partial<HostRules>;
}

/**
 * Files are asked for as they lie, JSON may come compressed. What comes compressed is inflated, but not for whoever names an
 * `accept-encoding` or a `range`: these get the bytes as they are sent.
 * Keep one for a whole command: it holds connections open for what is asked next.
 */
export function createWeb(options: WebOptions = {}): Web {
  const hosts = { ...systemHosts, ...options.hosts };
  const { idleTimeout = 60_000, retryDelay = 500, attempts = 6 } = options;
  const wire = createWire({ idleTimeout, hosts });
  const way: Way = { wire, hosts, idleTimeout, retryDelay, attempts };
  return {
    send: (request) => send(way, request),
    json: (request) => json(way, request),
  };
}

interface Way {
  wire: Wire;
  hosts: HostRules;
  idleTimeout: number;
  retryDelay: number;
  attempts: number;
}

/** Why there is no answer yet. */
interface Setback {
  error: DatapinError;
  again: boolean;
  /** Milliseconds that the server asks to wait. */
  asked?: number | undefined;
}

/** `encodings` that are welcome. */
async function send(way: Way, request: WebRequest, encodings = 'identity'): Promise<WebResponse> {
  const first = firstHop(request, encodings);
  const repeatable = request.repeatable ?? first.method !== 'POST';
  let hop = first;
  for (let tries = 1; ; ) {
    throwIfCancelled(request.signal);
    const outcome = await attempt(way, hop, { request, repeatable });
    if ('method' in outcome) hop = outcome;
    else if (!('error' in outcome)) return outcome;
    else {
      if (!outcome.again || tries === way.attempts) throw outcome.error;
      await pause(pauseOf({ nth: tries, retryDelay: way.retryDelay, asked: outcome.asked, chance: Math.random() }), request.signal);
      tries++;
      // links that a server leads to may be short-lived: it is asked for a new one
      if (repeatable) hop = first;
    }
  }
}

/** Answered, sent elsewhere, or neither. */
async function attempt(
  way: Way,
  hop: Hop,
  { request, repeatable }: { request: WebRequest; repeatable: boolean },
): Promise<WebResponse | Hop | Setback> {
  const { signal, accept = [] } = request;
  const asked = { host: hop.url.host, what: hop.what };
  let message: IncomingMessage;
  try {
    message = await way.wire.send(hop, { signal, repeatable: repeatable || hop.method !== 'POST' });
  } catch (error) {
    const again = mayPass(error) && (repeatable || hop.method !== 'POST' || neverArrived(error));
    return { error: unanswered(error, asked, signal), again: again && !signal?.aborted };
  }
  const status = message.statusCode ?? 0;
  if ((status >= 200 && status < 300) || accept.includes(status)) {
    return responseOf(message, hop, { signal, idleTimeout: way.idleTimeout });
  }
  try {
    const url = redirectOf(status, message.headers.location, hop.url);
    if (!url) return await setbackOf(message, hop, { signal, repeatable, idleTimeout: way.idleTimeout });
    const address = message.socket.remoteAddress ?? '';
    return nextHop(hop, url, { status, wasPublic: way.hosts.reach(address, bareHost(hop.url.hostname)) === 'public' });
  } finally {
    discard(message);
  }
}

async function setbackOf(
  message: IncomingMessage,
  hop: Hop,
  { repeatable, ...rest }: { signal: AbortSignal | undefined; repeatable: boolean; idleTimeout: number },
): Promise<Setback> {
  const status = message.statusCode ?? 0;
  const asked = { host: hop.url.host, what: hop.what };
  const wanted = retryAfter(message.headers['retry-after'], Date.now());
  const expired = [400, 401, 403, 410].includes(status) && (isOver(hop.url, status) || (await hasExpired(message, hop, rest)));
  const error = refusal({ status, expired, wait: wanted }, asked);
  const tooLong = wanted !== undefined && wanted > longestAsked;
  const untouched = status === 429 || status === 503;
  const again = untouched || ([500, 502, 504].includes(status) && (repeatable || hop.method !== 'POST'));
  return { error, again: again && !tooLong, asked: wanted };
}

/** A link that says itself until when it is good. */
function isOver(url: URL, status: number): boolean {
  return status !== 401 && (expiryOf(url.href) ?? Number.POSITIVE_INFINITY) < Date.now();
}

async function json(way: Way, request: WebRequest): Promise<unknown> {
  const repeatable = request.repeatable ?? (request.method ?? 'GET') !== 'POST';
  const asking = { ...request, headers: { accept: 'application/json', ...request.headers } };
  for (let tries = 1; ; tries++) {
    const response = await send(way, asking, 'gzip, deflate, br');
    try {
      return await jsonOf(response);
    } catch (error) {
      const dropped = error instanceof DatapinError && (error.code === 'web.truncated' || error.code === 'web.network');
      if (!dropped || !repeatable || tries >= way.attempts) throw error;
    }
    await pause(pauseOf({ nth: tries, retryDelay: way.retryDelay, asked: undefined, chance: Math.random() }), request.signal);
  }
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (error) {
    throwIfCancelled(signal);
    throw error;
  }
}
