/** Starting the processes of actor.ts, as this user or as one who may do little. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Line, Orders } from './actor.ts';

const script = join(import.meta.dirname, 'actor.ts');

export interface ActorOptions {
  /** Run as `nobody`. */
  nobody?: boolean;
  /** A folder that is a small disk in memory, for this process alone. */
  disk?: { folder: string; size: string };
  /** Told of each line; answers whether to kill the process at once. */
  onLine?(line: Line): boolean;
  /** Ends its standard input, which ends a `hold`. */
  release?: Promise<unknown>;
}

export interface Ended {
  lines: Line[];
  /** Lines that are no progress. */
  answers: Exclude<Line, { progress: unknown }>[];
  /** Codes of the errors among them. */
  errors: string[];
  signal: NodeJS.Signals | null;
}

/** Runs an actor to its end. Rejects when it ends in a way that nobody foresaw. */
export function runActor(orders: Orders | Orders[], options: ActorOptions = {}): Promise<Ended> {
  const [command, args] = commandLine([orders].flat(), options);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/', ...(options.nobody ? nobody : {}) });
  const lines: Line[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (options.onLine?.(line)) child.kill('SIGKILL');
  });
  child.stdin.on('error', () => undefined); // it has ended by itself, which `close` tells
  if (!options.release) child.stdin.end();
  else void options.release.finally(() => child.stdin.end());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code !== 0 && signal !== 'SIGKILL') return reject(new Error(`the actor ended with ${code ?? signal}: ${stderr}`));
      const answers = lines.flatMap((line) => ('progress' in line ? [] : [line]));
      resolve({ lines, answers, errors: answers.flatMap((line) => ('error' in line ? [line.error.code] : [])), signal });
    });
  });
}

/** The reason to skip what needs a user who may do little, or false. */
export function withoutNobody(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root can become another user';
  const tried = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `await import(${JSON.stringify(join(import.meta.dirname, '..', '..', 'server', 'app.ts'))})`],
    {
      cwd: '/',
      ...nobody,
    },
  );
  return tried.status !== 0 && 'another user may not read this repository';
}

/** The reason to skip what needs a small disk, or false. */
export function withoutSmallDisk(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root can mount a small disk';
  const tried = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', '/mnt']);
  return tried.status !== 0 && 'no disk can be mounted here';
}

const nobody = { uid: 65534, gid: 65534 };

function commandLine(orders: Orders[], { disk }: ActorOptions): [string, string[]] {
  const args = [script, JSON.stringify(orders)];
  if (!disk) return [process.execPath, args];
  const mount = `mount -t tmpfs -o size=${disk.size} none "$0" && exec "$@"`;
  return ['unshare', ['--mount', 'sh', '-c', mount, disk.folder, process.execPath, ...args]];
}
