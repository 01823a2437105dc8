/** Runs the built command line, as a person's shell would. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', '..', 'dist', 'datapin.mjs');

export interface CliOptions {
  cwd?: string;
  /** Added to the environment; `undefined` takes a variable away. `DATAPIN_HOME` belongs here. */
  env?: Record<string, string | undefined>;
  /** Written to its standard input. */
  input?: string;
  /** Sent a SIGINT when this aborts, as by Ctrl-C. */
  signal?: AbortSignal;
}

export interface CliResult {
  /** Exit code; null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Standard output read as the one JSON document that `--json` promises. */
  json<T = Record<string, unknown>>(): T;
}

/** Rejects only when the program could not be started; a failed command is a result. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  if (!existsSync(program)) throw new Error('dist/datapin.mjs is not there: build first (npm run build).');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const interrupt = () => child.kill('SIGINT');
  options.signal?.addEventListener('abort', interrupt, { once: true });
  child.stdin.on('error', () => undefined); // a program that ends before it has read its input is no failure of the test
  child.stdin.end(options.input ?? '');
  try {
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
    return { code, stdout, stderr, json: <T>() => parse<T>(stdout, stderr) };
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  stream.setEncoding('utf8');
  let all = '';
  for await (const chunk of stream) all += chunk;
  return all;
}

function parse<T>(stdout: string, stderr: string): T {
  try {
    return JSON.parse(stdout) as T;
  } catch (cause) {
    throw new Error(`Standard output is no JSON document:\n${stdout}\nStandard error:\n${stderr}`, { cause });
  }
}
