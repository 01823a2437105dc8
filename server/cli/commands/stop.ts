import { executionName } from '../../core/execution.ts';
import { executionNamed } from '../../core/named.ts';
import { stopExecution } from '../../core/runs/stop.ts';
import type { CliCommand } from '../command.ts';
import { executionJson } from '../json.ts';

export const stopCommand: CliCommand = {
  declare: (program) => program.command('stop').description('stop an execution; again to end it at once').argument('<project:n>'),
  async run(context, [ref]) {
    const app = context.app();
    const execution = await stopExecution(app, executionNamed(app.registry, ref!));
    return { json: executionJson(execution), text: `${executionName(execution)} is ${execution.status}\n` };
  },
};
