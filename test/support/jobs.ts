/** Ends what a failed test may have left running. */
import { systemCode } from '../../server/core/errors.ts';
import { isAlive, type ProcessIdentity } from '../../server/core/processIdentity.ts';
import { readClaim, readStatus } from '../../server/engines/process/jobFolder.ts';

/** Kills the supervisor and the command of a run's folder, if they are there. */
export function endJob(folder: string): void {
  kill(readClaim(folder)?.supervisor ?? undefined, 1);
  kill(readStatus(folder)?.command, -1);
}

/** Of a process, or with `sign` -1 of its group. */
function kill(identity: ProcessIdentity | undefined, sign: 1 | -1): void {
  if (!identity || identity.pid === process.pid || !isAlive(identity)) return;
  try {
    process.kill(sign * identity.pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
