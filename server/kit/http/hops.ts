/** The requests that one request becomes as servers send it elsewhere, and what each may carry. */
import { DatapinError } from '../../core/errors.ts';
import type { WebRequest } from '../../core/web.ts';
import { isSigned } from './canonical.ts';

/** One request on its way. */
export interface Hop {
  url: URL;
  method: 'GET' | 'HEAD' | 'POST';
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  /** Whoever asks has not said how bytes may be sent, and need not know how they were. */
  inflates: boolean;
  /** In words, for errors. */
  what: string | undefined;
  /** Only while it has not left the origin it began at. */
  credentials: WebRequest['credentials'];
  /** It holds, or held, what nobody else may see. */
  secret: boolean;
  /** A public host has sent it here: it must not be led to this machine and its neighbours. */
  publicOnly: boolean;
  /** Requests of this way so far, with this one: `GET https://…`. */
  before: readonly string[];
}

const mostRedirects = 10;
const redirects = new Set([301, 302, 303, 307, 308]);

/** What may go to whoever a server points to. */
const harmless =
  /^(accept|accept-encoding|accept-language|if-match|if-none-match|if-range|if-modified-since|if-unmodified-since|range|user-agent)$/;

/** Throws `web.refused-host` for what is no web address. */
export function firstHop(request: WebRequest, encodings: string): Hop {
  const url = URL.parse(request.url);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new DatapinError('web.refused-host', 'Only addresses that begin with http:// or https:// can be asked.', {
      hint: 'Check the address.',
    });
  }
  const { method = 'GET' } = request;
  const credentials = withUser(url, request.credentials);
  const secret = credentials !== undefined || isSigned(request.url);
  url.username = '';
  url.password = '';
  url.hash = '';
  return {
    url,
    method,
    headers: headersOf(request, encodings),
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    inflates: !request.range && !Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === 'accept-encoding'),
    what: request.what,
    credentials,
    secret,
    publicOnly: false,
    before: [`${method} ${url.href}`],
  };
}

/** Where an answer sends a request; undefined when it is no such answer. */
export function redirectOf(status: number, location: string | undefined, from: URL): URL | undefined {
  if (!redirects.has(status) || location === undefined) return undefined;
  // header bytes are read as Latin-1, and servers write UTF-8 into them
  const text = Buffer.from(location, 'latin1').toString();
  const url = URL.parse(text, from.href);
  if (!url || !/^https?:$/.test(url.protocol)) throw astray(from, 'to no web address');
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

/**
 * The next request of one that was answered by a redirect to `url`. Throws `web.redirect` when it goes round in circles,
 * too far, from https to http with a secret, or would take a body to another origin.
 */
export function nextHop(hop: Hop, url: URL, answer: { status: number; wasPublic: boolean }): Hop {
  const keepsBody = hop.method !== 'POST' || answer.status === 307 || answer.status === 308;
  const method = keepsBody ? hop.method : 'GET';
  if (hop.before.includes(`${method} ${url.href}`)) throw astray(hop.url, 'round in a circle');
  if (hop.before.length > mostRedirects) throw astray(hop.url, `on more than ${mostRedirects} times`);
  if (hop.secret && hop.url.protocol === 'https:' && url.protocol === 'http:') throw astray(hop.url, 'from https to http');
  const home = url.origin === hop.url.origin;
  if (!home && keepsBody && hop.body !== undefined) throw astray(hop.url, 'to another host together with what was sent');
  const { 'content-type': _, ...withoutBody } = hop.headers;
  const headers = keepsBody ? hop.headers : withoutBody;
  return {
    ...hop,
    url,
    method,
    body: keepsBody ? hop.body : undefined,
    headers: home ? headers : Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.test(name))),
    credentials: home ? hop.credentials : undefined,
    publicOnly: hop.publicOnly || answer.wasPublic,
    before: [...hop.before, `${method} ${url.href}`],
  };
}

/** The address with the credentials that go into its query. A server's own address may repeat them already. */
export function addressOf({ url, credentials }: Hop): URL {
  const full = new URL(url);
  for (const [name, value] of Object.entries(credentials?.query ?? {})) {
    if (!full.searchParams.has(name)) full.search += `${full.search ? '&' : '?'}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  }
  return full;
}

function headersOf({ headers = {}, range, body }: WebRequest, encodings: string): Record<string, string> {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    accept: '*/*',
    'user-agent': 'datapin',
    'accept-encoding': range ? 'identity' : encodings,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(range ? { range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` } : {}),
    ...given,
  };
}

/** `user:password@` in an address is a credential like any other. */
function withUser(url: URL, credentials: WebRequest['credentials']): WebRequest['credentials'] {
  if (!url.username && !url.password) return credentials;
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { ...credentials, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}`, ...credentials?.headers } };
}

function astray(from: URL, where: string): DatapinError {
  return new DatapinError('web.redirect', `${from.host} sends requests ${where}; they are not followed.`, {
    hint: 'Check the address, or use the one it should lead to.',
  });
}
