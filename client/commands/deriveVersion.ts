/** Derives a version from a version. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { deriveStep } from '../deriving/steps.ts';
import { runWizard } from '../questions.ts';
import { versionOf } from '../subjects.ts';

export function deriveVersion(context: Context): Command {
  return async (given) => {
    const version = await versionOf(context.server, given, 'Derive');
    if (version) await runWizard(`Derive from ${version.ref}`, deriveStep(context, version));
  };
}
