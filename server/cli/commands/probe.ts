import { toLocation } from '../../app.ts';
import { probeThere } from '../../core/probing.ts';
import type { CliCommand } from '../command.ts';

export const probeCommand: CliCommand = {
  declare: (program) => program.command('probe').description('what a location is, and why').argument('<location>'),
  async run(context, [text]) {
    const location = toLocation(text!, context.cwd);
    const { source, why } = await probeThere(context.app(), location, context.signal);
    return {
      json: { location, source: source?.id ?? 'files', title: source?.title ?? null, why },
      text: `${source?.title ?? 'Files as they lie'}: ${why}\n`,
    };
  },
};
