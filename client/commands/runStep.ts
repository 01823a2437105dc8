/** Runs a step, the one that is given or that is chosen: Enter runs it with its defaults; anything can be changed before. */
import { listSteps, runStep as run } from '../../server/protocol/requests.ts';
import type { WireExecution, WireStep } from '../../server/protocol/wire.ts';
import { count } from '../../server/protocol/words.ts';
import { type StepTarget, stepTarget } from '../commandArguments.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { openLog } from '../documents/logs.ts';
import { choose, mention, saveAll, tell } from '../editor.ts';
import { ProblemError } from '../problem.ts';
import { withProgress } from '../progress.ts';
import { askChanges } from '../stepForm.ts';

export function runStep(context: Context): Command {
  return async (given) => {
    const target = stepTarget(given);
    const step = await (target ? findStep(context, target) : pickStep(context));
    if (!step) return;
    const changes = await askChanges(context.server, step);
    if (!changes) return;
    await saveAll(); // the step runs what is on disk
    const execution = await withProgress(context.server, `Starting ${step.name}`, (token, cancellation) =>
      context.server.send(run, { file: step.file, step: step.name, ...changes, token }, cancellation),
    );
    await showStarted(context, execution);
  };
}

async function findStep({ server }: Context, { file, step: name }: StepTarget): Promise<WireStep> {
  const step = (await server.send(listSteps, { file })).find((one) => one.name === name);
  if (step) return step;
  throw new ProblemError({ code: 'step.unknown', message: `${lastParts(file)} has no step "${name}".`, hint: 'It may have been renamed.' });
}

async function pickStep({ server }: Context): Promise<WireStep | undefined> {
  const steps = await server.send(listSteps, {});
  if (steps.length === 0) {
    await tell('information', 'No step was found: write one into valohai.yaml or datapin.yaml.');
    return undefined;
  }
  const files = new Set(steps.map((step) => step.file));
  const choices = steps.map((step) => ({
    label: step.name,
    description: files.size > 1 ? lastParts(step.file) : undefined,
    detail: [step.image, count(step.inputs.length, 'input'), count(step.parameters.length, 'parameter')].filter(Boolean).join(' · '),
    icon: 'play',
    value: step,
  }));
  return choose(choices, { title: 'Run step', placeholder: 'A step' });
}

async function showStarted({ executions }: Context, execution: WireExecution): Promise<void> {
  const words = `Started ${execution.id}`;
  if (executions.view.visible) {
    await executions.revealExecution(execution);
    return mention(words);
  }
  await tell('information', `${words}.`, {
    Show: () => executions.revealExecution(execution),
    'Show Log': () => openLog(execution),
  });
}

/** `folder/valohai.yaml` of a URI. */
function lastParts(uri: string): string {
  return decodeURIComponent(uri.split('/').slice(-2).join('/'));
}
