/** What every engine keeps to, as data: the same jobs are given to a process of this machine and to a cluster. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Engine, Job, JobState, LogLine } from '../../server/core/engine.ts';
import { shellScript } from '../../server/core/shell.ts';
import { endJob } from '../support/jobs.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';

export interface EngineUnderTest {
  /** Gives a command a minute to end when it is asked to, so that a slow machine changes no result. */
  engine: Engine;
  /** The same, but with next to no patience for its jobs. */
  hasty: Engine;
  /** Submits a job from a process of its own, which is over when this is. Answers the handle. */
  submitFromElsewhere(job: Job): Promise<string>;
  /** Makes the engine lose sight of a job, as a restart of the machine would. */
  lose(handle: string): Promise<void>;
}

type Ended = Extract<JobState, { state: 'ended' }>;

/** A job that waits until its test says so, and a file that it makes when it is there. */
export const gate = 'touch ready; while [ ! -e go ]; do sleep 0.02; done';

export function jobOf(t: TestContext, commands: string[], about: Partial<Job> = {}): Job {
  let folder = '';
  t.after(() => endJob(folder));
  const root = tempFolder(t, 'job');
  folder = join(root, 'run');
  const cwd = join(root, 'project');
  mkdirSync(cwd);
  return { execution: 'p:1', folder, cwd, command: shellScript(commands), env: {}, image: undefined, ...about };
}

export async function ended(engine: Engine, handle: string): Promise<Ended> {
  return until(
    async () => {
      const state = await engine.inspect(handle);
      return state.state === 'ended' ? state : undefined;
    },
    { what: 'the job has ended' },
  );
}

export async function linesOf(engine: Engine, handle: string): Promise<LogLine[]> {
  return Array.fromAsync(engine.logs(handle));
}

const texts = (lines: LogLine[], stream: LogLine['stream']) => lines.filter((line) => line.stream === stream).map(({ text }) => text);

const ends: [title: string, commands: string[], end: Pick<Ended, 'exitCode' | 'signal'>][] = [
  ['success', ['true'], { exitCode: 0 }],
  ['an exit code', ['exit 3'], { exitCode: 3 }],
  ['the first command that fails', ['sh -c "exit 4"', 'true'], { exitCode: 4 }],
  ['a program that is not there', ['no-such-program-anywhere'], { exitCode: 127 }],
  ['an interpreter that is not there', ['#!/no/such/interpreter\nx'], { exitCode: 127 }],
  ['a program that was killed', ['sh -c "kill -9 \\$\\$"'], { exitCode: 137 }],
  ['a shell that was killed', ['kill -9 $$'], { exitCode: undefined, signal: 'SIGKILL' }],
  ['no command at all', [], { exitCode: 0 }],
];

const outputs: [title: string, commands: string[], stdout: string[]][] = [
  ['lines', ['echo 1', 'echo 2'], ['1', '2']],
  ['a last line without its end', ['printf "1\\n2"'], ['1', '2']],
  ['empty lines', ['echo', 'echo 1', 'echo'], ['', '1', '']],
  [
    'characters whose bytes come apart',
    ["printf '\\303'; sleep 0.1; printf '\\274\\n'", "printf '\\360\\237'; sleep 0.1; printf '\\230\\200'"],
    ['ü', '😀'],
  ],
  ['bytes that are no text', ["printf 'a\\377b\\n'"], ['a\ufffdb']],
  ['lines of another system', ["printf '1\\r\\n2\\r\\n'"], ['1', '2']],
  ['a progress bar, as a terminal shows it', ["printf '1%%\\r50%%\\r100%%\\ndone\\n'"], ['100%', 'done']],
  ['a quote, a backslash and a tab', [`printf '%s\\n' '"\\ \t'`], ['"\\ \t']],
];

