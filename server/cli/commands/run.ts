import { dirname, resolve } from 'node:path';
import { DatapinError } from '../../core/errors.ts';
import { type Execution, executionName } from '../../core/execution.ts';
import { executionLogs, waitForExecution } from '../../core/runs/logs.ts';
import { startExecution } from '../../core/runs/start.ts';
import { duration } from '../../protocol/words.ts';
import type { CliCommand, CliContext } from '../command.ts';
import { executionJson } from '../json.ts';

export const runCommand: CliCommand = {
  declare: (program) =>
    program
      .command('run')
      .description('run a step of the pipeline file')
      .argument('<step>')
      .option('-p, --parameter <name=value>', 'a parameter; again for a list', collect)
      .option('-i, --input <name=ref>', 'an input; again for more than one', collect)
      .option('--environment <name>', 'where to run')
      .option('--file <path>', 'the pipeline file; else the nearest one here or above')
      .option('--watch', 'follow the log to the end; exit code 1 when it fails'),
  async run(context, [name], options) {
    const { findPipelineFile, findStep } = await import('../../pipelineFiles.ts');
    const file = options.file ? resolve(context.cwd, options.file as string) : findPipelineFile(context.cwd);
    const { step } = findStep(file, name!);
    const started = await startExecution(
      context.app(),
      {
        step,
        file,
        root: dirname(file),
        inputs: pairs('-i', options.input),
        parameters: single(pairs('-p', options.parameter)),
        ...(options.environment ? { environment: options.environment as string } : {}),
      },
      { signal: context.signal, onProgress: context.onProgress },
    );
    if (!options.watch) return { json: executionJson(started), text: `${executionName(started)}\n` };
    return watch(context, started);
  },
};

async function watch(context: CliContext, started: Execution) {
  const { signal } = context;
  context.say(`${executionName(started)} ${started.step}`);
  for await (const line of executionLogs(context.app(), started, { follow: true, signal })) {
    if (!context.json) await context.write(`${line.text}\n`);
  }
  const ended = await waitForExecution(context.app(), started, { signal });
  const outputs = ended.outputs.map((ref) => `made ${ref}\n`).join('');
  const took = ended.duration === undefined ? '' : ` after ${duration(ended.duration)}`;
  const message = ended.message ? `${ended.message}\n` : '';
  return {
    json: executionJson(ended),
    text: `${message}${outputs}${executionName(ended)} is ${ended.status}${took}\n`,
    exitCode: ended.status === 'complete' ? (0 as const) : (1 as const),
  };
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function pairs(option: string, given: unknown): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const text of (given as string[] | undefined) ?? []) {
    const at = text.indexOf('=');
    if (at <= 0) throw new DatapinError('usage', `${option} ${text} has no value.`, { hint: `Write ${option} name=value.` });
    const name = text.slice(0, at);
    all[name] = [...(all[name] ?? []), text.slice(at + 1)];
  }
  return all;
}

/** One value stays a value; a name that is given again makes a list. */
function single(values: Record<string, string[]>): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.length === 1 ? list[0]! : list]));
}
