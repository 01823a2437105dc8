import { executionName } from '../../core/execution.ts';
import { reconcile } from '../../core/runs/reconcile.ts';
import { duration } from '../../protocol/words.ts';
import type { CliCommand } from '../command.ts';
import { executionJson } from '../json.ts';
import { table } from '../print.ts';

export const executionsCommand: CliCommand = {
  declare: (program) => program.command('executions').description('executions, newest first').argument('[project]'),
  async run(context, [project]) {
    const app = context.app();
    if (!app.registry.readonly) await reconcile(app);
    const all = app.registry.executions.list(project === undefined ? {} : { project });
    const rows = all.map((one) => [
      executionName(one),
      one.step,
      one.status,
      one.duration === undefined ? '' : duration(one.duration),
      one.createdAt.slice(0, 16).replace('T', ' '),
      one.outputs.join(', '),
    ]);
    return { json: all.map(executionJson), text: all.length > 0 ? table(rows) : 'No executions yet. Run a step: datapin run <step>\n' };
  },
};
