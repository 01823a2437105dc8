/** The command line: parses, runs one command, prints its answer, and ends with its exit code. */
import { Command, CommanderError } from 'commander';
import { type App, openApp } from '../app.ts';
import { asDatapinError, DatapinError, type ErrorGroup, toRecord } from '../core/errors.ts';
import type { Answer, CliCommand, CliContext } from './command.ts';
import { commands } from './commands/index.ts';
import { harmless, inOneLine } from './print.ts';
import { terminalProgress } from './progress.ts';

const exitCodes: Record<ErrorGroup, number> = { no: 1, usage: 2, world: 3, cancelled: 130 };

const code = await main(process.argv.slice(2));
// What a store's library left open, such as a program that fetches credentials, must not keep the command line alive.
process.stdout.write('', () => process.exit(code));

async function main(argv: string[]): Promise<number> {
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  // The reader of a pipe may leave early (`datapin manifest … | head`).
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));
  let outcome = 0;
  const program = new Command('datapin')
    .description('dataset:version pinned, as image:tag and repository:commit are')
    .version(process.env.DATAPIN_VERSION ?? 'development')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .showHelpAfterError('(datapin --help lists the commands)');
  for (const command of commands) {
    const declared = command.declare(program).option('--json', 'print one JSON document');
    declared.action(async (...values: unknown[]) => {
      const args = values
        .slice(0, -2)
        .flat()
        .filter((value) => value !== undefined) as string[];
      outcome = await execute(command, { args, options: declared.opts(), signal: abort.signal });
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return outcome;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (wantsJson(argv)) await writeOut(errorDocument(misuse(error)));
    return exitCodes.usage;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function execute(
  command: CliCommand,
  { args, options, signal }: { args: string[]; options: Record<string, unknown>; signal: AbortSignal },
): Promise<number> {
  let app: App | undefined;
  const progress = terminalProgress(process.stderr);
  const json = options.json === true;
  const context: CliContext = {
    app: () => {
      app ??= openApp();
      return app;
    },
    cwd: process.cwd(),
    signal,
    onProgress: progress.show,
    say: (text) => {
      progress.clear();
      process.stderr.write(`${harmless(text)}\n`);
    },
    write: (text) => writeOut(text),
    json,
  };
  try {
    const answer = await command.run(context, args, options);
    progress.clear();
    await writeOut(shown(answer, json));
    return answer.exitCode ?? 0;
  } catch (error) {
    progress.clear();
    const known = asDatapinError(error);
    process.stderr.write(inWords(known));
    if (json) await writeOut(errorDocument(known));
    return exitCodes[known.group];
  } finally {
    await app?.close();
  }
}

function shown(answer: Answer, json: boolean): string {
  // into a pipe names go as they are
  if (!json) return process.stdout.isTTY ? harmless(answer.text) : answer.text;
  return answer.json === undefined ? '' : `${JSON.stringify(answer.json, null, 2)}\n`;
}

function errorDocument(error: DatapinError): string {
  return `${JSON.stringify({ error: toRecord(error) }, null, 2)}\n`;
}

/** Whether one document was asked for, also where the rest of the line cannot be understood. */
function wantsJson(argv: string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json');
}

/** What the parser has said on stderr already. */
function misuse({ code, message }: CommanderError): DatapinError {
  const words = code === 'commander.help' ? 'A command is missing.' : message.replace(/^error: /, '');
  return new DatapinError('usage', words, { hint: 'datapin --help lists the commands.' });
}

function inWords(error: DatapinError): string {
  const trace = error.code === 'internal' && error.cause instanceof Error ? `${error.cause.stack}\n` : '';
  const details = error.details.map((line) => `${inOneLine(line)}\n`).join('');
  return `${details}${harmless(`error: ${error.message} [${error.code}]\n${error.hint ? `hint: ${error.hint}\n` : ''}`)}${trace}`;
}

/** Waits for a slow reader, so that a long manifest does not pile up in memory. */
function writeOut(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text)) return Promise.resolve();
  return new Promise((resolve) => process.stdout.once('drain', resolve));
}
