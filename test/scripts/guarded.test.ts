import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startGuarded } from '../../scripts/guarded.ts';
import { until } from '../support/poll.ts';

/** Starts a child of its own, says both process ids, and would stay for ever. `stubborn` ignores a polite request. */
const family = (stubborn: boolean) => `
  const { spawn } = require('node:child_process');
  ${stubborn ? "process.on('SIGTERM', () => {});" : ''}
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  console.log('pids ' + process.pid + ' ' + child.pid + ' end');
  setInterval(() => {}, 1000);`;
const pidsPattern = /pids (\d+) (\d+) end/;

describe('a guarded process', () => {
  for (const stubborn of [false, true]) {
    test(`is ended by stop with all it started${stubborn ? ', by force if need be' : ''}`, async () => {
      const guarded = startGuarded(process.execPath, ['-e', family(stubborn)], { graceMs: 300 });
      const pids = pidsIn(await guarded.says(pidsPattern, 20_000));
      assert.ok(pids.every(isAlive));
      await guarded.stop();
      assert.deepEqual(pids.filter(isAlive), []);
    });
  }

  test('is ended when the one who started it is killed', async () => {
    const module = JSON.stringify(join(import.meta.dirname, '..', '..', 'scripts', 'guarded.ts'));
    const script = `
      const { startGuarded } = await import(${module});
      const guarded = startGuarded(process.execPath, ['-e', ${JSON.stringify(family(false))}]);
      console.log((await guarded.says(/${pidsPattern.source}/, 20_000))[0]);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout, 'data');
    const pids = pidsIn(pidsPattern.exec(String(line)));
    parent.kill('SIGKILL');
    await until(() => !pids.some(isAlive), { what: 'the family has ended' });
  });

  test('tells its exit code and what it wrote', async () => {
    const guarded = startGuarded(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exitCode = 3']);
    assert.equal(await guarded.ended, 3);
    assert.match(guarded.output(), /out/);
    assert.match(guarded.output(), /err/);
  });

  test('that ends or stays silent is told to those who wait for its words', async () => {
    const ending = startGuarded(process.execPath, ['-e', 'console.log("bye")']);
    await assert.rejects(ending.says(/hello/, 20_000), /ended:\nbye/);
    const silent = startGuarded(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await assert.rejects(silent.says(/hello/, 50), /did not say .*hello.* within 50 ms/);
    await silent.stop();
    const missing = startGuarded('no-such-program', []);
    await assert.rejects(missing.says(/hello/, 20_000), /no-such-program could not be started/);
  });
});

function pidsIn(match: RegExpExecArray | null): number[] {
  assert.ok(match);
  return match.slice(1).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
