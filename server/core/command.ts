/** The command line of a step: its commands with the parameters filled in, quoted for the shell. */
import type { Json } from './execution.ts';
import type { Step, StepParameter } from './pipeline.ts';
import { pythonText } from './pythonText.ts';
import { shellQuote } from './shell.ts';

/** Values by parameter. One without a value is left out of the command line. */
export type ParameterValues = Record<string, Json>;

/** The commands of a step with every known `{…}` filled in; an unknown one is left as it is, since it may be the shell's. */
export function stepCommands(step: Pick<Step, 'command' | 'parameters' | 'sourcePath'>, values: ParameterValues): string[] {
  return step.command.map((command) => command.replace(placeholder, (whole, what: string) => fill(step, what, values) ?? whole).trim());
}

/** `{parameter:NAME}` and `{parameter-value:NAME}` in an input's reference, filled in without quotes. */
export function fillReference(text: string, values: ParameterValues): string {
  return text.replace(/\{parameter(?:-value)?:([^{}\n]+)\}/g, (whole, name: string) => {
    const value = valueIn(values, name);
    return value === undefined || value === null || typeof value === 'object' ? whole : pythonText(value);
  });
}

/** The words a parameter adds to a command line, not yet quoted; none when it has no value. */
export function parameterWords(parameter: StepParameter, value: Json | undefined): string[] {
  const template = value === undefined || value === null ? undefined : templateOf(parameter, value);
  if (template === undefined || value === undefined) return [];
  const one = (atom: string) => words(template).map((word) => fillWord(word, parameter.name, atom));
  if (!parameter.multiple) return one(parameterText(parameter, value));
  const atoms = listOf(value);
  if (parameter.multiple === 'repeat') return atoms.flatMap((atom) => one(pythonText(atom)));
  return atoms.length === 0 ? [] : one(parameterText(parameter, value));
}

const placeholder = /\{([^\n]+?)\}/g;

function fill(step: Pick<Step, 'parameters' | 'sourcePath'>, what: string, values: ParameterValues): string | undefined {
  if (what === 'source-path') return step.sourcePath === undefined ? undefined : shellQuote(step.sourcePath);
  const quoted = (parameter: StepParameter) => parameterWords(parameter, valueIn(values, parameter.name)).map(shellQuote);
  if (what === 'parameters' || what === 'params') return step.parameters.flatMap(quoted).join(' ');
  const colon = what.indexOf(':');
  const parameter = step.parameters.find(({ name }) => name === what.slice(colon + 1));
  if (colon < 0 || !parameter) return undefined;
  if (what.startsWith('parameter:')) return quoted(parameter).join(' ');
  const value = valueIn(values, parameter.name);
  if (!what.startsWith('parameter-value:') || value === undefined) return undefined;
  return shellQuote(parameterText(parameter, value));
}

/** A list becomes one text with the parameter's separator. */
function parameterText(parameter: StepParameter, value: Json): string {
  return Array.isArray(value) ? value.map(pythonText).join(parameter.multipleSeparator) : pythonText(value);
}

function templateOf(parameter: StepParameter, value: Json): string | undefined {
  if (parameter.type !== 'flag') return parameter.passAs || '--{name}={value}';
  if (parameter.passTrueAs || parameter.passFalseAs) return (value ? parameter.passTrueAs : parameter.passFalseAs) || undefined;
  return value ? parameter.passAs || '--{name}' : undefined;
}

function words(template: string): string[] {
  return template.split(/\s+/).filter((word) => word !== '');
}

/** Python's `str.format`, as far as `pass-as` uses it: doubled braces stand for themselves. */
function fillWord(word: string, name: string, value: string): string {
  return word.replace(/\{\{|\}\}|\{(name|value|v)\}/g, (whole, key?: string) => {
    if (key === undefined) return whole.slice(1);
    return key === 'name' ? name : value;
  });
}

/** A parameter may have the name of something that every object has. */
function valueIn(values: ParameterValues, name: string): Json | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}
