import type { Outcome } from './report.ts';
import type { TestRecord } from './reporter.ts';

/** How a test process ended. */
export interface Ending {
  name: string;
  seconds: number;
  exitCode: number;
  timedOut: boolean;
  output: string;
}

/** Counts the tests of one file: those without tests inside them. A file that crashed, hung or has no test is a failure. */
export function tally(records: readonly TestRecord[], ending: Ending): Outcome {
  const { name, seconds, output } = ending;
  const outcome: Outcome = { name, seconds, output, passed: 0, failed: 0, skipped: 0, skips: [], failures: [] };
  const names: string[] = [];
  // whether tests were met one level deeper since the last one that ended on that level
  const inner: boolean[] = [];
  for (const record of records) {
    if (record.kind === 'start') names[record.nesting] = record.name;
    else if (record.kind === 'note') outcome.output += `${record.text}\n`;
    else if (record.kind !== 'end') {
      const { nesting } = record;
      const leaf = !inner[nesting + 1];
      inner[nesting] = true;
      inner[nesting + 1] = false;
      count(outcome, record, { leaf, name: [...names.slice(0, nesting), record.name].join(' › ') });
    }
  }
  const wrong = wrongEnding(ending, records, outcome);
  if (wrong) fail(outcome, name, wrong);
  return outcome;
}

function count(
  outcome: Outcome,
  record: Extract<TestRecord, { kind: 'pass' | 'fail' }>,
  { leaf, name }: { leaf: boolean; name: string },
): void {
  if (record.kind === 'fail') {
    // the failures inside it have been counted
    if (!record.subtestsFailed) fail(outcome, name, record.error ?? 'failed');
  } else if (record.skip !== undefined) {
    outcome.skipped++;
    outcome.skips.push({ name, reason: record.skip });
  } else if (leaf && !record.suite) outcome.passed++;
}

function fail(outcome: Outcome, name: string, detail: string): void {
  outcome.failed++;
  outcome.failures.push({ name, detail });
}

/** What is wrong with a file beyond its tests, in words. */
function wrongEnding(
  { timedOut, exitCode }: Ending,
  records: readonly TestRecord[],
  { passed, failed, skipped }: Outcome,
): string | undefined {
  if (timedOut) return 'did not end in time and was ended';
  if (!records.some(({ kind }) => kind === 'end')) return `ended with exit code ${exitCode} before its tests did, or has none`;
  if (exitCode !== 0 && failed === 0) return `ended with exit code ${exitCode} though no test failed`;
  return passed + failed + skipped === 0 ? 'has no test' : undefined;
}
