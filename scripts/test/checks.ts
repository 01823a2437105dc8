import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Outcome, Report } from './report.ts';

const require = createRequire(import.meta.url);

/** Program of a package in node_modules, run by this Node. */
const tool = (name: string, file: string) => join(dirname(require.resolve(`${name}/package.json`)), file);
const build = { name: 'build', args: ['esbuild.mjs'] };

/** Builds `dist/`; then, unless only some tests are wanted, looks at all of the code. Each counts as one test. */
export function runChecks(report: Report, all: boolean): void {
  const checks = [
    { name: 'biome check', args: [tool('@biomejs/biome', 'bin/biome'), 'check', '.'] },
    { name: 'tsc', args: [tool('typescript', 'bin/tsc'), '--noEmit'] },
    { name: 'tsc -p webview', args: [tool('typescript', 'bin/tsc'), '--noEmit', '-p', 'webview'] },
  ];
  for (const check of all ? [build, ...checks] : [build]) report.add(runCheck(check));
}

function runCheck({ name, args }: { name: string; args: string[] }): Outcome {
  const began = Date.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const good = status === 0;
  return {
    name,
    seconds: (Date.now() - began) / 1000,
    passed: good ? 1 : 0,
    failed: good ? 0 : 1,
    skipped: 0,
    skips: [],
    failures: good ? [] : [{ name, detail: error?.message ?? `exit code ${status}` }],
    output: stdout + stderr,
  };
}
