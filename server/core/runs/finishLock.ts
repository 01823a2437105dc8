/** Keeps two processes from hashing the same outputs; that they would come to the same result is seen to elsewhere. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createWhole, readJsonFile } from '../files.ts';
import { identify, isGone, type ProcessIdentity } from '../processIdentity.ts';

/** False while a process holds it that may be alive; a dead one's lock is taken over. */
export function takeFinishLock(folder: string): boolean {
  const path = lockOf(folder);
  if (take(path)) return true;
  const holder = readJsonFile<ProcessIdentity>(path);
  if (holder && !isGone(holder)) return false;
  rmSync(path, { force: true });
  return take(path);
}

export function releaseFinishLock(folder: string): void {
  rmSync(lockOf(folder), { force: true });
}

function take(path: string): boolean {
  return createWhole(path, JSON.stringify(identify()));
}

function lockOf(folder: string): string {
  return join(folder, 'finishing.json');
}
