/**
 * Every diagnostic there is: its stable code, how bad it is unless somebody says otherwise, and what it is about.
 * Settings, ignore comments, `datapin check` and its SARIF are made of this table.
 */
import type { PipelineCode } from '../formats/pipelineFile/types.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** As a person sets them, the worst first. */
export const levels: readonly (Severity | 'off')[] = ['error', 'warning', 'information', 'hint', 'off'];

export interface Rule {
  severity: Severity;
  /** Of a reference in text that does not need one, as in a comment or a log message; as above when absent. */
  elsewhere?: Severity;
  /** One sentence, for settings and reports. */
  about: string;
}

export type ReferenceCode =
  | 'unknown-dataset'
  | 'unknown-version'
  | 'digest-mismatch'
  | 'malformed-reference'
  | 'wide-name'
  | 'not-a-model'
  | 'unpinned'
  | 'deprecated-version'
  | 'broken-version'
  | 'newer-version'
  | 'split-leak';

export type PythonCode = 'unused-input' | 'missing-prefix';

export type TextCode = 'notebook-syntax' | 'not-utf8';

export type DiagnosticCode = ReferenceCode | PipelineCode | PythonCode | TextCode;

export const rules: Readonly<Record<DiagnosticCode, Rule>> = {
  'unknown-dataset': { severity: 'error', elsewhere: 'warning', about: 'A reference names a dataset that the registry does not have.' },
  'unknown-version': {
    severity: 'error',
    elsewhere: 'warning',
    about: 'A reference names a version or alias that its dataset does not have.',
  },
  'digest-mismatch': { severity: 'error', elsewhere: 'warning', about: 'A version has another hash than its reference says.' },
  'malformed-reference': { severity: 'error', elsewhere: 'warning', about: 'A text that must be a reference is not written as one.' },
  'wide-name': { severity: 'information', about: 'A name is legal in other tools, but not in Datapin.' },
  'not-a-model': { severity: 'information', about: 'A model:// reference names a dataset that is no model.' },
  unpinned: { severity: 'information', about: 'An alias moves: a step that must be repeatable names a version.' },
  'deprecated-version': { severity: 'warning', about: 'A version should no longer be used.' },
  'broken-version': { severity: 'warning', about: 'Bytes of a version were changed or lost since it was adopted.' },
  'newer-version': { severity: 'hint', about: 'A dataset has a newer version than the one that is named.' },
  'split-leak': { severity: 'warning', about: 'Inputs of a step for training and for judging have files in common.' },
  'yaml-syntax': { severity: 'error', about: 'The text is not YAML.' },
  'notebook-syntax': { severity: 'error', about: 'The text is not a notebook.' },
  'not-utf8': { severity: 'error', about: 'The bytes of a file are not UTF-8, so it is not read; only `datapin check` sees it.' },
  'duplicate-key': { severity: 'warning', about: 'A key is given twice; the last one counts.' },
  'wrong-type': { severity: 'error', about: 'A value has another type than its key wants.' },
  'missing-key': { severity: 'error', about: 'A key that must be there is missing.' },
  'unknown-key': { severity: 'error', about: 'A key is not known at its place.' },
  'invalid-value': { severity: 'error', about: 'A value is not among those that its key allows.' },
  'conflicting-keys': { severity: 'error', about: 'Keys exclude one another.' },
  'unknown-item': { severity: 'warning', about: 'A top-level item is of no known kind, so it is not read.' },
  'duplicate-name': { severity: 'warning', about: 'Two things of one kind have the same name.' },
  'unknown-step': { severity: 'error', about: 'There is no step of that name.' },
  'unknown-task': { severity: 'error', about: 'There is no task of that name.' },
  'unknown-node': { severity: 'error', about: 'A pipeline has no node of that name.' },
  'unknown-input': { severity: 'error', about: 'A step has no input of that name.' },
  'unknown-output': { severity: 'warning', about: 'A step that lists its outputs has none of that name.' },
  'unknown-parameter': { severity: 'error', about: 'A step has no parameter of that name.' },
  'unknown-endpoint': { severity: 'warning', about: 'There is no endpoint of that name, or it has no such file.' },
  'unknown-deployment': { severity: 'warning', about: 'There is no deployment of that name.' },
  'malformed-edge': { severity: 'error', about: 'An edge is not written as [node.type.key, node.type.key].' },
  'wrong-edge': { severity: 'error', about: 'An edge leads from or to something that edges cannot join.' },
  'edge-cycle': { severity: 'error', about: 'Nodes of a pipeline wait for each other.' },
  'parameter-default': { severity: 'warning', about: "A parameter's default does not fit its type, limits or choices." },
  'no-effect': { severity: 'warning', about: 'A key has no effect at its place.' },
  'unknown-placeholder': { severity: 'warning', about: 'A command names a parameter that the step does not have.' },
  'unknown-action': { severity: 'warning', about: 'The when or then of an action is not a known one.' },
  'no-target': { severity: 'warning', about: 'Something that is handed on has nowhere to go.' },
  'missing-environment': { severity: 'error', about: 'A runtime config preset needs an environment.' },
  'invalid-expression': { severity: 'error', about: 'A condition cannot be read.' },
  'invalid-duration': { severity: 'error', about: 'A time limit cannot be read.' },
  'malformed-location': { severity: 'warning', about: 'The location of an input cannot be read.' },
  'unused-input': { severity: 'hint', about: 'The script of a step never asks for one of its inputs.' },
  'missing-prefix': { severity: 'warning', about: 'Metadata of an output is ignored without its "valohai." prefix.' },
};

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(rules, text);
}
