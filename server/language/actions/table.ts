/** What can be done about each diagnostic, besides ignoring it. */
import type { DiagnosticCode } from '../rules.ts';
import type { Action } from './action.ts';
import { addKey, addToStep, removeEarlierKey, removeInput, removeKey } from './pipeline.ts';
import { type Asked, adoptAs, pinWithHash, upgradeAll } from './references.ts';

export interface Remedy {
  /** In words, for the list of all diagnostics and for reports. */
  about: string;
  /** Whether what a finding itself says to put in place may be taken without thinking. */
  sure?: boolean;
  /** What more can be done than that. */
  make?: (asked: Asked) => Action[];
}

const nearestName: Remedy = { about: 'Change to the nearest name that there is.', sure: true };

export const remedies: Readonly<Partial<Record<DiagnosticCode, Remedy>>> = {
  'unknown-dataset': { about: 'Change to the nearest name that there is, or adopt files under this one.', sure: true, make: adoptAs },
  'unknown-version': nearestName,
  'digest-mismatch': { about: 'Change to the hash that the version has.' },
  'malformed-reference': { about: 'Write it as one, or remove the blanks around it.', sure: true },
  unpinned: { about: 'Pin to the version that the alias names now, with its hash if you like.', sure: true, make: pinWithHash },
  'deprecated-version': { about: 'Use the version that takes its place.' },
  'newer-version': { about: 'Upgrade to the newest version: this one, or all in the file.', make: upgradeAll },
  'yaml-syntax': { about: 'Change tabs to blanks.', sure: true },
  'duplicate-key': { about: 'Remove the first of the two, which does not count.', make: removeEarlierKey },
  'wrong-type': { about: 'Write it as a text, where it wants quotes.', sure: true },
  'missing-key': { about: 'Add the key, with a value to fill in.', make: addKey },
  'unknown-key': nearestName,
  'invalid-value': nearestName,
  'unknown-item': nearestName,
  'unknown-step': nearestName,
  'unknown-task': nearestName,
  'unknown-node': nearestName,
  'unknown-input': { about: 'Change to the nearest name, or add the input to the step.', sure: true, make: addToStep },
  'unknown-output': nearestName,
  'unknown-parameter': { about: 'Change to the nearest name, or add the parameter to the step.', sure: true, make: addToStep },
  'unknown-endpoint': nearestName,
  'unknown-deployment': nearestName,
  'wrong-edge': { about: 'Change to the type that edges can join.', sure: true },
  'invalid-duration': { about: 'Write the time that was meant.', sure: true },
  'malformed-location': { about: 'Change to the location that was meant.', sure: true },
  'parameter-default': { about: 'Change to the nearest choice, or write it as the parameter wants it.', sure: true },
  'no-effect': { about: 'Remove the key.', make: removeKey },
  'unknown-placeholder': nearestName,
  'unknown-action': nearestName,
  'unused-input': { about: 'Remove the input.', make: removeInput },
  'missing-prefix': { about: 'Write the prefix.', sure: true },
};
