/** The commands: a table of what exists, and the one place where a folder that is not trusted is refused. */
import * as vscode from 'vscode';
import { adoptFiles } from './commands/adoptFiles.ts';
import { adoptFrom } from './commands/adoptFrom.ts';
import { adoptS3 } from './commands/adoptS3.ts';
import { clearComparison } from './commands/clearComparison.ts';
import { compareSelected, compareWith } from './commands/compareVersions.ts';
import { copyLocation } from './commands/copyLocation.ts';
import { copyPinnedReference, copyReference } from './commands/copyReference.ts';
import { deprecateVersion, undoDeprecation } from './commands/deprecateVersion.ts';
import { deriveVersion } from './commands/deriveVersion.ts';
import { forgetSecret } from './commands/forgetSecret.ts';
import { mergeVersions } from './commands/mergeVersions.ts';
import { openDifference } from './commands/openDifference.ts';
import { openManifest } from './commands/openManifest.ts';
import { refresh } from './commands/refresh.ts';
import { restartServer } from './commands/restartServer.ts';
import { runStep } from './commands/runStep.ts';
import { showAllLineage, showLineage } from './commands/showLineage.ts';
import { showLog } from './commands/showLog.ts';
import { showMore } from './commands/showMore.ts';
import { showServerLog } from './commands/showServerLog.ts';
import { stopExecution } from './commands/stopExecution.ts';
import { verifyVersion } from './commands/verifyVersion.ts';
import type { Context } from './context.ts';
import { manageTrust, tell } from './editor.ts';
import { reportError } from './reportError.ts';

/** Given a tree's element by a menu, a file by the explorer, values by a lens or a card, or nothing by the palette. */
export type Command = (subject?: unknown, all?: unknown) => unknown;

export interface CommandRule {
  make(context: Context): Command;
  /** Runs, reads or fetches something: refused until the folder is trusted. */
  needsTrust?: true;
  /** Lenses, cards and actions of the server may call it, so it looks at what it is given. */
  linked?: true;
}

export const commands: Record<string, CommandRule> = {
  'datapin.adopt': { make: adoptFiles, linked: true, needsTrust: true },
  'datapin.adoptFrom': { make: adoptFrom, needsTrust: true },
  'datapin.adoptS3': { make: adoptS3, needsTrust: true },
  'datapin.clearComparison': { make: clearComparison },
  'datapin.compare': { make: compareWith, needsTrust: true },
  'datapin.compareSelected': { make: compareSelected, needsTrust: true },
  'datapin.copyLocation': { make: copyLocation },
  'datapin.copyPinnedReference': { make: copyPinnedReference, linked: true },
  'datapin.copyReference': { make: copyReference, linked: true },
  'datapin.deprecate': { make: deprecateVersion },
  'datapin.derive': { make: deriveVersion, needsTrust: true },
  'datapin.forgetSecret': { make: forgetSecret },
  'datapin.merge': { make: mergeVersions, needsTrust: true },
  'datapin.openDifference': { make: openDifference },
  'datapin.openManifest': { make: openManifest, linked: true },
  'datapin.refresh': { make: refresh },
  'datapin.restartServer': { make: restartServer },
  'datapin.run': { make: runStep, linked: true, needsTrust: true },
  'datapin.showAllLineage': { make: showAllLineage },
  'datapin.showLineage': { make: showLineage, linked: true },
  'datapin.showLog': { make: showLog, linked: true },
  'datapin.showMore': { make: showMore },
  'datapin.showServerLog': { make: showServerLog },
  'datapin.stop': { make: stopExecution, needsTrust: true },
  'datapin.undoDeprecation': { make: undoDeprecation },
  'datapin.verify': { make: verifyVersion, needsTrust: true },
};

/** What the server may put into lenses, cards and actions. */
export const linkedCommands = Object.keys(commands).filter((id) => commands[id]?.linked);

export function registerCommands(context: Context): vscode.Disposable {
  const registered = Object.entries(commands).map(([id, rule]) => vscode.commands.registerCommand(id, guarded(rule, context)));
  return vscode.Disposable.from(...registered);
}

function guarded({ make, needsTrust }: CommandRule, context: Context): Command {
  const command = make(context);
  const run = async (subject?: unknown, all?: unknown): Promise<void> => {
    if (needsTrust && !vscode.workspace.isTrusted) return refuse();
    try {
      await command(subject, all);
    } catch (error) {
      // not awaited: a command is over when it failed, not when somebody has read why
      void reportError(error, { output: context.output, retry: () => run(subject, all) });
    }
  };
  return run;
}

async function refuse(): Promise<void> {
  await tell('warning', 'Nothing is run or fetched until this folder is trusted.', {
    'Manage Trust': manageTrust,
  });
}
