/** Starting an execution: everything is checked first, then recorded, then prepared, then handed to its engine. */
import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { codeState } from '../code.ts';
import { type ParameterValues, stepCommands } from '../command.ts';
import { asDatapinError, cancelled, throwIfCancelled } from '../errors.ts';
import { type CodeState, type Execution, executionName, type Json } from '../execution.ts';
import { parameterValues } from '../parameterValues.ts';
import type { Step } from '../pipeline.ts';
import { placeFiles } from '../placing.ts';
import { shellScript } from '../shell.ts';
import type { WorkOptions, World } from '../world.ts';
import { runEnvironment, writeConfig } from './config.ts';
import { type Environment, environmentFor } from './environments.ts';
import { type InputPlan, planInput } from './inputPlan.ts';
import { toName } from './names.ts';
import { reconcileExecution } from './reconcile.ts';
import { resolveInputs } from './resolveInputs.ts';
import { endPreparation, inputsFolder, isAskedToStop, makeRunFolder, outputsFolder } from './runFolder.ts';

export interface RunRequest {
  step: Step;
  /** Absolute path of the project's folder, where the commands are run. */
  root: string;
  /** Absolute path of the pipeline file. */
  file: string;
  /** References by input, in place of the step's own. */
  inputs?: Readonly<Record<string, readonly string[]>>;
  /** Values by parameter, in place of the step's own; texts are read by the parameter's type. */
  parameters?: Readonly<Record<string, Json>>;
  /** Where to run; `local` when absent, whatever the step says: it names a place of another system. */
  environment?: string;
}

/**
 * Starts an execution and answers it as it stands then, usually `started`. Throws `step.*`, `input.unresolved` and
 * `engine.unknown` before anything is recorded; what fails later ends the recorded execution, and is thrown too.
 */
export async function startExecution(world: World, request: RunRequest, options: WorkOptions = {}): Promise<Execution> {
  const plan = await planRun(world, request, options);
  const execution = record(world, plan);
  try {
    await untilAskedToStop(execution, options.signal, (signal) => prepare(world, { execution, plan }, { ...options, signal }));
    await submit(world, { execution, plan });
  } catch (error) {
    endPreparation(execution);
    const { code, message } = asDatapinError(error);
    const status = code === 'cancelled' ? 'stopped' : code === 'internal' ? 'crashed' : 'error';
    world.registry.executions.update(execution, { status, message, endedAt: new Date().toISOString() });
    throw error;
  }
  endPreparation(execution);
  return reconcileExecution(world, world.registry.executions.get(execution), { finish: false });
}

interface Plan {
  request: RunRequest;
  root: string;
  environment: Environment;
  values: ParameterValues;
  commands: string[];
  inputs: InputPlan[];
  code: CodeState;
}

async function planRun(world: World, request: RunRequest, { signal }: WorkOptions): Promise<Plan> {
  const { step } = request;
  const root = resolve(request.root);
  const environment = environmentFor(request.environment);
  await world.engine(environment.engine);
  const values = parameterValues(step, request.parameters ?? {});
  const resolved = resolveInputs(world.registry, { step, given: request.inputs ?? {}, values });
  const inputs = resolved.map((input) => planInput(world.registry, input));
  const code = await codeState(root, signal);
  throwIfCancelled(signal);
  return { request, root, environment, values, commands: stepCommands(step, values), inputs, code };
}

/** One transaction: the execution with its number, and what it is made from. */
function record(world: World, plan: Plan): Execution {
  const { registry } = world;
  const { step } = plan.request;
  return registry.transaction(() => {
    const project = registry.executions.ensureProject(plan.root, toName(basename(plan.root), 'project'));
    const draft = {
      step: step.name,
      engine: plan.environment.engine,
      environment: plan.environment.name,
      handle: undefined,
      image: step.image,
      command: plan.commands.join('\n'),
      parameters: plan.values,
      inputs: plan.inputs.flatMap(({ input, sources }) =>
        sources.map(({ written, version }) => ({
          input: input.name,
          written,
          ref: `${version.dataset}:${version.name}`,
          hash: version.hash,
        })),
      ),
      outputs: [],
      code: plan.code,
      startedAt: undefined,
      endedAt: undefined,
      duration: undefined,
      pricePerHour: plan.environment.pricePerHour,
      cost: undefined,
      exitCode: undefined,
      message: undefined,
      metadata: {},
    };
    const execution = registry.executions.add(project, draft, (number) => makeRunFolder(world, project.name, number));
    const target = `execution:${registry.executions.id(execution)}` as const;
    for (const { input, sources } of plan.inputs) {
      for (const { version } of sources) registry.lineage.add(`version:${registry.versions.id(version)}`, target, input.name);
    }
    return execution;
  });
}

interface Prepared {
  execution: Execution;
  plan: Plan;
}

async function prepare(world: World, { execution, plan }: Prepared, options: WorkOptions): Promise<void> {
  mkdirSync(outputsFolder(execution), { recursive: true });
  for (const { input, sources } of plan.inputs) {
    const folder = join(inputsFolder(execution), input.name);
    mkdirSync(folder, { recursive: true });
    for (const { version, placements } of sources) await placeFiles(world, { version, placements, folder }, options);
  }
  writeConfig({ execution, inputs: plan.inputs, file: plan.request.file });
  throwIfCancelled(options.signal);
}

/** Milliseconds between two looks for the word to stop. */
const lookEvery = 200;

/** Does work whose signal also says when somebody asks the run to stop; a single download may take an hour. */
async function untilAskedToStop(run: Execution, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<void>) {
  const asked = new AbortController();
  const looking = setInterval(() => isAskedToStop(run) && asked.abort(), lookEvery);
  try {
    await work(signal ? AbortSignal.any([signal, asked.signal]) : asked.signal);
  } finally {
    clearInterval(looking);
  }
}

async function submit(world: World, { execution, plan }: Prepared): Promise<void> {
  if (isAskedToStop(execution)) throw cancelled();
  const engine = await world.engine(execution.engine);
  await engine.submit({
    execution: executionName(execution),
    folder: execution.folder,
    cwd: plan.root,
    command: shellScript(plan.commands),
    env: runEnvironment(execution, plan.request.step, plan.root),
    image: execution.image,
  });
}
