/** Several processes at one registry: nothing is lost, and of two that want the same only one gets it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { writeFiles } from '../core/fixture.ts';
import { tempFolder } from '../support/temp.ts';
import type { Line } from './actor.ts';
import { type Ended, runActor } from './actors.ts';
import { assertWhole } from './whole.ts';

const folder = tempFolder(nodeTest, 'processes');
const one = writeFiles(join(folder, 'one'), { a: '1' });
const two = writeFiles(join(folder, 'two'), { a: '2' });

describe('two processes register at the same moment', () => {
  /** Where each finds its files, what each calls them -> what both are told, in either order. */
  const races: [what: string, as: [string, string], from: [string, string], told: string[]][] = [
    ['the same bytes under the same name', ['d:v1', 'd:v1'], [one, one], ['d:v1', 'd:v1 again']],
    ['the same bytes without a name', ['d', 'd'], [one, one], ['d:v1', 'd:v1 again']],
    ['other bytes under the same name', ['d:v1', 'd:v1'], [one, two], ['d:v1', 'version.exists']],
    ['other bytes without a name', ['d', 'd'], [one, two], ['d:v1', 'd:v2']],
    ['the same bytes in two datasets', ['d', 'e'], [one, one], ['d:v1', 'e:v1']],
  ];
  for (const [i, [what, as, from, told]] of races.entries()) {
    test(what, async () => {
      const home = join(folder, `race${i}`);
      const answers = await atOnce(
        home,
        as.map((name, k) => ({ as: name, locations: [from[k]!] })),
      );
      assert.deepEqual(answers.sort(), told);
      assert.deepEqual(
        assertWhole(home).sort(),
        told.filter((answer) => /:v\d$/.test(answer)),
      );
    });
  }
});

test('eight processes make a registry and twenty versions each in it, all at once', async () => {
  const home = join(folder, 'crowd');
  const names = Array.from({ length: 8 }, (_, p) => Array.from({ length: 20 }, (_, k) => `${p}-${k}`));
  const location = writeFiles(join(folder, 'crowd-data'), Object.fromEntries(names.flat().map((name) => [name, name])));
  const actors = names.map((mine, p) => {
    const steps = mine.map((name, k) => ({ adopt: { locations: [location], include: [name], as: k % 2 === 0 ? 'all' : `own${p}` } }));
    return runActor({ home, steps });
  });
  const answers = (await Promise.all(actors)).flatMap(({ answers }) => answers.map(inWords));
  const all = Array.from({ length: 80 }, (_, i) => `all:v${i + 1}`);
  const own = names.flatMap((_, p) => Array.from({ length: 10 }, (_, i) => `own${p}:v${i + 1}`));
  assert.deepEqual(answers.sort(), [...all, ...own].sort());
  assert.deepEqual(assertWhole(home).sort(), [...all, ...own].sort());
});

/** Lets two adoptions go as far as the registry's door, and opens it for both; answers in words. */
async function atOnce(home: string, adoptions: { as: string; locations: string[] }[]): Promise<string[]> {
  const door = Promise.withResolvers<void>();
  const shut = Promise.withResolvers<void>();
  const holder = runActor({ home, steps: [{ hold: true }] }, { release: door.promise, onLine: (line) => told(line, 'holding', shut) });
  await Promise.race([shut.promise, holder]);
  const arrivals = adoptions.map(() => Promise.withResolvers<void>());
  const actors = adoptions.map((adopt, i) => {
    const onLine = (line: Line) => 'progress' in line && told(line.progress.stage === 'registering' ? line : {}, 'progress', arrivals[i]!);
    return runActor({ home, timeout: 60_000, steps: [{ adopt }] }, { onLine });
  });
  await Promise.all(arrivals.map((arrival, i) => Promise.race([arrival.promise, actors[i]])));
  door.resolve();
  const ended: Ended[] = await Promise.all([holder, ...actors]);
  return ended.slice(1).map(({ answers }) => inWords(answers[0]!));
}

function told(line: object, key: string, by: PromiseWithResolvers<void>): false {
  if (key in line) by.resolve();
  return false;
}

function inWords(answer: Line): string {
  if ('ref' in answer) return answer.existed ? `${answer.ref} again` : answer.ref;
  return 'error' in answer ? answer.error.code : JSON.stringify(answer);
}
