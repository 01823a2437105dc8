/** What a running step finds in its `config` folder and its environment: the contract that training scripts are written for. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Execution, Json } from '../execution.ts';
import type { Step } from '../pipeline.ts';
import type { InputPlan } from './inputPlan.ts';
import { uuidOf } from './names.ts';
import { configFolder, inputsFolder, outputsFolder } from './runFolder.ts';

interface RunConfig {
  execution: Execution;
  inputs: InputPlan[];
  /** Absolute path of the pipeline file. */
  file: string;
}

/** Writes `execution`, `inputs`, `parameters` and `runtime`, each as JSON and as YAML (notebooks read the latter). */
export function writeConfig(run: RunConfig): void {
  const folder = configFolder(run.execution);
  mkdirSync(folder, { recursive: true });
  const documents: Record<string, Json> = {
    execution: executionConfig(run.execution),
    inputs: inputsConfig(run),
    parameters: run.execution.parameters,
    runtime: runtimeConfig(run),
  };
  for (const [name, document] of Object.entries(documents)) {
    const text = `${JSON.stringify(document, null, 2)}\n`;
    writeFileSync(join(folder, `${name}.json`), text);
    writeFileSync(join(folder, `${name}.yaml`), yamlNumbers(text));
  }
}

/** Environment of the command, without what it inherits. */
export function runEnvironment(execution: Execution, step: Pick<Step, 'environmentVariables'>, root: string): Record<string, string> {
  const own = step.environmentVariables.filter((variable) => variable.default !== undefined);
  const id = executionId(execution);
  return {
    // Without it Python keeps its lines back until it ends, and nobody could follow a run.
    PYTHONUNBUFFERED: '1',
    ...Object.fromEntries(own.map((variable) => [variable.name, variable.default!])),
    VH_CONFIG_DIR: configFolder(execution),
    VH_INPUTS_DIR: inputsFolder(execution),
    VH_OUTPUTS_DIR: outputsFolder(execution),
    VH_REPOSITORY_DIR: root,
    VH_JOB_ID: `exec-${id}`,
    VH_EXECUTION_ID: id,
    VH_PROJECT_ID: projectId(execution),
  };
}

/** Always the same for the same execution, so it need not be stored. */
export function executionId({ project, number, createdAt }: Pick<Execution, 'project' | 'number' | 'createdAt'>): string {
  return uuidOf(`${project}:${number} ${createdAt}`);
}

function projectId({ project }: Pick<Execution, 'project'>): string {
  return uuidOf(`project ${project}`);
}

function executionConfig(execution: Execution): Record<string, Json> {
  const { environment, createdBy } = execution;
  const facts: Record<string, Json> = {
    'commit-identifier': execution.code.commit ?? null,
    'creator-email': null,
    'creator-id': null,
    'creator-name': createdBy,
    'environment-id': environment,
    'environment-name': environment,
    'environment-slug': environment,
    'execution-counter': execution.number,
    'execution-ctime': execution.createdAt,
    'execution-duration': null,
    'execution-id': executionId(execution),
    'execution-image': execution.image ?? null,
    'execution-qtime': null,
    'execution-status': 'created',
    'execution-step': execution.step,
    'execution-tags': [],
    'execution-title': null,
    'project-id': projectId(execution),
    // Scripts take the part after the slash.
    'project-name': `${createdBy}/${execution.project}`,
  };
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [`valohai.${key}`, value]));
}

/** An input without files stands here too, so that a script does not fall back to a default of its own. */
function inputsConfig({ execution, inputs }: RunConfig): Record<string, Json> {
  const entries = inputs.map(({ input, sources }): [string, Json] => {
    const files = sources.flatMap(({ version, placements }) =>
      placements.map(
        ({ file, as }): Json => ({
          name: as,
          path: join(inputsFolder(execution), input.name, as),
          size: file.size,
          uri: file.location,
          checksums: file.sha256 === undefined ? {} : { sha256: file.sha256 },
          metadata: [{ 'datapin.version': `${version.dataset}:${version.name}`, 'datapin.path': file.path }],
        }),
      ),
    );
    return [input.name, { files }];
  });
  return Object.fromEntries(entries);
}

function runtimeConfig({ execution, file }: RunConfig): Record<string, Json> {
  return { engine: execution.engine, environment: execution.environment, 'pipeline-file': file };
}

/** JSON is YAML, but for PyYAML a number without a point is none when it has an exponent. */
function yamlNumbers(json: string): string {
  return json.replace(/^(\s*(?:"(?:[^"\\]|\\.)*": )?-?\d+)(e[+-]\d+,?)$/gm, '$1.0$2');
}
