/**
 * Entry of the process that watches over one run: `supervisor <folder> [<home>]`. It runs the job, and afterwards
 * finishes the execution in the registry of `home`. When that fails, everything stays in the folder and is finished later.
 */
import { parseExecutionReference } from '../core/ref.ts';
import { finishExecution } from '../core/runs/finish.ts';
import { takeFinishLock } from '../core/runs/finishLock.ts';
import { readJob } from '../engines/process/jobFolder.ts';
import { supervise } from '../engines/process/supervise.ts';

const [folder, home] = process.argv.slice(2);
if (!folder) throw new Error('usage: supervisor <folder> [<home>]');

let locked = false;
const ours = await supervise(folder, {
  beforeEnd: () => {
    locked = home !== undefined && takeFinishLock(folder);
  },
});
if (ours && home) await finish(folder, home);

async function finish(folder: string, home: string): Promise<void> {
  const ref = parseExecutionReference(readJob(folder)?.job.execution ?? '');
  if (!ref || ref.number === 'latest') throw new Error(`${folder} is the folder of no execution.`);
  // The registry is opened late: a run may take days, and needs none of it.
  const { openApp } = await import('../app.ts');
  const app = openApp({ home });
  try {
    await finishExecution(app, { project: ref.project, number: ref.number }, { locked });
  } finally {
    await app.close();
  }
}
