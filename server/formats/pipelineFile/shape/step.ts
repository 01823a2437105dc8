/** A `step`: one thing to run. */
import { either, integer, list, object, required, text } from './build.ts';
import type { KeyShape, Shape } from './types.ts';
import { output, resourceKeys, workKeys } from './work.ts';

export const stopCondition: KeyShape = {
  about: 'Ends the execution when this expression over its metadata becomes true, such as `accuracy >= 0.99`.',
  value: { ...text, meaning: 'condition' },
};

const duration: Shape = either(integer, { ...text, meaning: 'duration' });

export const step = object('step', {
  name: required({ about: 'The name of the step, unique in the file.', value: text }),
  ...workKeys,
  image: required(workKeys.image),
  command: required(workKeys.command),
  outputs: { about: 'The outputs that the step is expected to leave; for information.', value: list(output) },
  description: { about: 'What the step does, shown as help.', value: text },
  category: { about: 'The heading under which the step is shown.', value: text },
  icon: { about: 'The URL of a picture for the step.', value: text },
  'source-path': { about: 'The script that the step was made from, relative to this file.', value: text },
  'stop-condition': stopCondition,
  'time-limit': { about: 'The longest that the step may run: seconds, or a text such as `1h 30m`.', value: duration },
  'no-output-timeout': {
    about: 'How long the step may print nothing before it counts as dead: seconds, or a text such as `1h 30m`.',
    value: duration,
  },
  'upload-store': { about: 'The store that outputs go to, by name or UUID.', value: { ...text, maxLength: 64 } },
  resources: { about: 'The resources that the step asks for, and its limits.', value: object('resources', resourceKeys) },
  'cache-volumes': { about: 'Names of persistent volume claims to use as further caches of inputs.', value: list(text) },
  'environment-variable-groups': { about: 'Groups of environment variables to add.', value: list(text) },
});
