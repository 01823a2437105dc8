/** Why something of this machine cannot be listed or read, in words. */
import { DatapinError, systemCode } from '../../core/errors.ts';
import { unnameable } from '../../core/fileProblems.ts';
import { shortened } from '../../core/location.ts';

export function unreadable(path: string, cause: unknown): DatapinError {
  const code = systemCode(cause);
  const nameless = code === 'ENAMETOOLONG' ? unnameable(path, code) : undefined;
  if (nameless) return nameless;
  return new DatapinError('folder.unreadable', `${shortened(path)} cannot be read (${code ?? cause}).`, {
    hint: 'Give yourself permission to read it, or leave it out.',
    cause,
  });
}

/** Of something that its folder named a moment ago. */
export function unlistable(path: string, error: unknown): DatapinError {
  const code = systemCode(error);
  const nameless = unnameable(path, code);
  if (nameless) return nameless;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return unreadable(path, error);
  return new DatapinError('file.vanished', `${path} vanished while its folder was listed.`, {
    hint: 'Try again when nothing writes there.',
    cause: error,
  });
}

/** Of what a person named. */
export function notThere(path: string, error: unknown): DatapinError {
  if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
    return new DatapinError('folder.missing', `There is no file or folder ${shortened(path)}.`, { hint: howToName(path), cause: error });
  }
  if (systemCode(error) === 'ELOOP') {
    return new DatapinError('folder.missing', `${path} is a symbolic link that leads back to itself.`, {
      hint: 'Name the folder itself.',
      cause: error,
    });
  }
  return unreadable(path, error);
}

/** A shell hands a pattern on as it is when nothing fits it, or when it was quoted. */
function howToName(path: string): string {
  const [, folder, pattern] = /^(.*?)[\\/]([^\\/]*[*?[{].*)$/s.exec(path) ?? [];
  if (pattern === undefined) return 'Check the path.';
  return `Adopt the folder ${shortened(folder || '/')} with --include '${shortened(pattern)}'.`;
}
