/**
 * An HTTP proxy before a store that spoils answers by a rule: it is busy, it drips, it cuts, it says that keys have
 * expired. Unlike `proxy.ts` it knows requests apart.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { all } from './contract.ts';

export type Fault =
  | { how: 'refuse'; status: number; code: string }
  /** The connection is dropped after so many bytes of the body. */
  | { how: 'cut'; after: number }
  /** The answer says it is shorter than it is. */
  | { how: 'shorten'; by: number }
  /** One byte at a time, for ever. */
  | { how: 'drip' };

export interface FaultProxy {
  endpoint: string;
  /** `GET /bucket?list-type=2…` of all requests so far, and which of them were spoiled. */
  requests: { line: string; spoiled: boolean }[];
}

/** `rule` answers what becomes of a request; `count` is 1 for the first one like it. Ends with its test. */
export async function startFaultProxy(
  t: TestContext,
  target: string,
  rule: (line: string, count: number, headers: IncomingMessage['headers']) => Fault | undefined,
): Promise<FaultProxy> {
  const requests: FaultProxy['requests'] = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const line = `${method} ${url}`;
    const fault = rule(line, 1 + requests.filter((one) => one.line === line).length, headers);
    requests.push({ line, spoiled: fault !== undefined });
    if (fault?.how === 'refuse') {
      const body = `<Error><Code>${fault.code}</Code><Message>No.</Message></Error>`;
      outgoing.writeHead(fault.status, { 'content-length': body.length }).end(method === 'HEAD' ? undefined : body);
      return;
    }
    const forward = request(target + url, { method, headers }, async (answer) => {
      const body = Buffer.concat(await all(answer));
      if (method === 'HEAD') {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end();
        return;
      }
      spoil(outgoing, { status: answer.statusCode ?? 502, headers: answer.headers, body }, fault);
    });
    forward.on('error', () => outgoing.destroy()); // the reader has left
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function spoil(outgoing: ServerResponse, { status, headers, body }: Answer, fault: Fault | undefined): void {
  const kept = fault?.how === 'shorten' ? body.subarray(0, -fault.by) : body;
  const { 'transfer-encoding': _, ...rest } = headers;
  outgoing.writeHead(status, { ...rest, 'content-length': kept.length });
  if (fault?.how === 'cut') {
    outgoing.write(body.subarray(0, fault.after), () => outgoing.destroy());
  } else if (fault?.how === 'drip') {
    let at = 0;
    const timer = setInterval(() => outgoing.write(body.subarray(at, ++at)), 5);
    outgoing.on('close', () => clearInterval(timer));
  } else outgoing.end(kept);
}
