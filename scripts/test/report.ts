/** What is printed while tests run, and the count at the end. */

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** One test file, or one check, after it has run. */
export interface Outcome extends Counts {
  name: string;
  seconds: number;
  /** Name of a test and why it was skipped. */
  skips: { name: string; reason: string }[];
  /** Name of a test and what is wrong. */
  failures: { name: string; detail: string }[];
  /** What it wrote itself; shown when something failed. */
  output: string;
}

export interface Report {
  say(line: string): void;
  add(outcome: Outcome): void;
  /** The counts of all that was added. */
  readonly total: Readonly<Counts>;
}

const shownOutput = 4000;

export function createReport(say: (line: string) => void): Report {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const add = (outcome: Outcome) => {
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += outcome[key];
    say(`${outcome.failed > 0 ? '✖' : '✔'} ${outcome.name}  ${inWords(outcome)}  (${outcome.seconds.toFixed(1)} s)`);
    for (const { name, reason } of outcome.skips) say(`    skipped: ${name}: ${reason}`);
    for (const { name, detail } of outcome.failures) say(`    ✖ ${name}\n${indent(detail)}`);
    if (outcome.failed > 0 && outcome.output.trim() !== '') say(`    It wrote:\n${indent(outcome.output.slice(-shownOutput))}`);
  };
  return { say, add, total };
}

/** `3 passed, 1 failed`, and `, 1 skipped` when there were any: the closing line of a run. */
export function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function indent(text: string): string {
  return text.trim().replaceAll(/^/gm, '      ');
}
