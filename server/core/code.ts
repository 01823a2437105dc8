/** Which code a folder holds: the commit, and what differs from it. Asked of git itself. */
import { execFile, spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './errors.ts';
import type { CodeState } from './execution.ts';
import { hashStream } from './hashing.ts';

/** Milliseconds until git is given up: a filter or a dead network drive must not keep a run from starting. */
const patience = 60_000;

/**
 * Untracked files whose content is read, the smallest first; the others are known by size and time. Reading a data set
 * that nobody ignored would hold up the run, and code is small.
 */
const mostRead = { files: 2_000, bytes: 32 << 20 };

/** The code of a folder. Outside a git repository, or without git, there is no commit and nothing to differ from it. */
export async function codeState(folder: string, signal?: AbortSignal): Promise<CodeState> {
  const top = await git(folder, ['rev-parse', '--show-toplevel'], signal);
  if (!top) return { dirty: false };
  const root = top.replace(/\n$/, '');
  const commit = (await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal))?.trim() || undefined;
  const base = commit ?? (await git(root, ['hash-object', '-t', 'tree', '--stdin'], signal))?.trim();
  const hash = createHash('sha256');
  const diff = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '--binary', '--full-index', '--no-renames', base ?? 'HEAD', '--'];
  const changed = await hashOutput(root, diff, { hash, signal });
  const others = await git(root, ['ls-files', '--others', '--exclude-standard', '-z'], signal);
  if (changed === undefined || others === undefined) return { commit, dirty: true };
  const untracked = others.split('\0').filter((path) => path !== '');
  await hashUntracked(root, untracked, { hash, signal });
  if (!changed && untracked.length === 0) return { commit, dirty: false };
  return { commit, dirty: true, diffHash: hash.digest('hex') };
}

/** Standard output; nothing when git is missing, fails or does not answer. */
function git(folder: string, args: string[], signal?: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: gitEnvironment(), timeout: patience, maxBuffer: 1 << 30, signal };
    const child = execFile('git', [...settings, ...args], options, (error, stdout) => {
      if (error?.name === 'AbortError') reject(error);
      else resolve(error ? undefined : stdout);
    });
    child.stdin?.end();
  });
}

/** Whether there was any output, all of which went into the hash; nothing when git failed. */
function hashOutput(folder: string, args: string[], to: { hash: Hash; signal?: AbortSignal | undefined }): Promise<boolean | undefined> {
  return new Promise((resolve, reject) => {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    const child = spawn('git', [...settings, ...args], { cwd: folder, env: gitEnvironment(), timeout: patience, stdio, signal: to.signal });
    let any = false;
    child.stdout.on('data', (piece: Buffer) => {
      any = true;
      to.hash.update(piece);
    });
    child.once('error', (error) => (error.name === 'AbortError' ? reject(error) : resolve(undefined)));
    child.once('close', (code) => resolve(code === 0 ? any : undefined));
  });
}

/** Nothing of a user's settings may start a program, ask a question or change how a difference reads. */
const settings = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
  '-c',
  'diff.noprefix=false',
  '-c',
  'diff.mnemonicPrefix=false',
];

function gitEnvironment(): NodeJS.ProcessEnv {
  // Set by git for its hooks, and then they point at another repository than the one that is asked about.
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_PREFIX, ...env } = process.env;
  return { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', LC_ALL: 'C' };
}

interface Into {
  hash: Hash;
  signal: AbortSignal | undefined;
}

async function hashUntracked(root: string, paths: string[], { hash, signal }: Into): Promise<void> {
  const found = await Promise.all(paths.map(async (path) => ({ path, stat: await orWhyNot(lstat(join(root, path))) })));
  const sized = found.map((one) => ({ ...one, size: typeof one.stat !== 'string' && one.stat.isFile() ? one.stat.size : 0 }));
  sized.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
  let bytes = 0;
  for (const [i, { path, stat, size }] of sized.entries()) {
    bytes += size;
    const read = i < mostRead.files && bytes <= mostRead.bytes;
    const content = typeof stat === 'string' ? stat : await orWhyNot(contentOf(join(root, path), { stat, read, signal }));
    hash.update(`\0${path}\0${content}`);
  }
}

async function contentOf(path: string, { stat, read, signal }: { stat: Stats; read: boolean; signal: AbortSignal | undefined }) {
  if (stat.isSymbolicLink()) return `link ${await readlink(path)}`;
  if (!stat.isFile()) return 'no file';
  if (!read) return `unread ${stat.size} ${stat.mtimeMs}`;
  return (await hashStream(createReadStream(path, { signal }))).sha256;
}

/** What was asked of a file, or the system's word for why it does not answer. */
async function orWhyNot<T>(answer: Promise<T>): Promise<T | string> {
  try {
    return await answer;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'EACCES') return code;
    throw error;
  }
}
