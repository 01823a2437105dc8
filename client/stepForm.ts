/** The inputs and parameters of a step as a list to change things in, with "run" on top. */
import * as vscode from 'vscode';
import { listDatasets, listVersions } from '../server/protocol/requests.ts';
import type { WireStep } from '../server/protocol/wire.ts';
import { askText, type Choice, choose, chooseOrType } from './editor.ts';
import { plain } from './formats.ts';
import type { Server } from './serverClient.ts';
import { checkValue, readValue, references, type StepInput, type StepParameter } from './stepValues.ts';

/** What differs from the step's defaults. */
export interface StepChanges {
  parameters: Record<string, unknown>;
  inputs: Record<string, string[]>;
}

type Line = { type: 'input'; input: StepInput } | { type: 'parameter'; parameter: StepParameter };

/** Returns once "run" is chosen and nothing that is needed is missing; nothing when it was given up. */
export async function askChanges(server: Server, step: WireStep): Promise<StepChanges | undefined> {
  const changes: StepChanges = { parameters: {}, inputs: {} };
  for (;;) {
    const chosen = await chooseLine(step, changes);
    if (chosen === undefined) return undefined;
    const line = chosen === 'run' ? firstMissing(step, changes) : chosen;
    if (line === undefined) return changes;
    if (line.type === 'input') await changeInput(server, line.input, changes);
    else await changeParameter(line.parameter, changes);
  }
}

async function chooseLine(step: WireStep, changes: StepChanges): Promise<Line | 'run' | undefined> {
  type Item = vscode.QuickPickItem & { value?: Line | 'run' };
  const changed = Object.keys(changes.inputs).length + Object.keys(changes.parameters).length > 0;
  const heading = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: Item[] = [
    { label: `$(play) ${changed ? 'Run' : 'Run with defaults'}`, value: 'run' },
    heading('Inputs'),
    ...step.inputs.map(
      (input): Item => ({
        label: input.name,
        description: inputText(input, changes) || (input.optional ? 'none' : 'needed'),
        value: { type: 'input', input },
      }),
    ),
    heading('Parameters'),
    ...step.parameters.map(
      (parameter): Item => ({
        label: parameter.name,
        description: parameterText(parameter, changes) || (parameter.optional ? 'none' : 'needed'),
        value: { type: 'parameter', parameter },
      }),
    ),
  ];
  const title = `Run ${step.name}`;
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Run, or choose what to change',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.value;
}

function inputText(input: StepInput, { inputs }: StepChanges): string {
  return (inputs[input.name] ?? input.default).join(' ');
}

function parameterText(parameter: StepParameter, { parameters }: StepChanges): string {
  return plain(parameter.name in parameters ? parameters[parameter.name] : parameter.default);
}

function firstMissing(step: WireStep, changes: StepChanges): Line | undefined {
  const input = step.inputs.find((one) => !one.optional && inputText(one, changes) === '');
  if (input) return { type: 'input', input };
  const parameter = step.parameters.find((one) => !one.optional && one.type !== 'flag' && parameterText(one, changes) === '');
  return parameter && { type: 'parameter', parameter };
}

async function changeInput(server: Server, input: StepInput, changes: StepChanges): Promise<void> {
  const text = await chooseOrType(await knownReferences(server), {
    title: `Input ${input.name}`,
    placeholder: inputText(input, changes) || 'dataset:version',
  });
  if (text) changes.inputs[input.name] = references(text);
}

/** `latest` of every dataset, then their versions. */
async function knownReferences(server: Server): Promise<Choice<string>[]> {
  const datasets = (await server.send(listDatasets, {})).filter(({ latest }) => latest !== undefined);
  const versions = await Promise.all(datasets.slice(0, 50).map(({ name }) => server.send(listVersions, { dataset: name })));
  return [
    ...datasets.map(({ name, latest }) => ({ label: `${name}:latest`, description: latest, value: `${name}:latest` })),
    ...versions.flat().map(({ ref, aliases }) => ({ label: ref, description: aliases.join(', '), value: ref })),
  ];
}

async function changeParameter(parameter: StepParameter, changes: StepChanges): Promise<void> {
  const title = `Parameter ${parameter.name}`;
  const now = parameterText(parameter, changes);
  const choices = parameter.choices ?? (parameter.type === 'flag' ? [true, false] : undefined);
  const value = choices
    ? await choose(
        choices.map((choice) => ({ label: plain(choice), value: choice })),
        { title, placeholder: now },
      )
    : await askValue(parameter, { title, now });
  if (value !== undefined) changes.parameters[parameter.name] = value;
}

async function askValue(parameter: StepParameter, { title, now }: { title: string; now: string }): Promise<unknown> {
  const text = await askText({ title, prompt: parameter.type, value: now, check: (typed) => checkValue(parameter, typed) });
  return text === undefined ? undefined : readValue(parameter, text);
}
