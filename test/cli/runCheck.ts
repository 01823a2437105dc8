/** Runs `datapin check` in this process, over a registry of its own. */
import { Command } from 'commander';
import { type App, openApp } from '../../server/app.ts';
import { checkCommand } from '../../server/cli/commands/check.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';

export interface Checked {
  exitCode: 0 | 1 | ErrorCode;
  /** What it printed. */
  text: string;
  json: { registry: string; files: number; fixed: number; counts: Record<string, number>; findings: Record<string, unknown>[] } | undefined;
  /** Words on stderr. */
  said: string;
}

export interface CheckOptions {
  cwd: string;
  home: string;
  signal?: AbortSignal;
  /** After each piece that is printed. */
  onWrite?: () => void;
}

/** `line` is what a person would type after `datapin check`. Of a failure the code of the error takes the place of the exit code. */
export async function runCheck(
  line: string,
  { cwd, home, onWrite, signal = new AbortController().signal }: CheckOptions,
): Promise<Checked> {
  process.env.DATAPIN_HOME = home;
  let app: App | undefined;
  const checked: Checked = { exitCode: 0, text: '', json: undefined, said: '' };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  const command = checkCommand.declare(program).option('--json');
  command.action(async (paths: string[], options: Record<string, unknown>) => {
    const context = {
      app: () => {
        app ??= openApp();
        return app;
      },
      cwd,
      signal,
      onProgress: () => undefined,
      say: (text: string) => {
        checked.said += `${text}\n`;
      },
      write: async (text: string) => {
        checked.text += text;
        onWrite?.();
      },
      json: options.json === true,
    };
    const { exitCode = 0, text, json } = await checkCommand.run(context, paths, options);
    checked.text += text;
    checked.json = json as Checked['json'];
    checked.exitCode = exitCode;
  });
  try {
    await program.parseAsync(['check', ...line.split(' ').filter(Boolean)], { from: 'user' });
  } catch (error) {
    if (error instanceof Error && error.name === 'CommanderError') return { ...checked, exitCode: 'usage' };
    const known = asDatapinError(error);
    if (known.code === 'internal') throw error;
    return { ...checked, exitCode: known.code, said: `${checked.said}${known.message}\n` };
  } finally {
    await app?.close();
  }
  return checked;
}
