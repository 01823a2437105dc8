/** Runs that are stopped: at every moment, and what becomes of what they wrote. Real processes. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Connector } from '../../server/core/connector.ts';
import { asDatapinError } from '../../server/core/errors.ts';
import type { Execution } from '../../server/core/execution.ts';
import { waitForExecution } from '../../server/core/runs/logs.ts';
import { startExecution } from '../../server/core/runs/start.ts';
import { stopExecution } from '../../server/core/runs/stop.ts';
import type { World } from '../../server/core/world.ts';
import { until } from '../support/poll.ts';
import { gated, inputOf, only, running, runWorld, stepOf } from './runWorld.ts';

describe('a run can be stopped', () => {
  test('while it runs, from another process, and what it had half-written is no version', async (t) => {
    const world = runWorld(t);
    const run = await world.start(gated);
    await running(run);
    const other = world.reopen();
    assert.equal((await stopExecution(other, run)).status, 'stopping');
    const stopped = await waitForExecution(world.app, run);
    assert.equal(stopped.status, 'stopped');
    assert.match(stopped.message ?? '', /^It was stopped\.\nWhat it wrote was kept in/);
    assert.deepEqual(stopped.outputs, []);
    assert.equal(readFileSync(join(run.folder, 'outputs', 'model'), 'utf8'), 'half\n');
    await assert.rejects(stopExecution(world.app, run), { code: 'execution.ended', message: /digits:1 has ended: it is stopped/ });
  });

  test('while it is being prepared', async (t) => {
    const world = runWorld(t);
    await world.adopt('digits:v1', { a: '1' });
    const step = stepOf('s', 'touch begun', { inputs: [inputOf('i', { default: ['digits:v1'] })] });
    const request = { step, root: world.project, file: 'valohai.yaml' };
    let stopping: Promise<Execution> | undefined;
    const started = startExecution(world.app, request, {
      onProgress: () => {
        stopping ??= stopExecution(world.app, only(world));
      },
    });
    await assert.rejects(started, { code: 'cancelled' });
    await stopping;
    assert.equal(only(world).status, 'stopped');
    assert.equal(existsSync(join(world.project, 'begun')), false);
  });

  test('while an input is fetched that takes for ever', async (t) => {
    const world = runWorld(t);
    await world.adopt('digits:v1', { a: '1', b: '2' });
    const local = await world.app.connectorFor('file:///');
    const fetched: string[] = [];
    const endless: Connector = {
      ...local,
      localPath: undefined,
      inspect: async (file) => ({ state: 'present', size: file.size, signature: file.etag ?? '', etag: file.etag }),
      async *read({ location }, signal) {
        fetched.push(location);
        await once(signal!, 'abort');
        signal!.throwIfAborted();
        yield Buffer.alloc(0);
      },
    };
    const step = stepOf('s', 'touch begun', { inputs: [inputOf('i', { default: ['digits:v1'] })] });
    const far: World = { ...world.app, connectorFor: async () => endless };
    const started = startExecution(far, { step, root: world.project, file: 'valohai.yaml' });
    const outcome = assert.rejects(started, (error) => asDatapinError(error).code === 'cancelled');
    await until(() => fetched.length === 2, { what: 'both files are fetched, at once' });
    await stopExecution(world.app, only(world));
    await outcome;
    assert.equal(only(world).status, 'stopped');
    assert.equal(existsSync(join(world.project, 'begun')), false);
  });

  test('but not when it is over, nor when it never was', async (t) => {
    const world = runWorld(t);
    const run = await world.run(stepOf('s', 'false'));
    assert.equal(run.status, 'error');
    await assert.rejects(stopExecution(world.app, run), { code: 'execution.ended' });
    await assert.rejects(stopExecution(world.app, { project: 'digits', number: 9 }), { code: 'execution.unknown' });
  });
});
