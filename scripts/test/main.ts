/** `npm test [-- <part of a path>…]`: checks and tests, ending with one line: `N passed, N failed`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedServer } from '../../workbench/install.ts';
import { ensureDebianPackages } from '../debian.ts';
import { runChecks } from './checks.ts';
import { findTests, type TestFile } from './files.ts';
import { createReport, inWords } from './report.ts';
import { runFiles } from './run.ts';

const patterns = process.argv.slice(2);
const report = createReport((line) => console.log(line));
const files = findTests(process.cwd(), patterns);
const home = mkdtempSync(join(tmpdir(), 'datapin-home-'));
shieldUser();
try {
  if (files.length === 0) throw new Error(`No test file has ${patterns.join(' or ')} in its path.`);
  prepareMachine(files);
  runChecks(report, patterns.length === 0);
  const pathsOf = (alone: boolean) => files.filter((file) => file.alone === alone).map(({ path }) => path);
  await runFiles(pathsOf(false), 2, report);
  await runFiles(pathsOf(true), 1, report);
  console.log(inWords(report.total));
  process.exitCode = report.total.failed > 0 ? 1 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
  // the channel to the launcher would keep this process alive
  if (process.connected) process.disconnect();
}

/** No test may meet the user's registry or credentials, not even one that forgets to bring its own. */
function shieldUser(): void {
  process.env.DATAPIN_HOME = home;
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
}

/** What cannot be had is skipped by the tests themselves, which say why. */
function prepareMachine(wanted: readonly TestFile[]): void {
  const packages = [...new Set(wanted.flatMap((file) => file.packages))];
  const missing = packages.length > 0 && ensureDebianPackages(packages, report.say);
  if (missing) report.say(missing);
  if (wanted.some(({ alone }) => alone)) installedServer(report.say);
}
