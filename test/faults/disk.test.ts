/** A disk that is full: said so, nothing half-written, and all goes on once there is room again. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { writeFiles } from '../core/fixture.ts';
import { tempFolder } from '../support/temp.ts';
import type { Line, Orders, Step } from './actor.ts';
import { runActor, withoutSmallDisk } from './actors.ts';

const skip = withoutSmallDisk();
const folder = tempFolder(nodeTest, 'disk');
const home = join(folder, 'home');
mkdirSync(home);
const names = Array.from({ length: 1500 }, (_, i) => `${i}.txt`);
const location = writeFiles(join(folder, 'data'), Object.fromEntries(names.map((name) => [name, ''])));

const adoptAll: Step = { adopt: { locations: [location], as: 'all' } };
const adoptFew: Step = { adopt: { locations: [location], as: 'few', include: ['1*.txt'] } };
const leave = (bytes: number | null): Step => ({ leave: bytes, in: home });
const free = leave(null);
const few = { ref: 'few:v1', existed: false };
const all = { ref: 'all:v1', existed: false };
const done = { done: true };
const whole = (...versions: string[]) => ({ whole: versions, left: [] });

describe('the disk is full', { skip }, () => {
  for (const left of [0, 20_000, 80_000]) {
    test(`while a version is registered, ${left} bytes before its end`, async () => {
      const answers = await onSmallDisk([
        {
          home,
          steps: [adoptFew, { forget: true }, leave(left), adoptAll, { read: true }, { whole: true }, free, adoptAll, { whole: true }],
        },
      ]);
      const reading = { versions: ['few:v1'], readonly: false, files: 611 };
      assert.deepEqual(answers, [few, done, done, 'registry.full', reading, whole('few:v1'), done, all, whole('few:v1', 'all:v1')]);
    });
  }

  test('of which remembered hashes take the room that a version needs: they go', async () => {
    const answers = await onSmallDisk([{ home, steps: [adoptFew, leave(0), adoptAll, { whole: true }, free, adoptAll] }]);
    assert.deepEqual(answers, [few, done, all, whole('few:v1', 'all:v1'), done, { ...all, existed: true }]);
  });

  for (const left of [0, 20_000]) {
    test(`when the registry is opened, with ${left} bytes left`, async () => {
      // An open registry has companion files, which go when it is closed: the disk is filled by one who has none on it.
      const elsewhere = join(folder, 'elsewhere');
      const answers = await onSmallDisk([
        { home, steps: [adoptFew] },
        { home: elsewhere, steps: [leave(left)] },
        { home, steps: [{ read: true }] },
        { home: join(home, 'new'), steps: [{ read: true }] },
        { home: elsewhere, steps: [free] },
        { home, steps: [adoptAll, { whole: true }] },
      ]);
      assert.deepEqual(answers, [few, done, 'registry.full', 'registry.full', done, all, whole('few:v1', 'all:v1')]);
    });
  }

  test('when a run ends, and when it is asked to stop: its end is written once there is room', async () => {
    const patient = "trap 'exit 9' INT; touch ready; while :; do sleep 0.02; done";
    const answers = await onSmallDisk([
      {
        home,
        steps: [
          { supervise: 'exit 3', stop: false },
          { supervise: patient, stop: true },
        ],
      },
    ]);
    assert.deepEqual(answers, [
      { ended: { state: 'ended', exitCode: 3 }, locked: false },
      { ended: { state: 'ended', exitCode: 9, stopped: true }, locked: false },
    ]);
  });

  test('while bytes are downloaded, and when they are copied', async () => {
    const copy: Step = { checkout: 'big:v1', folder: join(home, 'to'), copy: true };
    const big = writeFiles(join(folder, 'big'), { a: 'x', b: Buffer.alloc(400_000, 'x') });
    const adoptBig: Step = { adopt: { locations: [big], as: 'big' } };
    const answers = await onSmallDisk([
      {
        home,
        steps: [
          adoptBig,
          leave(200_000),
          { download: 300_000 },
          { download: 1000 },
          copy,
          { whole: true },
          free,
          { download: 300_000 },
          copy,
          { whole: true },
        ],
      },
    ]);
    const ref = { ref: 'big:v1', existed: false };
    assert.deepEqual(answers, [ref, done, 'disk.full', done, 'disk.full', whole('big:v1'), done, done, done, whole('big:v1')]);
  });
});

/** What an actor answers whose home is a disk of 2 MB; of errors their code. */
async function onSmallDisk(orders: Orders[]): Promise<(Line | string)[]> {
  const { answers } = await runActor(orders, { disk: { folder: home, size: '2m' } });
  return answers.map((answer) => {
    if (!('error' in answer)) return answer;
    assert.match(answer.error.hint ?? '', /Free some space/, answer.error.message);
    return answer.error.code;
  });
}
