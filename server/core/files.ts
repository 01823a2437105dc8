/** Small files that must never be seen half-written. */
import { randomUUID } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { systemCode } from './errors.ts';

/** Replaces a file whole: after a crash the old or the new text is there, never a part of it. `mode` as of `chmod`. */
export function writeWhole(path: string, text: string, mode?: number): void {
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    writeThrough(partial, text, mode);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Makes a file whole, unless it is there: of several who try, one is told that it did. */
export function createWhole(path: string, text: string): boolean {
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    writeThrough(partial, text);
    // a link appears with its content, or not at all
    linkSync(partial, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** The JSON in a file; nothing when the file is not there. */
export function readJsonFile<T>(path: string): T | undefined {
  const text = readTextFile(path);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The text in a file; nothing when the file is not there. */
export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function writeThrough(path: string, text: string, mode?: number): void {
  const fd = openSync(path, 'w');
  try {
    if (mode !== undefined) fchmodSync(fd, mode);
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
