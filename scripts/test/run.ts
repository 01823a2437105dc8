import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGuarded } from '../guarded.ts';
import type { Outcome, Report } from './report.ts';
import type { TestRecord } from './reporter.ts';
import { tally } from './tally.ts';

const reporter = join(import.meta.dirname, 'reporter.ts');
const patienceMs = 8 * 60_000;

/** Runs test files, each in a process of its own, `atOnce` at a time. */
export async function runFiles(files: readonly string[], atOnce: number, report: Report): Promise<void> {
  const waiting = [...files];
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) report.add(await runFile(file));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Runs one file; whatever it has started and not ended is ended too. */
export async function runFile(file: string, timeout = patienceMs): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'datapin-run-'));
  const events = join(folder, 'events.jsonl');
  const began = Date.now();
  try {
    const flags = [`--test-reporter=${reporter}`, `--test-reporter-destination=${events}`];
    // a test that runs tests must not have them report to its own parent
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const test = startGuarded(process.execPath, [...flags, file], { env, graceMs: 1000 });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      void test.stop();
    }, timeout);
    const exitCode = await test.ended;
    clearTimeout(timer);
    const ending = { name: file, seconds: (Date.now() - began) / 1000, exitCode, timedOut, output: test.output() };
    return tally(readRecords(events), ending);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readRecords(file: string): TestRecord[] {
  // a process that was ended in the middle of a line leaves half of one
  const lines = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as TestRecord);
}
