/** Adopts from wherever the files lie, or from whoever knows them, question by question. */
import { sourceStep } from '../adoptFrom/sourceStep.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { runWizard } from '../questions.ts';

export function adoptFrom(context: Context): Command {
  return async () => {
    await runWizard('Adopt From', sourceStep(context));
  };
}
