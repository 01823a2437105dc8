/** The same objects in a bucket and on a web server, each behind a line that can be spoiled, for adoptions from far away. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createHttpConnector } from '../../server/connectors/http/connector.ts';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { AdoptRequest } from '../../server/core/adoption.ts';
import type { World } from '../../server/core/world.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { type Fault, startFaultProxy } from '../connectors/faultProxy.ts';
import { file, startServer } from '../connectors/httpServer.ts';
import { type Spoiling, startProxy } from '../connectors/proxy.ts';
import type { Rgw } from '../support/rgw.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import { tempFolder } from '../support/temp.ts';

export const bucket = 'far';
export const count = 24;
export const names = Array.from({ length: count }, (_, i) => `${String(i).padStart(2, '0')}.jpg`);
const bytesOf = (name: string) => Buffer.from(`the bytes of ${name} `.repeat(200));
/** By key; the bucket is listed ten keys at a time. */
export const objects = Object.fromEntries(names.map((name) => [`set/${name}`, bytesOf(name)]));

/** What becomes of the answer for an object (its name), or of a `first page` or `further page` of the listing. `times`: asked so often. */
export type Rule = (what: string, times: number) => Fault | undefined;

export interface FarStore {
  world: World;
  request: AdoptRequest;
  /** Names of objects whose bytes were asked for so far, as often as they were. */
  reads(): string[];
  /** From now on. */
  spoil(rule: Rule | undefined): void;
  /** Spoils connections from now on, whatever they carry. */
  throughBadLine(spoiling: Spoiling): Promise<void>;
}

export type StartStore = (t: TestContext) => Promise<FarStore>;

export function s3Store(rgw: () => Rgw): StartStore {
  return async (t) => {
    const line = await spoiledLine(t, rgw().endpoint);
    const app = sourceWorld(t);
    let connector: ReturnType<typeof createS3Connector> | undefined;
    const connect = () => createS3Connector({ endpoint: line.endpoint(), credentials: rgw(), retryDelay: 1, pageSize: 10 });
    const connectorFor: World['connectorFor'] = async (location) => {
      if (!location.startsWith('s3:')) return app.connectorFor(location);
      connector ??= connect();
      return connector;
    };
    return { ...line, world: { ...app, connectorFor }, request: { locations: [`s3://${bucket}/set/`], as: 'far' } };
  };
}

/** Addresses in a file. */
export const webStore: StartStore = async (t) => {
  const server = await startServer(t, ({ path, ...request }) => {
    const name = path.slice('/set/'.length);
    return file(bytesOf(name), { etag: `"${name}"` })({ path, ...request });
  });
  const line = await spoiledLine(t, server.origin);
  const list = join(tempFolder(t), 'list.txt');
  const write = () => writeFileSync(list, names.map((name) => `${line.endpoint()}/set/${name}\n`).join(''));
  write();
  const web = createWeb({ retryDelay: 1 });
  const app = sourceWorld(t);
  const http = createHttpConnector({ web: async () => web }, { retryDelay: 1 });
  const connectorFor: World['connectorFor'] = async (location) => (location.startsWith('http') ? http : app.connectorFor(location));
  return {
    ...line,
    world: { ...app, web: async () => web, connectorFor },
    request: { locations: [pathToFileURL(list).href], as: 'far', from: 'manifest' },
    async throughBadLine(spoiling) {
      await line.throughBadLine(spoiling);
      write();
    },
  };
};

async function spoiledLine(t: TestContext, target: string) {
  const reads: string[] = [];
  const asked = new Map<string, number>();
  let rule: Rule | undefined;
  const { endpoint: near } = await startFaultProxy(t, target, (line) => {
    const name = /^GET [^?]*\/set\/([^?/]+\.jpg)/.exec(line)?.[1];
    if (name) reads.push(name);
    const page = /continuation-token|start-after/.test(line) ? 'further page' : 'first page';
    const what = name ?? (/list-type=2/.test(line) ? page : undefined);
    const times = (asked.get(line) ?? 0) + 1;
    asked.set(line, times);
    return what === undefined ? undefined : rule?.(what, times);
  });
  let endpoint = near;
  return {
    endpoint: () => endpoint,
    reads: () => [...reads],
    spoil(now: Rule | undefined) {
      rule = now;
      asked.clear();
    },
    async throughBadLine(spoiling: Spoiling) {
      const proxy = await startProxy(near, spoiling);
      t.after(() => proxy.stop());
      endpoint = proxy.endpoint;
    },
  };
}
