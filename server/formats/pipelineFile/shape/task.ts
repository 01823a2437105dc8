/** A `task`: many executions of a step, with values that vary. */
import { anyObject, choice, flag, integer, list, number, object, required, text } from './build.ts';
import { stopCondition } from './step.ts';
import type { Shape } from './types.ts';

const atom: Shape = { type: 'either', forms: [number, text, flag] };

const rules = object('rules', {
  items: { about: 'The values, for the style `multiple`.', value: list(atom) },
  value: { about: 'The value, for the style `single`.', value: number },
  min: { about: 'The least value, for the style `random`.', value: number },
  max: { about: 'The greatest value, for the style `random`.', value: number },
  start: { about: 'The first value, for the styles `linear` and `logspace`.', value: number },
  end: { about: 'The last value, for the styles `linear` and `logspace`.', value: number },
  step: { about: 'From one value to the next, for the style `linear`.', value: number },
  count: { about: 'How many values there are.', value: number },
  base: { about: 'The base of the logarithm, for the style `logspace`.', value: number },
  distribution: { about: 'How random values are spread.', value: text },
  integerify: { about: 'Whether values are made whole numbers.', value: flag },
  numberify: { about: 'Whether values are made numbers.', value: flag },
  seed: { about: 'Where random values begin, so that they are the same each time.', value: number },
});

const variant = object('parameter', {
  name: required({ about: "The step's parameter that varies.", value: text }),
  style: required({
    about: 'How the values are found.',
    value: choice({
      single: 'One value.',
      multiple: 'The values of a list.',
      linear: 'From start to end in equal steps.',
      logspace: 'Powers of a base, from start to end.',
      random: 'Random values between min and max.',
    }),
  }),
  rules: required({ about: 'The values, as the style wants them.', value: rules }),
});

export const task = object(
  'task',
  {
    name: required({ about: 'The name of the task, unique in the file.', value: text }),
    step: required({ about: 'The step to run.', value: text }),
    type: {
      about: 'How values are chosen.',
      value: choice(
        {
          grid_search: 'Every combination of values.',
          random_search: 'Random combinations.',
          bayesian_tpe: 'Values that look promising after those before.',
          manual_search: 'The sets of values that are written down.',
          distributed: 'Executions that work together.',
        },
        { loose: 'dashes' },
      ),
      default: 'grid_search',
    },
    parameters: { about: 'The parameters that vary, and how.', value: list(variant) },
    'parameter-sets': { about: 'Sets of values, one an execution, for a manual search.', value: list(anyObject) },
    'execution-count': { about: 'How many executions are made.', value: integer },
    'execution-batch-size': { about: 'How many executions are made at a time.', value: integer },
    'maximum-queued-executions': { about: 'How many executions may wait at a time.', value: integer },
    'optimization-target-metric': { about: 'The metadata to make better, for a Bayesian search.', value: text },
    'optimization-target-value': { about: 'The value that is good enough, for a Bayesian search.', value: number },
    engine: { about: 'What chooses values in a Bayesian search, such as `optuna`.', value: text },
    'on-child-error': {
      about: 'What happens when an execution fails.',
      value: choice(
        {
          'continue-and-complete': 'The others go on, and the task completes.',
          'continue-and-error': 'The others go on, and the task fails.',
          'stop-all-and-error': 'The others are stopped, and the task fails.',
        },
        { loose: 'dashes' },
      ),
    },
    'stop-condition': stopCondition,
    'reuse-children': {
      about: 'Whether earlier executions that are the same are taken in place of new ones.',
      value: flag,
      default: false,
    },
    description: { about: 'What the task is for, shown as help.', value: text },
  },
  { oneOf: { keys: ['parameters', 'parameter-sets'], exclusive: false } },
);
