/** What a step says and a node may override: image, command, inputs, parameters and what they run with. */
import { any, anyObject, choice, either, flag, integer, list, number, object, required, text, textOrList } from './build.ts';
import type { KeyShape, ObjectShape } from './types.ts';

const nameKey = (about: string): KeyShape => required({ about, value: text });

export const input = object('input', {
  name: required({ about: 'The name of the input, unique within its step.', value: { ...text, maxLength: 64 } }),
  default: {
    about: 'The reference or location that is read when a run names no other, or a list of them.',
    value: textOrList({ ...text, meaning: 'location' }),
  },
  optional: { about: 'Whether a run may go without this input.', value: flag, default: false },
  description: { about: 'What the input is for, shown as help.', value: text },
  filename: { about: 'Renames the file of this input; without effect when there are several.', value: text },
  'keep-directories': {
    about: 'Whether folders are kept when a wildcard finds files in several.',
    value: either(
      flag,
      choice({
        none: 'Only the names of files are kept.',
        full: 'The whole path is kept, as `true` also says.',
        suffix: 'The part of the path behind the wildcard is kept.',
      }),
    ),
    default: false,
  },
  download: {
    about: 'When the files are fetched.',
    value: choice({ always: 'Before the step begins.', 'on-demand': 'When the script asks for them.' }),
    default: 'always',
  },
});

export const output = object('output', {
  name: nameKey('The name of the output, unique within its step; it may be a glob.'),
  description: { about: 'What the output is.', value: text },
});

const parameterType = choice({
  string: 'A text.',
  integer: 'A whole number.',
  float: 'A number.',
  flag: 'True or false; passed as a bare option.',
});

export const parameter = object('parameter', {
  name: nameKey('The name of the parameter, unique within its step.'),
  type: { about: 'What kind of value the parameter takes.', value: parameterType, default: 'string' },
  default: { about: 'The value when a run gives no other.', value: any },
  optional: { about: 'Whether a run may go without a value; flags always may.', value: flag, default: false },
  description: { about: 'What the parameter is for, shown as help.', value: text },
  category: { about: 'The heading under which the parameter is shown.', value: text },
  choices: { about: 'The only values that may be chosen; not for flags.', value: list(any) },
  min: { about: 'The least value that is allowed, for numbers.', value: number },
  max: { about: 'The greatest value that is allowed, for numbers.', value: number },
  multiple: {
    about: 'Whether the parameter takes several values, and how they are passed; not for flags.',
    value: choice({
      none: 'One value.',
      repeat: 'The option is repeated for each value.',
      separate: 'All values in one option, with the separator between them.',
    }),
    default: 'none',
  },
  'multiple-separator': { about: 'What stands between values when `multiple` is `separate`.', value: text, default: ',' },
  'pass-as': {
    about: 'How the parameter is written in the command; `{name}` and `{value}` are filled in.',
    value: text,
    default: '--{name}={value}',
  },
  'pass-true-as': { about: 'How a flag is written when it is true; takes the place of `pass-as`.', value: text },
  'pass-false-as': { about: 'How a flag is written when it is false; takes the place of `pass-as`.', value: text },
  widget: {
    about: 'How the value is edited in a user interface.',
    value: either(
      text,
      object(
        'widget',
        { type: required({ about: 'The kind of widget.', value: text }), settings: { about: 'Settings of the widget.', value: anyObject } },
        { others: any },
      ),
    ),
  },
});

const environmentVariable = object('environment variable', {
  name: nameKey('The name of the environment variable, unique within its step.'),
  default: { about: 'The value when nothing else sets it; always a text.', value: text },
  optional: { about: 'Whether a run may go without a value.', value: flag, default: true },
  description: { about: 'What the variable is for, shown as help.', value: text },
});

const mount = either(
  { ...text, pattern: /^\/.+:\/.+$/, patternWords: '"/source:/destination" with two absolute paths' },
  object('mount', {
    source: required({ about: 'The folder of the host, or what the type of mount needs.', value: text }),
    destination: required({
      about: 'The folder in the container, an absolute path.',
      value: { ...text, pattern: /^\/.+$/, patternWords: 'an absolute path' },
    }),
    readonly: { about: 'Whether the mount can only be read.', value: flag, default: false },
    type: { about: 'The type of mount.', value: text },
    options: { about: 'More options of the mount.', value: anyObject },
  }),
);

/** Keys that a step and a node's override share. */
export const workKeys = {
  image: { about: 'The container image to run in.', value: text },
  command: { about: 'The command to run, or a list of them in order.', value: textOrList() },
  inputs: { about: 'The inputs that are there before the command begins.', value: list(input) },
  parameters: { about: 'The parameters that are filled into the command.', value: list(parameter) },
  environment: { about: 'Where to run: an ID, a slug, or part of the name of an environment.', value: text },
  autorestart: { about: 'Whether a run that lost its spot machine begins again.', value: flag, default: false },
  'runtime-config-preset': { about: 'The preset of runtime settings, by ID or slug; needs an `environment`.', value: text },
  'environment-variables': { about: 'Environment variables and their values.', value: list(environmentVariable) },
  mounts: { about: 'Folders to mount, where the environment allows it.', value: list(mount) },
} satisfies Record<string, KeyShape>;

/** A name for one group of resources, with the least and most that is asked for. */
export const resourceKeys = {
  cpu: { about: 'CPUs, in counts: 0.1 is a tenth of one.', value: range('cpu', number) },
  memory: { about: 'Memory in megabytes.', value: range('memory', number) },
  devices: {
    about: 'Devices by name, such as `nvidia.com/gpu: 1`.',
    value: object('devices', {}, { others: { type: 'number', min: 1 } }),
  },
} satisfies Record<string, KeyShape>;

export const ephemeralStorage: KeyShape = { about: 'Ephemeral storage in megabytes.', value: range('ephemeral-storage', integer) };

function range(words: string, value: typeof number): ObjectShape {
  return object(words, {
    min: { about: 'How much is asked for at least.', value },
    max: { about: 'How much may be used at most.', value },
  });
}