export function engineContract(name: string, open: () => EngineUnderTest): void {
  describe(`${name}: the contract of engines`, () => {
    const { engine, hasty, submitFromElsewhere, lose } = open();

    for (const [title, commands, end] of ends) {
      test(`ends with ${title}`, async (t) => {
        const handle = await engine.submit(jobOf(t, commands));
        const state = await ended(engine, handle);
        assert.deepEqual({ exitCode: state.exitCode, signal: state.signal }, { signal: undefined, ...end });
        assert.ok(!state.stopped);
        assert.ok(state.startedAt && state.startedAt <= state.endedAt);
      });
    }

    for (const [title, commands, stdout] of outputs) {
      test(`logs ${title}`, async (t) => {
        const handle = await engine.submit(jobOf(t, commands));
        await ended(engine, handle);
        assert.deepEqual(texts(await linesOf(engine, handle), 'stdout'), stdout);
      });
    }

    test('tells the streams apart and dates every line', async (t) => {
      const handle = await engine.submit(jobOf(t, ['echo out', 'echo err >&2']));
      await ended(engine, handle);
      const lines = await linesOf(engine, handle);
      assert.deepEqual(texts(lines, 'stdout'), ['out']);
      assert.deepEqual(texts(lines, 'stderr'), ['err']);
      for (const { time } of lines) assert.equal(new Date(time).toISOString(), time);
    });

    test('loses no line of many, nor a part of a long one', async (t) => {
      const handle = await engine.submit(jobOf(t, ['seq 1 20000', "head -c 1000001 /dev/zero | tr '\\0' x", 'echo', 'echo end']));
      await ended(engine, handle);
      const lines = texts(await linesOf(engine, handle), 'stdout');
      assert.deepEqual(
        lines.slice(0, 20_000),
        Array.from({ length: 20_000 }, (_, i) => String(i + 1)),
      );
      assert.equal(lines.slice(20_000, -1).join(''), 'x'.repeat(1_000_001));
      assert.equal(lines.at(-1), 'end');
    });

    test('runs in the folder, with the environment, and without that of the editor', async (t) => {
      process.env.ELECTRON_RUN_AS_NODE = '1';
      t.after(() => delete process.env.ELECTRON_RUN_AS_NODE);
      const job = jobOf(t, ['pwd', 'echo "$A|$ELECTRON_RUN_AS_NODE"', 'test -n "$PATH"'], { env: { A: "it's\n$HOME" } });
      const handle = await engine.submit(job);
      assert.equal((await ended(engine, handle)).exitCode, 0);
      assert.deepEqual(texts(await linesOf(engine, handle), 'stdout'), [job.cwd, "it's", '$HOME|']);
    });

    test('says when the folder to run in is not there', async (t) => {
      const handle = await engine.submit(jobOf(t, ['true'], { cwd: '/no/such/folder' }));
      assert.notEqual((await ended(engine, handle)).exitCode, 0);
      assert.match(texts(await linesOf(engine, handle), 'status').join(), /no\/such\/folder/);
    });

    test('leaves the handle in the folder before the job can begin', async (t) => {
      const job = jobOf(t, ['cat ../run/handle']);
      const handle = await engine.submit(job);
      await ended(engine, handle);
      assert.deepEqual(texts(await linesOf(engine, handle), 'stdout'), [handle]);
    });

    test('is running while it runs, and its log can be followed', async (t) => {
      const job = jobOf(t, ['echo 1', gate, 'echo 2']);
      const handle = await engine.submit(job);
      await until(() => existsSync(join(job.cwd, 'ready')), { what: 'the command runs' });
      assert.equal((await engine.inspect(handle)).state, 'running');
      const followed: string[] = [];
      for await (const { text } of engine.logs(handle, { follow: true })) {
        followed.push(text);
        openGate(job);
      }
      assert.deepEqual(followed, ['1', '2']);
      assert.equal((await engine.inspect(handle)).state, 'ended');
    });

    test('a log that is followed can be given up', async (t) => {
      const job = jobOf(t, ['echo 1', gate]);
      const handle = await engine.submit(job);
      const controller = new AbortController();
      for await (const { text } of engine.logs(handle, { follow: true, signal: controller.signal })) {
        assert.equal(text, '1');
        controller.abort();
      }
      openGate(job);
      await ended(engine, handle);
    });

    test('goes on when the process that submitted it has ended', async (t) => {
      const job = jobOf(t, [gate, 'echo done']);
      const handle = await submitFromElsewhere(job);
      await until(() => existsSync(join(job.cwd, 'ready')), { what: 'the command runs' });
      assert.equal((await engine.inspect(handle)).state, 'running');
      openGate(job);
      assert.equal((await ended(engine, handle)).exitCode, 0);
      assert.deepEqual(texts(await linesOf(engine, handle), 'stdout'), ['done']);
    });

    const stops: [title: string, commands: string[], end: Pick<Ended, 'exitCode' | 'signal'>, by?: Engine][] = [
      ['a command', [gate], { exitCode: undefined, signal: 'SIGINT' }],
      ['one that cleans up first', [`trap 'echo saved; exit 9' INT; ${gate}`], { exitCode: 9 }],
      ['one that ignores SIGINT', [`trap '' INT; ${gate}`], { exitCode: undefined, signal: 'SIGTERM' }, hasty],
      ['one that ignores all but force', [`trap '' INT TERM; ${gate}`], { exitCode: undefined, signal: 'SIGKILL' }, hasty],
    ];
    for (const [title, commands, end, by = engine] of stops) {
      test(`stops ${title}`, async (t) => {
        const job = jobOf(t, commands);
        const handle = await by.submit(job);
        await until(() => existsSync(join(job.cwd, 'ready')), { what: 'the command runs' });
        await engine.cancel(handle);
        const state = await ended(engine, handle);
        assert.deepEqual(
          { exitCode: state.exitCode, signal: state.signal, stopped: state.stopped },
          { signal: undefined, ...end, stopped: true },
        );
      });
    }

    test('leaves nothing running that a command has started', async (t) => {
      const job = jobOf(t, ['(trap "" INT HUP; echo $$ > group; while :; do sleep 0.05; done) & wait']);
      const handle = await hasty.submit(job);
      const group = await until(() => existsSync(join(job.cwd, 'group')) && readFileSync(join(job.cwd, 'group'), 'utf8').trim(), {
        what: 'it runs',
      });
      await engine.cancel(handle);
      await ended(engine, handle);
      await until(() => !isRunning(-Number(group)), { what: 'the group has ended' });
    });

    test('does not wait for what a command left behind with its output open', async (t) => {
      const handle = await hasty.submit(jobOf(t, ['sleep 600 & echo done']));
      assert.equal((await ended(engine, handle)).exitCode, 0);
    });

    test('a job that is lost is said to be lost, and what is left of it can be ended', async (t) => {
      const job = jobOf(t, ['echo $$ > group', gate]);
      const handle = await hasty.submit(job);
      await until(() => existsSync(join(job.cwd, 'ready')), { what: 'the command runs' });
      await lose(handle);
      const state = await until(
        async () => {
          const seen = await engine.inspect(handle);
          return seen.state === 'lost' ? seen : undefined;
        },
        { what: 'the job is lost' },
      );
      assert.match(state.reason, /\w+ .*\.$/);
      assert.equal(
        await engine
          .logs(handle, { follow: true })
          [Symbol.asyncIterator]()
          .next()
          .then(({ done }) => done),
        true,
      );
      await engine.cancel(handle);
      await until(() => !isRunning(-Number(readFileSync(join(job.cwd, 'group'), 'utf8'))), { what: 'the command has ended' });
    });

    test('a job that has ended can be cancelled without harm', async (t) => {
      const handle = await engine.submit(jobOf(t, ['true']));
      const state = await ended(engine, handle);
      await engine.cancel(handle);
      assert.deepEqual(await engine.inspect(handle), state);
    });
  });
}

function openGate(job: Job): void {
  mkdirSync(join(job.cwd, 'go'), { recursive: true });
}

/** Of a process, or with a minus of a group. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
