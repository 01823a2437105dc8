/** Servers that a script or a test starts: none outlives the process that started it, whatever becomes of that one. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const guard = join(import.meta.dirname, 'guard.mjs');
const keptOutput = 200_000;

export interface GuardedOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Milliseconds to end politely, before force. */
  graceMs?: number;
}

export interface Guarded {
  /** The last of what it wrote, both streams. */
  output(): string;
  /** The first match of `pattern` in the output. Rejects when it ends first, or after `timeout` milliseconds. */
  says(pattern: RegExp, timeout: number): Promise<RegExpExecArray>;
  /** The exit code, when the command and everything it started has ended. */
  readonly ended: Promise<number>;
  /** Ends the command and everything it started. May be called again. */
  stop(): Promise<number>;
}

/** Starts a long-running command. That it could not be started is told by `says` and `output`. */
export function startGuarded(command: string, args: readonly string[], options: GuardedOptions = {}): Guarded {
  const { graceMs = 5000, ...where } = options;
  // a session of its own: Ctrl-C reaches the one who started it, and that one decides
  const child = spawn(process.execPath, [guard, String(graceMs), command, ...args], { ...where, detached: true, stdio: 'pipe' });
  let output = '';
  const listeners = new Set<() => void>();
  const take = (chunk: string) => {
    output = (output + chunk).slice(-keptOutput);
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  child.stdin.on('error', () => undefined); // it has ended by itself, which `ended` tells
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
    child.once('error', (error) => {
      take(error.message);
      resolve(127);
    });
  });

  const says = (pattern: RegExp, timeout: number) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        listeners.delete(look);
        finish();
      };
      const look = () => {
        const match = pattern.exec(output);
        if (match) settle(() => resolve(match));
      };
      const fail = (why: string) => settle(() => reject(new Error(`${command} ${why}:\n${output}`)));
      const timer = setTimeout(() => fail(`did not say ${pattern} within ${timeout} ms`), timeout);
      listeners.add(look);
      ended.then(() => fail('ended'));
      look();
    });

  const stop = () => {
    child.stdin.end();
    return ended;
  };
  return { output: () => output, says, ended, stop };
}
