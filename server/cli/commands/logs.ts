import { executionNamed } from '../../core/named.ts';
import { executionLogs } from '../../core/runs/logs.ts';
import type { CliCommand } from '../command.ts';

export const logsCommand: CliCommand = {
  declare: (program) =>
    program.command('logs').description("an execution's log").argument('<project:n>').option('-f, --follow', 'until it has ended'),
  async run(context, [ref], options) {
    const app = context.app();
    const lines = executionLogs(app, executionNamed(app.registry, ref!), { follow: options.follow === true, signal: context.signal });
    if (context.json) return { json: await Array.fromAsync(lines), text: '' };
    for await (const line of lines) await context.write(`${line.text}\n`);
    return { json: undefined, text: '' };
  },
};
