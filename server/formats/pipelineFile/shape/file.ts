/** The shape of a pipeline file's items: each has one key that says what it is. */
import { any, object } from './build.ts';
import { deployment, endpoint } from './deployment.ts';
import { pipeline } from './pipeline.ts';
import { step } from './step.ts';
import { task } from './task.ts';

/** Top-level items; of several keys in one item the first of these is read. */
export const item = object(
  'item',
  {
    step: { about: 'A step: one thing to run, with its inputs and parameters.', value: step },
    task: { about: 'A task: many executions of a step, with values that vary.', value: task },
    endpoint: { about: 'An endpoint: a model that answers requests.', value: endpoint },
    pipeline: { about: 'A pipeline: nodes, and the edges along which they hand things on.', value: pipeline },
    blueprint: { about: 'A pipeline, under its other name.', value: pipeline },
    deployment: { about: 'A deployment: where endpoints are put when a pipeline makes a new version of it.', value: deployment },
  },
  { others: any },
);
