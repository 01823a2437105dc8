/** A command and everything it started, as one process group. */
import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from '../../core/errors.ts';

/** False when nobody is left in the group. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch (error) {
    // EPERM is macOS's word for a group of which only zombies are left.
    if (systemCode(error) === 'ESRCH' || systemCode(error) === 'EPERM') return false;
    throw error;
  }
}

/** Ends what is left of a group: politely, and after `patience` milliseconds by force. */
export async function endGroup(leader: number, patience: number): Promise<void> {
  const deadline = Date.now() + patience;
  if (!signalGroup(leader, 'SIGTERM')) return;
  while (Date.now() < deadline) {
    await wait(20);
    if (!signalGroup(leader, 0)) return;
  }
  signalGroup(leader, 'SIGKILL');
}
