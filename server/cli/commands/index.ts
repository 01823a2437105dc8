/** The table of commands, in the order of `--help`. */
import type { CliCommand } from '../command.ts';
import { adoptCommand } from './adopt.ts';
import { aliasCommand } from './alias.ts';
import { checkCommand } from './check.ts';
import { checkoutCommand } from './checkout.ts';
import { deprecateCommand } from './deprecate.ts';
import { deriveCommand } from './derive.ts';
import { diffCommand } from './diff.ts';
import { executionsCommand } from './executions.ts';
import { filesCommand } from './files.ts';
import { lineageCommand } from './lineage.ts';
import { listCommand } from './list.ts';
import { logsCommand } from './logs.ts';
import { lspCommand } from './lsp.ts';
import { manifestCommand } from './manifest.ts';
import { probeCommand } from './probe.ts';
import { runCommand } from './run.ts';
import { showCommand } from './show.ts';
import { sourcesCommand } from './sources.ts';
import { stopCommand } from './stop.ts';
import { verifyCommand } from './verify.ts';

export const commands: readonly CliCommand[] = [
  adoptCommand,
  probeCommand,
  sourcesCommand,
  deriveCommand,
  listCommand,
  showCommand,
  filesCommand,
  manifestCommand,
  aliasCommand,
  deprecateCommand,
  diffCommand,
  verifyCommand,
  checkCommand,
  checkoutCommand,
  runCommand,
  executionsCommand,
  logsCommand,
  stopCommand,
  lineageCommand,
  lspCommand,
];
