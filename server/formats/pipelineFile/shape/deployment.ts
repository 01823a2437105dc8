/** An `endpoint`: a model that answers. A `deployment`: where endpoints go. */
import { any, choice, list, object, required, text, textOrList } from './build.ts';
import { ephemeralStorage, resourceKeys } from './work.ts';

const file = object('file', {
  name: required({ about: 'The name of the file, by which edges reach it.', value: text }),
  path: required({ about: 'Where the file lies, relative to the working folder of the endpoint.', value: text }),
  description: { about: 'What the file is.', value: text },
});

const toleration = object(
  'toleration',
  {
    key: { about: 'The taint that is tolerated; all of them when `operator` is `Exists` and there is no key.', value: text },
    operator: {
      about: 'How the value is compared.',
      value: choice({ Equal: 'The value must be the same.', Exists: 'Any value will do.' }),
      default: 'Equal',
    },
    value: { about: 'The value that is tolerated.', value: text },
    effect: {
      about: 'The effect that is tolerated; every one when there is none.',
      value: choice({
        NoSchedule: 'Nothing new is placed there.',
        PreferNoSchedule: 'Nothing new is placed there if it can be helped.',
        NoExecute: 'What runs there is sent away.',
      }),
    },
  },
  { needs: { key: 'key', when: 'operator', is: 'Equal' } },
);

export const endpoint = object(
  'endpoint',
  {
    name: required({
      about: 'The name of the endpoint, which becomes part of its URL.',
      value: { ...text, pattern: /^[a-z][a-z0-9-]+$/, patternWords: 'two or more lower-case letters, digits and dashes, a letter first' },
    }),
    image: required({ about: 'The container image to run in.', value: text }),
    'server-command': { about: 'The command that runs an HTTP server, or a list of them in order.', value: textOrList() },
    wsgi: { about: 'The WSGI application to serve: `package.app` or `package.app:callable`.', value: text },
    files: { about: 'Files to put into the image, such as a trained model.', value: list(file) },
    port: { about: 'The port of the HTTP server.', value: { type: 'number', min: 1025, max: 65_535 }, default: 8000 },
    resources: {
      about: 'The resources that the endpoint asks for, and its limits.',
      value: object('resources', { ...resourceKeys, 'ephemeral-storage': ephemeralStorage }),
    },
    'node-selector': {
      about: 'The Kubernetes nodes to run on, as `label=value`.',
      value: { ...text, pattern: /=/, patternWords: '"label=value"' },
    },
    tolerations: { about: 'The Kubernetes taints that are tolerated.', value: list(toleration) },
    description: { about: 'What the endpoint answers, shown as help.', value: text },
  },
  { oneOf: { keys: ['server-command', 'wsgi'], exclusive: true } },
);

export const deployment = object('deployment', {
  name: required({ about: 'The name of the deployment, unique in the file.', value: text }),
  defaults: {
    about: 'What holds when the deployment is made because there is none yet.',
    value: object('defaults', { target: { about: 'The cluster to deploy to, by name or UUID.', value: text } }, { others: any }),
  },
});
