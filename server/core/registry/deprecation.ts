/** Whether a version may be called deprecated with this reason and this successor. */
import type { Deprecation } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import type { VersionName, VersionTable } from './versions.ts';

/**
 * What is to be kept, with the reason on one line. Throws `usage` without a reason, `ref.unknown-version` when the
 * successor is not there, and `deprecate.successor` when the successors would lead back to the version itself.
 */
export function deprecation(
  versions: Pick<VersionTable, 'find' | 'id'>,
  version: VersionName,
  { why, use }: { why: string; use?: VersionName | undefined },
): Pick<Deprecation, 'why' | 'use'> {
  const reason = why.trim().replace(/\s+/g, ' ');
  if (reason === '') {
    throw new DatapinError('usage', 'The reason is missing.', { hint: 'Say why it should no longer be used: --why "wrong labels".' });
  }
  if (use === undefined) return { why: reason };
  versions.id(use);
  if (leadsTo(versions, use, refOf(version))) {
    throw new DatapinError('deprecate.successor', `${refOf(version)} cannot be followed by ${refOf(use)}, which leads back to it.`, {
      hint: 'Name another version to use instead, or none.',
    });
  }
  return { why: reason, use: refOf(use) };
}

/** Whether the successors of a version, from itself on, come to another. */
function leadsTo(versions: Pick<VersionTable, 'find'>, start: VersionName, end: string): boolean {
  const passed = new Set<string>();
  let at: string | undefined = refOf(start);
  while (at !== undefined && !passed.has(at)) {
    if (at === end) return true;
    passed.add(at);
    at = successor(versions, at);
  }
  return false;
}

function successor(versions: Pick<VersionTable, 'find'>, ref: string): string | undefined {
  const [dataset = '', name = ''] = ref.split(':');
  return versions.find(dataset, name)?.deprecated?.use;
}

function refOf({ dataset, name }: VersionName): string {
  return `${dataset}:${name}`;
}
