/** A process that is killed at any moment leaves whole versions and nothing else, and the next one goes on. */
import assert from 'node:assert/strict';
import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { writeFiles } from '../core/fixture.ts';
import { until } from '../support/poll.ts';
import { seeded } from '../support/random.ts';
import { tempFolder } from '../support/temp.ts';
import type { Line, Step } from './actor.ts';
import { runActor } from './actors.ts';
import { assertWhole } from './whole.ts';

const folder = tempFolder(nodeTest, 'kill');
const groups = 4;
const perGroup = 80;
const files = Array.from({ length: groups * perGroup }, (_, i) => [`g${i % groups}/${i}.txt`, String(i)]);
const location = writeFiles(join(folder, 'data'), Object.fromEntries(files));

/** One version from each group, and one from all. */
const steps: Step[] = [
  ...Array.from({ length: groups }, (_, g): Step => ({ adopt: { locations: [location], as: `group${g}`, include: [`g${g}/**`] } })),
  { adopt: { locations: [location], as: 'all' } },
];

describe('killed while it adopts', { concurrency: 2 }, () => {
  for (const seed of [1, 2]) {
    test(`fifteen times at random, seed ${seed}`, async () => {
      const random = seeded(seed);
      const linesInAll = (await runActor({ home: join(folder, `whole${seed}`), steps })).lines.length;
      let home = '';
      let promised: string[] = [];
      for (let kill = 0; kill < 15; kill++) {
        // A new registry every few kills, so that the moment it is made is among those that are met.
        if (kill % 5 === 0) [home, promised] = [join(folder, `home${seed}-${kill}`), []];
        let left = random.below(linesInAll);
        const { answers, signal } = await runActor({ home, steps }, { onLine: () => left-- === 0 });
        assert.ok(signal === 'SIGKILL' || left >= 0, 'it was killed, or had ended before its moment came');
        promised = [...new Set([...promised, ...answers.flatMap(refOf)])];
        const there = assertWhole(home);
        assert.deepEqual(
          promised.filter((ref) => !there.includes(ref)),
          [],
          'what was said to be there is there',
        );
      }
      await runActor({ home, steps });
      assert.equal(assertWhole(home).length, steps.length);
    });
  }

  for (const [what, moment] of Object.entries({
    'as soon as it began to list': (line: Line) => 'progress' in line,
    'when everything is hashed': (line: Line) => 'progress' in line && line.progress.done === line.progress.total,
    'while it registers': (line: Line) => 'progress' in line && line.progress.stage === 'registering',
    'as soon as it said that it is done': (line: Line) => 'ref' in line,
  })) {
    test(what, async () => {
      const home = join(folder, what.replaceAll(' ', '-'));
      const adoptAll = steps.at(-1)!;
      const { answers, signal } = await runActor(
        { home, steps: [adoptAll, { hold: true }] },
        { onLine: moment, release: new Promise(() => undefined) },
      );
      assert.equal(signal, 'SIGKILL');
      const there = assertWhole(home);
      for (const ref of answers.flatMap(refOf)) assert.ok(there.includes(ref));
      const again = await runActor({ home, steps: [adoptAll] });
      assert.deepEqual(again.answers, [{ ref: 'all:v1', existed: there.length > 0 }]);
    });
  }
});

describe('killed while it adopts what a labelling tool has', { concurrency: 2 }, () => {
  const images = 60;
  const labelled = writeFiles(
    join(folder, 'labelled'),
    Object.fromEntries(Array.from({ length: images }, (_, i) => [`${i}.txt`, String(i)])),
  );
  const step: Step = { label: { location: labelled, images, as: 'labelled' } };
  for (const [what, moment] of Object.entries({
    'while it hashes': (line: Line) => 'progress' in line && line.progress.stage === 'hashing' && line.progress.done > images,
    'while it registers': (line: Line) => 'progress' in line && line.progress.stage === 'registering',
    'as soon as it said that it is done': (line: Line) => 'ref' in line,
  })) {
    test(what, async () => {
      const home = join(folder, `labelled-${what.replaceAll(' ', '-')}`);
      const { answers, signal } = await runActor(
        { home, steps: [step, { hold: true }] },
        { onLine: moment, release: new Promise(() => undefined) },
      );
      assert.equal(signal, 'SIGKILL');
      const there = assertWhole(home);
      for (const ref of answers.flatMap(refOf)) assert.ok(there.includes(ref));
      const again = await runActor({ home, steps: [step] });
      assert.deepEqual(again.answers, [{ ref: 'labelled:v1', existed: there.length > 0 }]);
      assert.deepEqual(assertWhole(home), ['labelled:v1']);
      assert.deepEqual(
        readdirSync(home).filter((name) => name.startsWith('spill')),
        [],
      );
    });
  }
});

test('the next try reads only what the killed one had not', async () => {
  const home = join(folder, 'cache');
  const size = 1 << 23;
  const names = Array.from({ length: 24 }, (_, i) => `${i}.bin`);
  const big = writeFiles(join(folder, 'big'), Object.fromEntries(names.map((name) => [name, name])));
  for (const name of names) truncateSync(join(folder, 'big', name), size);
  // A hash is only remembered of a file whose times would tell of another write.
  await until(() => Date.now() - statSync(join(folder, 'big', '23.bin')).ctimeMs > 300, { what: 'the clock has ticked' });
  const adoptBig: Step = { adopt: { locations: [big], as: 'big' } };
  const bytesOf = (lines: Line[]) =>
    lines.flatMap((line) => ('progress' in line && line.progress.stage === 'hashing' ? [line.progress.bytes] : [])).at(-1)!;

  const killed = await runActor({ home, steps: [adoptBig] }, { onLine: (line) => bytesOf([line]) > 12 * size });
  assert.equal(killed.signal, 'SIGKILL');
  assert.deepEqual(assertWhole(home), []);
  const second = await runActor({ home, steps: [adoptBig] });
  assert.deepEqual(second.answers, [{ ref: 'big:v1', existed: false }]);
  const read = bytesOf(second.lines);
  assert.ok(read > 0 && read <= 16 * size, `${read / size} files were read again`);
  const third = await runActor({ home, steps: [adoptBig] });
  assert.deepEqual([third.answers, bytesOf(third.lines)], [[{ ref: 'big:v1', existed: true }], 0]);
});

function refOf(answer: Line): string[] {
  assert.ok(!('error' in answer), JSON.stringify(answer));
  return 'ref' in answer ? [answer.ref] : [];
}
