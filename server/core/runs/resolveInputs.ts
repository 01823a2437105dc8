/** Which versions the inputs of a step stand for at this moment. */
import type { ParameterValues } from '../command.ts';
import { fillReference } from '../command.ts';
import type { Version } from '../dataset.ts';
import { asDatapinError, DatapinError } from '../errors.ts';
import { withoutSecrets } from '../location.ts';
import { nearest } from '../nearest.ts';
import type { Step, StepInput } from '../pipeline.ts';
import { isReferenceUri, parseReference } from '../ref.ts';
import type { Registry } from '../registry/registry.ts';

export interface ResolvedInput {
  input: StepInput;
  sources: { written: string; version: Version }[];
}

interface Wanted {
  step: Pick<Step, 'name' | 'inputs'>;
  /** References by input, in place of the step's own. */
  given: Readonly<Record<string, readonly string[]>>;
  /** For `{parameter:…}` in references. */
  values: ParameterValues;
}

/** Every input, in the step's order; an optional one may be without sources. Throws `step.input` and `input.unresolved`. */
export function resolveInputs(registry: Registry, { step, given, values }: Wanted): ResolvedInput[] {
  refuseUnknown(step, given);
  return step.inputs.map((input) => {
    refuseName(input.name);
    const written = (Object.hasOwn(given, input.name) ? given[input.name]! : input.default).filter((text) => text.trim() !== '');
    if (written.length === 0 && !input.optional) throw missing(step, input);
    const sources = written.map((text) => ({ written: text, version: resolve(registry, input, fillReference(text.trim(), values)) }));
    return { input, sources };
  });
}

function resolve(registry: Registry, input: StepInput, text: string): Version {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !isReferenceUri(text)) throw notAdopted(input, withoutSecrets(text));
  const { ref, problem } = parseReference(text);
  if (ref) {
    try {
      return registry.versions.resolve(ref);
    } catch (error) {
      const { code, message, hint } = asDatapinError(error);
      if (!code.startsWith('ref.')) throw error;
      const unmade = code === 'ref.unknown-dataset' && !hint?.startsWith('Did you mean');
      const next = 'Run the step that makes it first, or give the input another version.';
      throw unresolved(input, text, { message, hint: unmade ? next : (hint ?? next), cause: error });
    }
  }
  if (problem.code === 'dynamic') {
    const hint = 'Give the parameter a value, or give the input a reference with -i.';
    throw unresolved(input, text, { message: 'It has a part that no parameter of the step fills in.', hint });
  }
  if (problem.code === 'no-version')
    throw unresolved(input, text, { message: problem.message, hint: `Write ${text}:latest, or name a version.` });
  if (/[/\\]/.test(text)) throw notAdopted(input, text);
  throw unresolved(input, text, { message: problem.message, hint: 'Write dataset:version, or dataset://name/version.' });
}

/** A run records exactly which bytes it used, which nobody can say of a place whose content may change. */
function notAdopted(input: StepInput, text: string): DatapinError {
  return unresolved(input, text, {
    message: 'It is a place, not a version.',
    hint: `Adopt it first, so that the run records which bytes it used: datapin adopt ${text} --as <name>. Then give the input <name>:latest.`,
  });
}

function unresolved(input: StepInput, text: string, why: { message: string; hint: string; cause?: unknown }): DatapinError {
  const { message, hint, cause } = why;
  return new DatapinError('input.unresolved', `The input "${input.name}" cannot be resolved: ${text}. ${message}`, { hint, cause });
}

function missing(step: Pick<Step, 'name'>, input: StepInput): DatapinError {
  return new DatapinError('step.input', `The input "${input.name}" of the step "${step.name}" has no value.`, {
    hint: `Give it a version, e.g. -i ${input.name}=dataset:version, or mark it as optional.`,
  });
}

function refuseUnknown(step: Pick<Step, 'name' | 'inputs'>, given: Wanted['given']): void {
  const names = step.inputs.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, names);
  throw new DatapinError('step.input', `The step "${step.name}" has no input "${unknown}".`, {
    hint: near ? `Did you mean ${near}?` : names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.',
  });
}

/** An input is a folder of that name. */
function refuseName(name: string): void {
  if (!/[/\\\0]/.test(name) && !['', '.', '..'].includes(name)) return;
  throw new DatapinError('step.input', `"${name}" cannot name an input, since no folder can have this name.`, { hint: 'Rename it.' });
}
