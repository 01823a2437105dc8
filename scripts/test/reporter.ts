/** Runs inside a test process: writes what the runner parent needs of each event, one JSON document a line. */
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

/** One event of a test file. `end` comes once, when all its tests have ended. */
export type TestRecord =
  | { kind: 'start'; nesting: number; name: string }
  | { kind: 'pass' | 'fail'; nesting: number; name: string; suite: boolean; skip?: string; error?: string; subtestsFailed?: boolean }
  | { kind: 'note'; text: string }
  | { kind: 'end' };

/** The runner's own closing figures. */
const summaryCount = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    const record = toRecord(event);
    if (record) yield `${JSON.stringify(record)}\n`;
  }
}

function toRecord(event: TestEvent): TestRecord | undefined {
  switch (event.type) {
    case 'test:start':
      return { kind: 'start', nesting: event.data.nesting, name: event.data.name };
    case 'test:pass':
    case 'test:fail':
      return result(event);
    case 'test:diagnostic':
      return summaryCount.test(event.data.message) ? undefined : { kind: 'note', text: event.data.message };
    case 'test:summary':
      return { kind: 'end' };
  }
}

function result({ type, data }: Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>): TestRecord {
  const { nesting, name, skip, todo, details } = data;
  const left = skip !== undefined ? reasonOf(skip) : todo !== undefined ? `to do: ${reasonOf(todo)}` : undefined;
  const failure = 'error' in details ? details.error : undefined;
  return {
    kind: type === 'test:pass' || left !== undefined ? 'pass' : 'fail',
    nesting,
    name,
    suite: details.type === 'suite',
    ...(left === undefined ? {} : { skip: left }),
    ...(failure && left === undefined
      ? { error: inspect(failure.cause ?? failure, { depth: 4 }), subtestsFailed: isSubtestsFailed(failure) }
      : {}),
  };
}

function reasonOf(mark: string | boolean): string {
  return typeof mark === 'string' ? mark : 'no reason given';
}

function isSubtestsFailed(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed';
}
