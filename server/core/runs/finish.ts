/** Finishing an execution whose job has ended: its metadata, its outputs as versions, its status. */
import { existsSync, readdirSync } from 'node:fs';
import type { Engine, JobState, LogLine } from '../engine.ts';
import { asDatapinError, DatapinError } from '../errors.ts';
import { type Execution, executionName, isFinal } from '../execution.ts';
import type { World } from '../world.ts';
import { releaseFinishLock, takeFinishLock } from './finishLock.ts';
import { collectMetadata } from './metadata.ts';
import { type Outcome, outcomeOf, publishesOutputs } from './outcome.ts';
import { readOutputs } from './outputFiles.ts';
import { type OutputPlan, planOutputs } from './outputVersions.ts';
import { collectProblems, type Problems } from './problems.ts';
import { publish } from './publish.ts';
import { handleOf, outputsFolder } from './runFolder.ts';

/**
 * Finishes an execution and answers it as it stands then. Whatever happens on the way (a full disk, a locked registry),
 * nothing is half-registered and everything stays in the run's folder, so that it can be finished later. Several
 * processes may try at once: the first to register wins, and the same outputs make the same versions.
 * Throws `execution.lost` when the job has not ended or is not known.
 *
 * `locked` says that the caller holds the lock already. While another process holds it, nothing is done.
 */
export async function finishExecution(
  world: World,
  ref: Pick<Execution, 'project' | 'number'>,
  { locked = false }: { locked?: boolean } = {},
): Promise<Execution> {
  const execution = world.registry.executions.get(ref);
  if (isFinal(execution.status)) return execution;
  const engine = await world.engine(execution.engine);
  const handle = handleOf(execution);
  const state = handle === undefined ? undefined : await engine.inspect(handle);
  if (handle === undefined || state?.state !== 'ended') {
    throw new DatapinError('execution.lost', `${executionName(execution)} has not ended.`);
  }
  if (!locked && !takeFinishLock(execution.folder)) return execution;
  try {
    return await finish(world, { execution, engine, handle, state });
  } finally {
    releaseFinishLock(execution.folder);
  }
}

/** Characters of a command's last line of standard error that stand in the message. */
const longestWords = 300;

interface Ending {
  execution: Execution;
  engine: Engine;
  handle: string;
  state: Extract<JobState, { state: 'ended' }>;
}

async function finish(world: World, { execution, engine, handle, state }: Ending): Promise<Execution> {
  const { registry } = world;
  let lastWords: string | undefined;
  const log = overhear(engine.logs(handle), ({ stream, text }) => {
    if (stream !== 'stdout' && text.trim() !== '') lastWords = text.trim().slice(0, longestWords);
  });
  const metadata = await collectMetadata(execution.folder, log);
  const outcome = outcomeOf(execution, state, lastWords);
  const problems = collectProblems();
  const plan = publishesOutputs(outcome) ? await planOf(world, execution, problems) : undefined;
  return registry.transaction(() => {
    const current = registry.executions.get(execution);
    if (isFinal(current.status)) return current;
    const outputs = plan ? publish(world, { execution, plan, complain: problems.complain }) : [];
    const message = messageOf(outcome, execution, problems);
    return registry.executions.update(execution, { ...outcome, message, handle, metadata, outputs });
  });
}

async function* overhear(log: AsyncIterable<LogLine>, listener: (line: LogLine) => void): AsyncGenerator<LogLine> {
  for await (const line of log) {
    listener(line);
    yield line;
  }
}

/** What lies in the folder can be wrong in many ways; none of them may keep the execution from ending. */
async function planOf(world: World, execution: Execution, { complain }: Problems): Promise<OutputPlan | undefined> {
  try {
    return planOutputs(world.registry, await readOutputs(world, outputsFolder(execution), complain), complain);
  } catch (error) {
    const { code, message } = asDatapinError(error);
    if (!/^(?:file|folder)\./.test(code)) throw error;
    complain('outputs', `No version was made of them. ${message}`);
    return undefined;
  }
}

function messageOf(outcome: Outcome, execution: Execution, problems: Problems): string | undefined {
  const kept = !publishesOutputs(outcome) && hasOutputs(execution) ? [`What it wrote was kept in ${outputsFolder(execution)}.`] : [];
  const lines = [...(outcome.message ? [outcome.message] : []), ...kept, ...problems.words()];
  return lines.length > 0 ? lines.join('\n') : undefined;
}

function hasOutputs(execution: Execution): boolean {
  const folder = outputsFolder(execution);
  return existsSync(folder) && readdirSync(folder).length > 0;
}
