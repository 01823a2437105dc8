/** A problem of the server as an error of the client, and what can be offered to solve it. */
import type { WireProblem } from '../server/protocol/wire.ts';

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: WireProblem;

  constructor(problem: WireProblem, cause?: unknown) {
    super(problem.message, { cause });
    this.problem = problem;
  }
}

/** Any thrown value as a problem in words. */
export function problemOf(error: unknown): WireProblem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof Error && error.name === 'Canceled') return { code: 'cancelled', message: 'Cancelled.' };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: 'This is a defect in Datapin: please report it with the log.' };
}

/** One sentence after the other. */
export function wordsOf({ message, hint }: WireProblem): string {
  return hint ? `${message} ${hint}` : message;
}

export type Remedy = 'retry' | 's3 settings' | 'registry settings' | 'restart' | 'trust' | 'log';

/** The buttons that make sense for a problem, the likeliest first. The longest beginning of its code decides. */
export function remediesOf(code: string): readonly Remedy[] {
  const groups = Object.keys(remedies).filter((group) => code === group || code.startsWith(`${group}.`));
  return groups.sort((a, b) => b.length - a.length).map((group) => remedies[group]!)[0] ?? [];
}

const remedies: Record<string, readonly Remedy[]> = {
  internal: ['log'],
  server: ['restart', 'log'],
  's3.bucket': ['s3 settings'],
  's3.credentials': ['s3 settings', 'retry'],
  's3.denied': ['s3 settings'],
  's3.expired': ['retry', 's3 settings'],
  's3.network': ['retry', 's3 settings'],
  's3.failed': ['retry', 'log'],
  's3.truncated': ['retry'],
  'file.changed': ['retry'],
  'file.vanished': ['retry'],
  'disk.full': ['retry'],
  registry: ['registry settings', 'log'],
  'registry.locked': ['retry'],
  'engine.start': ['retry', 'log'],
  secret: ['retry'],
  web: ['retry', 'log'],
  'source.export': ['retry'],
  'source.rate-limit': ['retry'],
  'workspace.untrusted': ['trust'],
};
