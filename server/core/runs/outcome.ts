/** What the end of a job means for its execution. */
import type { JobState } from '../engine.ts';
import type { Execution } from '../execution.ts';

type Ended = Extract<JobState, { state: 'ended' }>;

export interface Outcome extends Pick<Execution, 'status' | 'startedAt' | 'endedAt' | 'duration' | 'cost' | 'exitCode'> {
  status: 'complete' | 'error' | 'stopped';
  /** Why it did not complete. */
  message: string | undefined;
}

/** Status, duration and cost. `lastWords` is the last line of standard error. */
export function outcomeOf(execution: Pick<Execution, 'pricePerHour'>, ended: Ended, lastWords: string | undefined): Outcome {
  const { exitCode, startedAt, endedAt } = ended;
  const duration = startedAt === undefined ? undefined : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const cost = duration === undefined ? undefined : (duration / 3600) * execution.pricePerHour;
  return { ...verdict(ended, lastWords), startedAt, endedAt, duration, cost, exitCode };
}

/**
 * Whether the outputs become versions. A run that failed leaves its files in its folder: what it was writing when it
 * failed must not stand under a name, or as `latest`, as if it were whole. The same is true of one that a signal ended
 * when it was stopped; one that ended by itself after it was asked to had the time to leave its files whole.
 */
export function publishesOutputs({ status, exitCode }: Outcome): boolean {
  return status === 'complete' || (status === 'stopped' && exitCode !== undefined);
}

function verdict(ended: Ended, lastWords: string | undefined): Pick<Outcome, 'status' | 'message'> {
  if (ended.stopped) return { status: 'stopped', message: 'It was stopped.' };
  if (ended.exitCode === 0) return { status: 'complete', message: undefined };
  const words = lastWords === undefined ? '' : ` Its last words: ${lastWords}`;
  return { status: 'error', message: `The command ended with ${reason(ended)}.${words}` };
}

function reason({ exitCode, signal }: Ended): string {
  if (signal) return `the signal ${signal}${signal === 'SIGKILL' ? outOfMemory : ''}`;
  if (exitCode === 127) return 'exit code 127 (a program was not found)';
  return `exit code ${exitCode}${exitCode === 137 ? outOfMemory : ''}`;
}

const outOfMemory = ' (killed, perhaps for want of memory)';
