/** Runs a command of the command line in this process, over a registry that is open. */
import { Command } from 'commander';
import type { App } from '../../server/app.ts';
import type { CliCommand } from '../../server/cli/command.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';

export interface Ran {
  exitCode: 0 | 1 | ErrorCode;
  text: string;
  json: unknown;
  /** What went wrong, with its hint. */
  said: string;
  details: readonly string[];
}

/** `line` is what a person would type after the command's name; blanks part its words. Of a failure the code takes the place of the exit code. */
export async function runCommand(command: CliCommand, line: string, { app, cwd = '/' }: { app: App; cwd?: string }): Promise<Ran> {
  const ran: Ran = { exitCode: 0, text: '', json: undefined, said: '', details: [] };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  const declared = command.declare(program).option('--json').exitOverride();
  declared.action(async (...values: unknown[]) => {
    const args = values
      .slice(0, -2)
      .flat()
      .filter((value) => value !== undefined) as string[];
    const options = declared.opts();
    const context = {
      app: () => app,
      cwd,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      say: () => undefined,
      write: async (text: string) => {
        ran.text += text;
      },
      json: options.json === true,
    };
    const { exitCode = 0, text, json } = await command.run(context, args, options);
    Object.assign(ran, { exitCode, text: ran.text + text, json: JSON.parse(JSON.stringify(json)) });
  });
  try {
    await program.parseAsync([declared.name(), ...line.split(' ').filter(Boolean)], { from: 'user' });
    return ran;
  } catch (error) {
    if (error instanceof Error && error.name === 'CommanderError') return { ...ran, exitCode: 'usage', said: error.message };
    const { code, message, hint, details } = asDatapinError(error);
    if (code === 'internal') throw error;
    return { ...ran, exitCode: code, said: `${message} ${hint}`, details };
  }
}
