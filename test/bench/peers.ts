/** Programs that do a part of what adopting does, measured beside it: how each is had and what it is asked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDebianPackages } from '../../scripts/debian.ts';

const list = "find . -type f -printf '%P\\0' | xargs -0 -n 1000 -P$(nproc)";

/** Shell lines, run in the folder of the files. */
export const hashWith = {
  openssl: `${list} openssl dgst -sha256 > /dev/null`,
  sha256sum: `${list} sha256sum -- > /dev/null`,
  find: "find . -printf '%s %T@ %i\\n' > /dev/null",
};

/** A program that takes a tree into a repository of its own; or why it cannot be had here. */
export type Peer = Repository | { missing: string };

export interface Repository {
  version: string;
  /** Takes in the tree at a path inside of the folder. */
  add(folder: string, tree: string): void;
  /** Looks again at a tree that has not changed. */
  rescan?(folder: string, tree: string): void;
  /** Makes the folder a repository. */
  init(folder: string): void;
}

/** DVC, installed into a virtual environment under `root` unless it is there. */
export function dvc(root: string): Peer {
  const missing = ensureDebianPackages(['python3-venv', 'git'], console.error);
  if (missing) return { missing };
  const folder = join(root, 'dvc');
  const program = join(folder, 'bin', 'dvc');
  mkdirSync(folder, { recursive: true });
  const made = spawnSync('sh', ['-c', 'test -x bin/dvc || (python3 -m venv . && bin/pip install -q dvc)'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (made.status !== 0) return { missing: made.stderr.trim().split('\n').at(-1) ?? 'pip failed' };
  const env = { ...process.env, DVC_NO_ANALYTICS: '1', DVC_SITE_CACHE_DIR: join(root, 'dvc-cache') };
  const run = (cwd: string, ...args: string[]) => execFileSync(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    version: run(root, '--version').toString().trim(),
    init(folder) {
      execFileSync('git', ['init', '-q'], { cwd: folder });
      run(folder, 'init', '-q');
    },
    add: (folder, tree) => void run(folder, 'add', '-q', tree),
    rescan: (folder, tree) => void run(folder, 'status', '-q', `${tree}.dvc`),
  };
}

export function gitAnnex(): Peer {
  const missing = ensureDebianPackages(['git-annex', 'git'], console.error);
  if (missing) return { missing };
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    version: execFileSync('git', ['annex', 'version', '--raw']).toString().trim(),
    init(folder) {
      git(folder, 'init', '-q');
      git(folder, 'annex', 'init', '-q');
    },
    add: (folder, tree) => void git(folder, 'annex', 'add', '-q', '-J2', tree),
  };
}

/** First figures of what a program says of itself. */
export function versionOf(command: string, ...args: string[]): string {
  const line = execFileSync(command, args, { encoding: 'utf8' }).split('\n')[0]!;
  return /\d+\.\d+(\.\d+)?/.exec(line)?.[0] ?? line;
}
