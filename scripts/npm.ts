import { spawnSync } from 'node:child_process';

/** Runs npm in a folder, quietly; throws with what it said when it fails. */
export function npm(args: readonly string[], cwd: string): void {
  const windows = process.platform === 'win32';
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund'];
  const { status, stdout, stderr, error } = spawnSync(windows ? 'npm.cmd' : 'npm', [...args, ...quiet], {
    cwd,
    shell: windows,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm ${args[0]} failed in ${cwd}:\n${error?.message ?? stdout + stderr}`);
}
