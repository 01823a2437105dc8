/** SQLite's error codes in our words. */
import { DatapinError, systemCode } from '../errors.ts';

/** Runs database work and turns SQLite's errors into ours. */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(path, error);
  }
}

export function readOnly(path: string, cause?: unknown): DatapinError {
  return new DatapinError('registry.read-only', `The registry at ${path} is read-only.`, {
    hint: 'Reading goes on working. To write, make the file and its folder writable or set DATAPIN_HOME elsewhere.',
    cause,
  });
}

export function corrupt(path: string, why: string, cause?: unknown): DatapinError {
  return new DatapinError('registry.corrupt', `${path} cannot be read: ${why}.`, {
    hint: 'Nothing was changed. Put back a backup of the file, or move it away to start with an empty registry.',
    cause,
  });
}

export function parseJson<T>(path: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw corrupt(path, 'a record in it is damaged', error);
  }
}

function translate(path: string, error: unknown): unknown {
  if (error instanceof DatapinError) return error;
  const code = systemCode(error) ?? '';
  if (code === 'SQLITE_CORRUPT' || code.startsWith('SQLITE_CORRUPT_') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ') {
    return corrupt(path, 'the file is damaged or is no database', error);
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new DatapinError('registry.locked', 'The registry is locked by another program.', {
      hint: 'Try again in a moment; if it stays, end the program that holds the registry open.',
      cause: error,
    });
  }
  // The last of them is how SQLite says that there is no room for the file by which its processes share the write-ahead log.
  if (['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'SQLITE_IOERR_SHMSIZE'].includes(code)) {
    return new DatapinError('registry.full', 'The disk is full: the registry could not be written.', {
      hint: 'Free some space and try again; nothing was half-written.',
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return readOnly(path, error);
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR') || fileCodes.includes(code)) {
    return new DatapinError('registry.unavailable', `The registry at ${path} cannot be opened or written.`, {
      hint: 'Check the folder that DATAPIN_HOME names, its permissions and its free space.',
      cause: error,
    });
  }
  if (code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND') {
    return new DatapinError('runtime.sqlite', 'The database library of Datapin cannot be loaded on this system.', {
      hint: 'On Linux it needs glibc 2.34 or later (Ubuntu 22.04, Debian 12, RHEL 9).',
      cause: error,
    });
  }
  return error;
}

const fileCodes = ['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'EIO'];
