/** One request and the head of its answer, on the wire. */
import { Agent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { WebRequest } from '../../core/web.ts';
import { Silence } from './failures.ts';
import { addressOf, type Hop } from './hops.ts';
import { bareHost, checkHost, guardedLookup, type HostRules } from './hosts.ts';

export interface Wire {
  send(hop: Hop, options: { signal: AbortSignal | undefined; repeatable: boolean }): Promise<IncomingMessage>;
}

const socketsPerOrigin = 32;

/** Throws what the system throws, `web.refused-host`, and `Silence`. */
export function createWire({ idleTimeout, hosts }: { idleTimeout: number; hosts: HostRules }): Wire {
  // connections to public hosts are kept apart: one to a neighbour that a person has named must not serve a redirect
  const agents = new Map([false, true].map((publicOnly) => [publicOnly, agentsOf(publicOnly, hosts)]));
  return {
    send: (hop, { signal, repeatable }) =>
      new Promise((resolve, reject) => {
        const url = addressOf(hop);
        checkHost(url.hostname, hop.publicOnly, hosts);
        const secure = url.protocol === 'https:';
        const { fresh, kept } = agents.get(hop.publicOnly)!;
        // a kept connection may be dead, which would leave open whether the request has arrived
        const agent = (repeatable ? kept : fresh)[secure ? 'https' : 'http'];
        const request = (secure ? secureRequest : plainRequest)({
          protocol: url.protocol,
          hostname: bareHost(url.hostname),
          port: url.port || undefined,
          path: url.pathname + url.search,
          method: hop.method,
          headers: { ...wireHeaders(hop), host: url.host },
          agent,
          signal,
        });
        let silence: NodeJS.Timeout | undefined;
        request.once('socket', () => {
          silence = setTimeout(() => request.destroy(new Silence()), idleTimeout);
        });
        request.once('close', () => clearTimeout(silence));
        request.on('error', reject);
        request.once('response', (message) => {
          clearTimeout(silence);
          resolve(message);
        });
        request.end(hop.body);
      }),
  };
}

function agentsOf(publicOnly: boolean, hosts: HostRules) {
  const lookup = guardedLookup(publicOnly, hosts);
  const pair = (keepAlive: boolean) => {
    const options = { keepAlive, lookup, maxSockets: socketsPerOrigin, scheduling: 'lifo' as const };
    return { http: new Agent(options), https: new SecureAgent(options) };
  };
  return { kept: pair(true), fresh: pair(false) };
}

function wireHeaders({ headers, credentials, body }: Hop): Record<string, string | number> {
  const secrets: NonNullable<WebRequest['credentials']>['headers'] = credentials?.headers ?? {};
  const all = { ...headers, ...Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name.toLowerCase(), value])) };
  return body === undefined ? all : { ...all, 'content-length': Buffer.byteLength(body) };
}
