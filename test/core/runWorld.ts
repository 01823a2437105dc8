/** A real registry in a folder of its own, for tests of runs. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type App, openApp } from '../../server/app.ts';
import { adopt } from '../../server/core/adoption.ts';
import type { Version } from '../../server/core/dataset.ts';
import { type Execution, executionName } from '../../server/core/execution.ts';
import type { Step, StepInput, StepParameter } from '../../server/core/pipeline.ts';
import { identify } from '../../server/core/processIdentity.ts';
import { executionLogs, waitForExecution } from '../../server/core/runs/logs.ts';
import { makeRunFolder } from '../../server/core/runs/runFolder.ts';
import { type RunRequest, startExecution } from '../../server/core/runs/start.ts';
import { endJob } from '../support/jobs.ts';
import { until } from '../support/poll.ts';
import { type Owner, tempFolder } from '../support/temp.ts';

/** A small dataset, with two files of one name. */
export const images = { '0/a.png': 'zero', '1/a.png': 'one', 'list.txt': 'list' };

export type Tree = Record<string, string | Uint8Array>;

export interface RunWorld {
  app: App;
  home: string;
  /** Folder of the project `digits`. */
  project: string;
  /** Makes a version of files of these contents. */
  adopt(as: string, files: Tree, kind?: 'model'): Promise<Version>;
  start(step: Step, request?: Partial<RunRequest>): Promise<Execution>;
  /** Runs a step to its end. */
  run(step: Step, request?: Partial<RunRequest>): Promise<Execution>;
  /** Another process's view of the same registry. */
  reopen(): App;
}

export function runWorld(t: Owner): RunWorld {
  const apps: App[] = [];
  // Hooks run in the order of their registration: this one before the folder goes.
  t.after(async () => {
    for (const { folder } of apps[0]?.registry.executions.unfinished() ?? []) endJob(folder);
    for (const app of apps) await app.close();
  });
  const root = tempFolder(t, 'runs');
  const home = join(root, 'home');
  const project = join(root, 'digits');
  mkdirSync(project);
  const reopen = () => {
    const app = openApp({ home });
    apps.push(app);
    return app;
  };
  const app = reopen();
  let sources = 0;
  const start = (step: Step, request: Partial<RunRequest> = {}) =>
    startExecution(app, { step, root: project, file: join(project, 'valohai.yaml'), ...request });
  return {
    app,
    home,
    project,
    reopen,
    async adopt(as, files, kind) {
      const folder = join(root, 'data', String(++sources));
      writeTree(folder, files);
      const { version } = await adopt(app, { locations: [`${pathToFileURL(folder).href}/`], as, ...(kind ? { kind } : {}) });
      return version;
    },
    start,
    run: async (step, request) => waitForExecution(app, await start(step, request)),
  };
}

export function writeTree(folder: string, files: Tree): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export function stepOf(name: string, command: string | string[], about: Partial<Step> = {}): Step {
  return {
    name,
    image: undefined,
    command: [command].flat(),
    environment: undefined,
    sourcePath: undefined,
    inputs: [],
    parameters: [],
    environmentVariables: [],
    ...about,
  };
}

export function inputOf(name: string, about: Partial<StepInput> = {}): StepInput {
  return { name, default: [], optional: false, keepDirectories: 'none', ...about };
}

export function parameterOf(name: string, about: Partial<StepParameter> = {}): StepParameter {
  return { name, type: 'string', optional: true, multipleSeparator: ',', ...about };
}

/** Writes half of an output, and goes on when the file `go` is there. */
export const gated = stepOf('train', [
  'echo begun; echo half > "$VH_OUTPUTS_DIR/model"',
  'while [ ! -e go ]; do sleep 0.02; done',
  'echo whole > "$VH_OUTPUTS_DIR/model"',
]);

/** Until a gated run has written its half. */
export function running(run: Execution): Promise<boolean> {
  return until(() => existsSync(join(run.folder, 'outputs', 'model')), { what: 'the command runs' });
}

/** The one run there is. */
export function only({ app }: RunWorld): Execution {
  const [run, ...others] = app.registry.executions.list();
  assert.ok(run);
  assert.equal(others.length, 0);
  return run;
}

/** Lines that a run wrote to its standard output. */
export async function stdout({ app }: RunWorld, run: Execution): Promise<string[]> {
  const lines = await Array.fromAsync(executionLogs(app, run));
  return lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
}

export interface EndedRun {
  outputs?: Tree;
  /** Lines of standard output. */
  stdout?: string[];
  stderr?: string[];
  /** None when a signal ended it. */
  exitCode?: number;
  signal?: string;
  stopped?: boolean;
  /** Seconds. */
  took?: number;
  step?: string;
  pricePerHour?: number;
}

/** An execution whose job has just ended, as its engine leaves it, and which nobody has finished yet. */
export function endedRun({ app, project }: RunWorld, about: EndedRun = {}): Execution {
  const { executions } = app.registry;
  const execution = executions.add(executions.ensureProject(project, 'digits'), draftOf(about), (number) =>
    makeRunFolder(app, 'digits', number),
  );
  const { folder } = execution;
  const end = Date.parse('2026-01-01T00:00:00.000Z');
  const line = (stream: string) => (text: string) => `${JSON.stringify({ time: '2026-01-01T00:00:00.000Z', stream, text })}\n`;
  writeTree(join(folder, 'outputs'), { ...about.outputs });
  mkdirSync(join(folder, 'outputs'), { recursive: true });
  const status = {
    state: 'ended',
    startedAt: new Date(end - (about.took ?? 0) * 1000).toISOString(),
    endedAt: new Date(end).toISOString(),
    exitCode: about.signal === undefined ? (about.exitCode ?? 0) : undefined,
    signal: about.signal,
    stopped: about.stopped,
  };
  writeTree(folder, {
    handle: `process:${folder}`,
    'log.jsonl': [...(about.stdout ?? []).map(line('stdout')), ...(about.stderr ?? []).map(line('stderr'))].join(''),
    'claim.json': JSON.stringify({ supervisor: identify() }),
    'job.json': JSON.stringify({ job: { execution: executionName(execution), folder }, submittedBy: identify() }),
    'status.json': JSON.stringify(status),
  });
  return execution;
}

function draftOf({ step, pricePerHour }: EndedRun) {
  return {
    step: step ?? 'clean up',
    engine: 'process',
    environment: 'local',
    handle: undefined,
    image: undefined,
    command: 'true',
    parameters: {},
    inputs: [],
    outputs: [],
    code: { dirty: false },
    startedAt: undefined,
    endedAt: undefined,
    duration: undefined,
    pricePerHour: pricePerHour ?? 0,
    cost: undefined,
    exitCode: undefined,
    message: undefined,
    metadata: {},
  };
}
