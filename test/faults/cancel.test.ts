/** Work that is cancelled at any stage says `cancelled`, leaves nothing, and all can be used again at once. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import nodeTest, { afterEach, before, describe, test } from 'node:test';
import { adopt } from '../../server/core/adoption.ts';
import type { Connector } from '../../server/core/connector.ts';
import { cancelled } from '../../server/core/errors.ts';
import { verify } from '../../server/core/integrity.ts';
import type { Progress } from '../../server/core/world.ts';
import { refusal, testWorld } from '../core/fixture.ts';
import { assertWhole } from './whole.ts';

const { app, data, home } = testWorld(nodeTest);
const names = Array.from({ length: 1500 }, (_, i) => `${i % 7}/${i}.txt`);
const location = data('data', Object.fromEntries(names.map((name) => [name, name])));

/** When an adoption is cancelled, and the last stage that it may have come to. */
interface Moment {
  begin?: (abort: () => void) => void;
  when?: (progress: Progress) => boolean;
  last?: Progress['stage'];
}

const moments: Record<string, Moment> = {
  'before it began': { begin: (abort) => abort() },
  // The next turn of the event loop only comes while folders are listed if these let anybody else have a turn.
  'by another, as soon as it can': { begin: (abort) => void setImmediate(abort) },
  'while it lists': { when: ({ stage }) => stage === 'listing', last: 'listing' },
  'when it begins to hash': { when: ({ stage }) => stage === 'hashing', last: 'hashing' },
  'half-way': { when: ({ stage, done }) => stage === 'hashing' && done > 700, last: 'hashing' },
  'when all is hashed': { when: ({ stage, done }) => stage === 'hashing' && done === names.length, last: 'registering' },
  'when it is about to register': { when: ({ stage }) => stage === 'registering', last: 'registering' },
};
const stages: (Progress['stage'] | undefined)[] = [undefined, 'listing', 'hashing', 'registering'];

describe('an adoption that is cancelled', () => {
  before(() => app.connectorFor(location));

  for (const [what, { begin, when, last }] of Object.entries(moments)) {
    test(what, async () => {
      const abort = new AbortController();
      let stage: Progress['stage'] | undefined;
      const onProgress = (progress: Progress) => {
        stage = progress.stage;
        if (when?.(progress)) abort.abort();
      };
      begin?.(() => abort.abort());
      await assert.rejects(adopt(app, { locations: [location], as: 'd' }, { signal: abort.signal, onProgress }), refusal('cancelled'));
      assert.ok(stages.indexOf(stage) <= stages.indexOf(last), `it came to ${stage}`);
      assert.deepEqual(app.registry.datasets.list(), []);
    });
  }

  test('and then let go on', async () => {
    const { version } = await adopt(app, { locations: [location], as: 'd' });
    assert.equal(version.files, names.length);
    assert.deepEqual((await verify(app, { version, mode: { type: 'full' } })).broken, []);
  });

  test('while it waits for a store that does not answer', async () => {
    const abort = new AbortController();
    let reading = 0;
    const silent: Connector = {
      id: 'far',
      concurrency: 4,
      async *list() {
        for (let i = 0; i < 20; i++) yield { path: String(i), size: 1, location: `far://${i}`, signature: '' };
      },
      async *read(_file, signal) {
        if (++reading === 4) setImmediate(() => abort.abort());
        yield Buffer.from('x');
        await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(cancelled()), { once: true }));
      },
      inspect: async () => ({ state: 'missing' }),
    };
    const adopting = adopt({ ...app, connectorFor: async () => silent }, { locations: ['far://'], as: 'far' }, { signal: abort.signal });
    await assert.rejects(adopting, refusal('cancelled'));
    assert.equal(reading, 4);
    assert.equal(app.registry.datasets.find('far'), undefined);
  });
});

describe('a verification that is cancelled', () => {
  for (const mode of ['quick', 'full'] as const) {
    test(mode, async () => {
      const version = app.registry.versions.find('d', 'v1')!;
      const abort = new AbortController();
      const onProgress = () => abort.abort();
      await assert.rejects(verify(app, { version, mode: { type: mode } }, { signal: abort.signal, onProgress }), refusal('cancelled'));
      assert.deepEqual(app.registry.versions.find('d', 'v1')?.integrity, version.integrity);
      assert.deepEqual((await verify(app, { version, mode: { type: mode } })).broken, []);
    });
  }
});

afterEach(() => {
  assertWhole(home);
  assert.deepEqual(
    readdirSync(home).filter((name) => name.includes('partial')),
    [],
  );
});
