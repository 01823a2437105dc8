/** What is one file's problem and what ends the work, wherever files are read one by one. */
import assert from 'node:assert/strict';
import nodeTest, { describe, test } from 'node:test';
import { DatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { verify } from '../../server/core/integrity.ts';
import { createPatience, isOutOfReach } from '../../server/core/patience.ts';
import { adoptItems, memoryStore, problemsOf, type Stored, toolOf, worldWith } from './adoptionWorld.ts';
import { refusal, testWorld } from './fixture.ts';

const { app } = testWorld(nodeTest);
let made = 0;
const fresh = () => `d${++made}`;

type Verdict = 'of the file' | 'of the file, out of reach' | 'of many in a row' | 'of all';
const verdicts: [ErrorCode, Verdict][] = [
  ['file.changed', 'of the file'],
  ['file.vanished', 'of the file'],
  ['archive.malformed', 'of the file'],
  ['source.malformed', 'of the file'],
  ['web.missing', 'of the file'],
  ['web.truncated', 'of the file'],
  ['s3.key', 'of the file'],
  ['s3.truncated', 'of the file'],
  ['web.denied', 'of the file, out of reach'],
  ['web.expired', 'of the file, out of reach'],
  ['s3.denied', 'of the file, out of reach'],
  ['s3.archived', 'of the file, out of reach'],
  ['source.answer', 'of the file, out of reach'],
  ['web.network', 'of many in a row'],
  ['web.rate-limit', 'of many in a row'],
  ['web.failed', 'of many in a row'],
  ['s3.credentials', 'of all'],
  ['s3.expired', 'of all'],
  ['s3.network', 'of all'],
  ['secret.refused', 'of all'],
  ['registry.full', 'of all'],
  ['cancelled', 'of all'],
  ['internal', 'of all'],
];

describe('a problem is', () => {
  for (const [code, verdict] of verdicts) {
    test(`${verdict}: ${code}`, () => {
      const error = new DatapinError(code, 'x');
      const patience = createPatience();
      let borne = 0;
      try {
        for (; borne < 60; borne++) patience.bear(error);
      } catch (thrown) {
        assert.equal(thrown, error);
      }
      assert.equal(borne, verdict === 'of all' ? 0 : verdict === 'of many in a row' ? 49 : 60);
      assert.equal(isOutOfReach(error), verdict === 'of the file, out of reach' || verdict === 'of many in a row');
    });
  }

  test('forgotten as soon as one file can be read', () => {
    const patience = createPatience();
    for (let i = 0; i < 200; i++) {
      patience.bear(new DatapinError('web.network', 'x'));
      if (i % 40 === 0) patience.restore();
    }
  });
});

describe('verifying what cannot be reached', () => {
  const texts = ['cat', 'dog', 'cow'];
  const broken: [code: ErrorCode, integrity: string | undefined][] = [
    ['web.network', undefined],
    ['web.denied', undefined],
    ['file.changed', 'broken'],
    ['archive.malformed', 'broken'],
  ];
  const adopted = async (many = 0) => {
    const objects: Record<string, Stored> = Object.fromEntries([...texts, ...Array(many).keys()].map((text) => [`${text}`, `${text}`]));
    const items = Object.keys(objects).map((name) => ({ path: name, pointer: `mem://${name}`, at: name }));
    const world = worldWith(app, { sources: [toolOf(items)], store: memoryStore(objects) });
    const { version } = await adoptItems(world, fresh());
    const fail = (name: string, code: ErrorCode) => {
      objects[name] = { bytes: name, error: new DatapinError(code, `${name}: ${code}`, { hint: 'x' }) };
    };
    const integrity = () => app.registry.versions.find(version.dataset, version.name)?.integrity?.state;
    return { objects, fail, integrity, check: () => verify(world, { version, mode: { type: 'full' } }) };
  };
  for (const [code, state] of broken) {
    test(`one file, ${code}: the others are looked at, and integrity is ${state ?? 'as it was'}`, async () => {
      const { fail, integrity, check } = await adopted();
      fail('dog', code);
      const { broken, checked } = await check();
      assert.deepEqual([broken.map(({ path, reason }) => `${path}: ${reason}`), checked], [[`dog: dog: ${code}`], 3]);
      assert.equal(integrity(), state);
    });
  }

  test('nobody answers: it ends', async () => {
    const { objects, fail, integrity, check } = await adopted(60);
    for (const name of Object.keys(objects)) fail(name, 'web.network');
    await assert.rejects(check(), refusal('web.network'));
    assert.equal(integrity(), undefined);
  });
});

test('adopting: one file that is refused is a line of the others', async () => {
  const store = memoryStore({ a: 'x', b: { bytes: 'y', error: new DatapinError('s3.archived', 'b lies in Glacier.') } });
  const items = ['a', 'b', 'c'].map((name) => ({ path: name, pointer: `mem://${name}`, at: `row ${name}` }));
  const lines = await problemsOf(adoptItems(worldWith(app, { sources: [toolOf(items)], store }), fresh()));
  assert.deepEqual(lines.toSorted(), [
    'row b: b lies in Glacier.',
    'row c: There is nothing at mem://c. Correct its address, or put it there.',
  ]);
});
