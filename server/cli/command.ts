/** The shape of a command of the command line: it is declared, it runs and answers data, and main prints the answer. */
import type { Command } from 'commander';
import type { App } from '../app.ts';
import type { OnProgress } from '../core/world.ts';

export interface CliContext {
  /** Opens the registry at the first call. */
  app(): App;
  /** Folder that relative paths are relative to. */
  cwd: string;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Shows progress on a terminal, nothing elsewhere. */
  onProgress: OnProgress;
  /** Words beside the answer, on stderr. */
  say(text: string): void;
  /** A piece of an answer that is too long, or too live, to be held back until its end. */
  write(text: string): Promise<void>;
  json: boolean;
}

/** What a command found: the document of `--json`, the same for people, and whether the answer is yes. */
export interface Answer {
  json: unknown;
  text: string;
  /** 1: the answer is no. */
  exitCode?: 0 | 1;
}

export interface CliCommand {
  /** Adds name, arguments and options to the program. */
  declare(program: Command): Command;
  run(context: CliContext, args: string[], options: Record<string, unknown>): Promise<Answer>;
}
