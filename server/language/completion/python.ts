/** Names of inputs, parameters, outputs and steps in Python, and the paths within an input, as the pipeline file has them. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { StepItem } from '../../formats/pipelineFile/types.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import { fileUri, stepsFor } from '../script/scripts.ts';
import { inputOffers, parameterOffers, plainOffers, stepOffer } from './named.ts';
import { matching, type Offer, type Offers } from './offers.ts';
import { pathOffers } from './paths.ts';
import { type PythonPlace, pythonPlace } from './pythonPlace.ts';

export function pythonOffers(file: SourceFile, offset: number, context: LanguageContext): Offers | undefined {
  const facts = file.analysis.python;
  const text = file.document.getText();
  const place = facts && pythonPlace(text, offset, facts);
  const pipeline = place && context.project.pipelineOf(fileUri(file))?.analysis.pipeline;
  if (!place || !pipeline) return undefined;
  const all = [...pipeline.steps.values()].map(({ item }) => item);
  const { range } = place;
  const typed = text.slice(range.start, offset);
  if (place.type === 'path') {
    const rest = text.slice(offset, range.end);
    return pathOffers({ start: range.start, typed, rest }, inputsNamed(place.input, stepsOf(file, all, context)), context.catalog);
  }
  const { taken, more } = matching(offersFor(place, { all, own: () => stepsOf(file, all, context) }), typed, ({ label }) => label);
  return { range, lead: '', items: taken, more };
}

/** The steps that run the file; every step while that cannot be known. */
function stepsOf(file: SourceFile, all: readonly StepItem[], { project }: LanguageContext): readonly StepItem[] {
  return stepsFor(file, project)?.map(({ item }) => item) ?? all;
}

interface Steps {
  all: readonly StepItem[];
  own(): readonly StepItem[];
}

function offersFor(place: Exclude<PythonPlace, { type: 'path' }>, { all, own }: Steps): Offer[] {
  if (place.type === 'step') return all.map(stepOffer);
  if (place.type !== 'prepared') return each(own(), offersOf[place.type]);
  const named = all.filter(({ step }) => step.name === place.step);
  return each(named.length > 0 ? named : own(), offersOf[place.kind]);
}

const offersOf: Readonly<Record<'input' | 'parameter' | 'output', (step: StepItem) => Offer[]>> = {
  input: inputOffers,
  parameter: parameterOffers,
  output: ({ outputs }) => plainOffers(outputs, CompletionItemKind.File),
};

/** A name that several steps have is offered once. */
function each(steps: readonly StepItem[], offers: (step: StepItem) => Offer[]): Offer[] {
  const byName = new Map<string, Offer>();
  for (const offer of steps.flatMap(offers)) if (!byName.has(offer.label)) byName.set(offer.label, offer);
  return [...byName.values()];
}

/** What an input of this name holds when a run names nothing else. */
function inputsNamed(name: string, steps: readonly StepItem[]): string[] {
  const defaults = steps.flatMap(({ step }) => step.inputs.filter((input) => input.name === name).flatMap((input) => input.default));
  return [...new Set(defaults)];
}
