/** Names that are suggested though many letters of them are missing. */
import { checkRows } from './lintRows.ts';

checkRows('names by their beginning', [
  [
    'the beginning of a name',
    '- step: {name: train-node, image: i, command: c}\n- task: {name: t, step: ⟦train⟧, parameters: []}\n',
    'unknown-step -> train-node',
  ],
  [
    'more than a name',
    '- step: {name: train, image: i, command: c}\n- task: {name: t, step: ⟦train-node⟧, parameters: []}\n',
    'unknown-step -> train',
  ],
  [
    'the beginning of two names',
    '- step: {name: train-big, image: i, command: c}\n- step: {name: train-small, image: i, command: c}\n- task: {name: t, step: ⟦train⟧, parameters: []}\n',
    'unknown-step',
  ],
  [
    'too short a beginning',
    '- step: {name: train-node, image: i, command: c}\n- task: {name: t, step: ⟦tr⟧, parameters: []}\n',
    'unknown-step',
  ],
]);
