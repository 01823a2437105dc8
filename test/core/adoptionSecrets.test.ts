/** A key and signed links that an adoption works with are nowhere when it is over, however it ends. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { openApp } from '../../server/app.ts';
import { type AdoptRequest, adopt, planAdoption } from '../../server/core/adoption.ts';
import { DatapinError, toRecord } from '../../server/core/errors.ts';
import { verify } from '../../server/core/integrity.ts';
import type { SourceItem } from '../../server/core/source.ts';
import { file, startServer } from '../connectors/httpServer.ts';
import { tempFolder } from '../support/temp.ts';
import { toolOf, worldWith } from './adoptionWorld.ts';

const canary = 'canary-7f3a9c';
const answers = {
  '/good.png': file(Buffer.from('good'), { etag: '"g"' }),
  '/plain.png': file(Buffer.from('plain'), {}),
  '/denied.png': () => ({ status: 403, body: `no: ${canary}` }),
  '/gone.png': () => ({ status: 404, body: `gone: ${canary}` }),
  '/elsewhere.png': () => ({ status: 302, headers: { location: `http://192.0.2.1/x?token=${canary}` } }),
};
const names = Object.keys(answers).map((path) => path.slice(1));

const ways: Record<string, { request: Partial<AdoptRequest>; plan?: boolean }> = {
  'is refused': { request: {} },
  'goes on': { request: { keepGoing: true } },
  'believes the store': { request: { keepGoing: true, hash: 'provider' } },
  'only counts': { request: {}, plan: true },
};

describe('an adoption by signed links', () => {
  for (const [what, { request, plan }] of Object.entries(ways)) {
    test(`that ${what}`, async (t) => {
      const server = await startServer(t, answers);
      const home = join(tempFolder(nodeTest, 'secrets'), 'home');
      const app = openApp({ home, secrets: { TOOL_KEY: canary } });
      const said: unknown[] = [];
      const source = toolOf([], {
        secrets: [{ name: 'TOOL_KEY', title: 'Key of the tool' }],
        async *read(_, context): AsyncGenerator<SourceItem> {
          const key = await context.secret('TOOL_KEY');
          for (const name of names) {
            const access = async () => ({
              url: `${server.origin}/${name}?X-Amz-Signature=${key}`,
              headers: { authorization: `Bearer ${key}` },
            });
            yield { path: name, pointer: `${server.origin}/${name}`, at: name, access };
            yield { path: `annotations/${name}.json`, made: '{}' };
            yield { record: { id: name } };
          }
        },
      });
      const world = worldWith(app, { sources: [source] });
      const work = { onProgress: (progress: unknown) => void said.push(progress) };
      const asked: AdoptRequest = { locations: ['tool://projects/1'], as: 'd', ...request };
      const result = await (plan ? planAdoption(world, asked, work) : adopt(world, asked, work)).catch((error: unknown) => {
        assert.ok(error instanceof DatapinError);
        return { error: toRecord(error), stack: error.stack, cause: String(error.cause) };
      });
      said.push(result);
      if ('version' in result) said.push(await verify(world, { version: result.version, mode: { type: 'full' } }));
      await app.close();
      assert.equal(
        server.requests.some(({ url }) => url.includes(canary)),
        !plan,
        'the links were used',
      );
      assert.ok(!JSON.stringify(said).includes(canary), JSON.stringify(said));
      for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
        const path = join(home, name);
        if (statSync(path).isFile()) assert.ok(!readFileSync(path).includes(canary), name);
      }
    });
  }
});
