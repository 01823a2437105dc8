/** What a person names in a line of text: a version or an execution of the registry. */
import type { Version } from './dataset.ts';
import { DatapinError } from './errors.ts';
import type { Execution } from './execution.ts';
import { parseExecutionReference, parseReference } from './ref.ts';
import type { Registry } from './registry/registry.ts';

/** The version that a reference names; a bare dataset name means its newest. Throws `ref.*`. */
export function versionNamed(registry: Registry, text: string): Version {
  const { ref, problem } = parseReference(text);
  if (ref) return registry.versions.resolve(ref);
  if (problem.code === 'no-version') {
    return registry.versions.resolve({ name: text.replace(/^(dataset|model):\/\//, ''), version: 'latest', digest: undefined });
  }
  throw new DatapinError('ref.malformed', `"${text}" is no reference: ${problem.message}`, {
    hint: 'Write dataset:version, e.g. digits:v1.',
  });
}

/** The execution that `project:number` or `project:latest` names. Throws `ref.malformed` or `execution.unknown`. */
export function executionNamed(registry: Registry, text: string): Execution {
  const ref = parseExecutionReference(text);
  if (!ref) throw new DatapinError('ref.malformed', `"${text}" is no execution.`, { hint: 'Write project:number or project:latest.' });
  return registry.executions.get(ref);
}
