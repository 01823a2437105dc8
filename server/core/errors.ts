/**
 * Every error the product raises on purpose. The code is stable (scripts, tests and front ends lean on it);
 * the group decides the exit code of the command line and the tone of the editor.
 */

/** no: the answer is no · usage: wrong use · world: disk, network, permission, registry · cancelled: by the user */
export type ErrorGroup = 'no' | 'usage' | 'world' | 'cancelled';

const groups = {
  'ref.malformed': 'usage',
  'ref.unknown-dataset': 'no',
  'ref.unknown-version': 'no',
  'ref.digest-mismatch': 'no',
  'ref.ambiguous-digest': 'no',
  'name.invalid': 'usage',
  'alias.reserved': 'usage',
  'alias.taken': 'usage',
  'dataset.kind': 'no',
  'version.exists': 'no',
  'deprecate.successor': 'usage',
  'adopt.empty': 'no',
  'adopt.path-collision': 'no',
  'adopt.unsupported-location': 'usage',
  'adopt.problems': 'no',
  'source.unknown': 'usage',
  'source.location': 'usage',
  'source.malformed': 'no',
  'source.project': 'no',
  'source.export': 'world',
  'source.answer': 'world',
  'source.rate-limit': 'world',
  'secret.missing': 'usage',
  'secret.refused': 'world',
  'web.network': 'world',
  'web.denied': 'world',
  'web.missing': 'world',
  'web.expired': 'world',
  'web.rate-limit': 'world',
  'web.redirect': 'world',
  'web.refused-host': 'world',
  'web.truncated': 'world',
  'web.failed': 'world',
  'archive.malformed': 'no',
  'archive.unsafe': 'no',
  'archive.too-large': 'no',
  'archive.unsupported': 'no',
  'derive.empty': 'no',
  'derive.conflict': 'no',
  'derive.recipe': 'usage',
  'labels.none': 'no',
  'file.changed': 'world',
  'file.vanished': 'world',
  'file.unreadable': 'world',
  'file.name': 'world',
  'file.too-large': 'world',
  'declared.malformed': 'world',
  'declared.mismatch': 'no',
  'folder.missing': 'world',
  'folder.unreadable': 'world',
  'disk.full': 'world',
  'disk.denied': 'world',
  'checkout.exists': 'no',
  'registry.corrupt': 'world',
  'registry.locked': 'world',
  'registry.newer': 'world',
  'registry.read-only': 'world',
  'registry.full': 'world',
  'registry.unavailable': 'world',
  'runtime.too-old': 'world',
  'runtime.sqlite': 'world',
  's3.bucket': 'world',
  's3.key': 'world',
  's3.credentials': 'world',
  's3.expired': 'world',
  's3.denied': 'world',
  's3.network': 'world',
  's3.truncated': 'world',
  's3.failed': 'world',
  's3.archived': 'world',
  's3.location': 'usage',
  'pipeline.missing': 'usage',
  'pipeline.broken': 'usage',
  'step.unknown': 'usage',
  'step.parameter': 'usage',
  'step.input': 'usage',
  'input.unresolved': 'no',
  'execution.unknown': 'no',
  'execution.ended': 'no',
  'execution.failed': 'no',
  'execution.lost': 'world',
  'execution.elsewhere': 'world',
  'engine.unknown': 'usage',
  'engine.start': 'world',
  'output.sidecar': 'world',
  'workspace.untrusted': 'usage',
  usage: 'usage',
  internal: 'world',
  cancelled: 'cancelled',
} as const satisfies Record<string, ErrorGroup>;

export type ErrorCode = keyof typeof groups;

/** Something went wrong that a person can act on: what (message), which (code) and what to do (hint). */
export class DatapinError extends Error {
  override readonly name = 'DatapinError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** What is wrong, one line a thing, when it is many things. */
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown; details?: readonly string[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? [];
  }

  get group(): ErrorGroup {
    return groups[this.code];
  }
}

/** What crosses a thread or a process in place of the error object. */
export interface ErrorRecord {
  code: ErrorCode;
  message: string;
  hint?: string;
  details?: readonly string[];
}

export function toRecord(error: unknown): ErrorRecord {
  const known = asDatapinError(error);
  const { code, message, hint, details } = known;
  return { code, message, ...(hint ? { hint } : {}), ...(details.length > 0 ? { details } : {}) };
}

export function fromRecord(record: ErrorRecord): DatapinError {
  const { code, message, ...more } = record;
  return new DatapinError(code, message, more);
}

/** Any thrown value as a DatapinError; what nobody foresaw becomes `internal` and keeps its cause. */
export function asDatapinError(error: unknown): DatapinError {
  if (error instanceof DatapinError) return error;
  if (error instanceof Error) {
    if (error.name === 'AbortError') return cancelled(error);
    const code = systemCode(error);
    if (lacksRoom(error)) {
      return new DatapinError('disk.full', 'The disk is full.', {
        hint: 'Free some space and try again; nothing was half-written.',
        cause: error,
      });
    }
    if ((code === 'EACCES' || code === 'EPERM' || code === 'EROFS') && 'path' in error) {
      return new DatapinError('disk.denied', `${error.path} may not be read or written (${code}).`, {
        hint: 'Give yourself permission, or choose another folder.',
        cause: error,
      });
    }
  }
  const message = error instanceof Error ? error.message : String(error);
  return new DatapinError('internal', message, { hint: 'This is a defect in Datapin: please report it with the log.', cause: error });
}

export function cancelled(cause?: unknown): DatapinError {
  return new DatapinError('cancelled', 'Cancelled.', { cause });
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal.reason);
}

/** Whether a disk or somebody's share of it is full. */
export function lacksRoom(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** `ENOENT` and its kin, of a Node system error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
