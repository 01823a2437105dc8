/** The names in a Python file that mean something in a pipeline file: of steps, and of their inputs, parameters and outputs. */
import type { TextAt } from '../../formats/pipelineFile/types.ts';
import type { PythonFacts } from '../python/facts.ts';
import { type Occurrence, occurrence, type SubjectKind } from './occurrence.ts';

/** What a script belongs to. */
export interface ScriptOwners {
  /** URI of the pipeline file. */
  pipeline: string;
  /** Names of the steps that run the script. */
  steps: readonly string[];
}

/** One span holds an occurrence for every step that runs the script. `text` is the document's. */
export function pythonNames(facts: PythonFacts, { pipeline, steps }: ScriptOwners, text: string): Occurrence[] {
  const add = (kind: SubjectKind, owner: string[], name: TextAt | undefined) =>
    occurrence({ kind, owner: [pipeline, ...owner], isDefinition: false }, name, ({ start, end }) => text.slice(start, end));
  const prepared = facts.prepares.flatMap(({ step, inputs, parameters }) => [
    ...add('step', [], step),
    ...(step ? inputs.flatMap((name) => add('input', [step.text], name)) : []),
    ...(step ? parameters.flatMap((name) => add('parameter', [step.text], name)) : []),
  ]);
  const used = facts.uses.flatMap(({ kind, name }) => steps.flatMap((step) => add(kind, [step], name)));
  return [...prepared, ...used];
}
