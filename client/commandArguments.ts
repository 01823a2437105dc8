/**
 * What lenses, cards and actions give to commands. Anything may call a command, so it is looked at first; the server has the
 * last word on what it names. Nothing given means that the person is asked; what cannot be meant is refused.
 */
import { ProblemError } from './problem.ts';
import { isAnyNode } from './views/nodes.ts';

export interface StepTarget {
  /** URI of the pipeline file. */
  file: string;
  step: string;
}

export interface AdoptProposal {
  /** URIs of what is to be adopted; the person is asked when there are none. */
  uris: string[];
  /** `dataset` or `dataset:version`, to begin with. */
  as?: string;
}

/** `{ file, step }`. Throws `command.argument`. */
export function stepTarget(given: unknown): StepTarget | undefined {
  if (isNothing(given)) return undefined;
  const { file, step } = recordOf(given);
  if (isFileUri(file) && isText(step)) return { file, step };
  throw refused('The command was not given a step of a pipeline file.', '{ file: "file:///…/valohai.yaml", step: "train" }');
}

/** A reference, or `project:number`. Throws `command.argument`. */
export function subject(given: unknown): string | undefined {
  if (isNothing(given)) return undefined;
  if (isText(given) && !/\s/.test(given)) return given;
  throw refused('The command was not given a reference or an execution.', '"digits:v1" or "digits:3"');
}

/** `project:number`. Throws `command.argument`. */
export function executionId(given: unknown): string | undefined {
  if (isNothing(given)) return undefined;
  if (isText(given) && /^[^\s:]+:\d+$/.test(given)) return given;
  throw refused('The command was not given an execution.', '"digits:3"');
}

/** `{ uris, as }`, both of which may be left out. Throws `command.argument`. */
export function adoptProposal(given: unknown): AdoptProposal {
  if (isNothing(given)) return { uris: [] };
  const { uris = [], as } = recordOf(given);
  const areUris = Array.isArray(uris) && uris.every(isFileUri);
  if (areUris && (as === undefined || isText(as))) return { uris, ...(as === undefined ? {} : { as }) };
  throw refused('The command was not given files to adopt.', '{ uris: ["file:///…/images"], as: "digits:v1" }');
}

/** A title's button is given whatever has the focus in its tree, which is not what it was pressed for. */
function isNothing(given: unknown): boolean {
  return given === undefined || given === null || isAnyNode(given);
}

function refused(message: string, example: string): ProblemError {
  return new ProblemError({ code: 'command.argument', message, hint: `It takes nothing, or ${example}.` });
}

/** Longer than anything that is meant. */
const longest = 4096;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest;
}

function isFileUri(value: unknown): value is string {
  return isText(value) && value.startsWith('file://');
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
