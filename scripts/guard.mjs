// guard.mjs <grace> <command> [argument…]: runs a command at the head of a process group of its own, and ends that whole
// group when standard input closes: first politely, after `grace` milliseconds by force. The process that started the guard holds the other end, so that nothing outlives it,
// not even when it is killed.
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

const [graceMs, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: process.platform !== 'win32', stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

child.once('error', (error) => {
  console.error(`${command} could not be started: ${error.message}`);
  process.exit(127);
});
child.once('exit', (code) => end(code ?? 1));
process.stdin.once('end', () => end(0)).once('error', () => end(0));
process.stdin.resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => end(0));

async function end(code) {
  if (ending) return;
  ending = true;
  signalGroup('SIGTERM');
  if (!(await gone(Number(graceMs)))) {
    signalGroup('SIGKILL');
    await gone(2000);
  }
  process.exit(code);
}

/** Whether the group is gone before so many milliseconds have passed. */
async function gone(ms) {
  const deadline = Date.now() + ms;
  while (signalGroup(0)) {
    if (Date.now() >= deadline) return false;
    await wait(20);
  }
  return true;
}

/** Whether there was anyone left to hear it. */
function signalGroup(signal) {
  if (process.platform === 'win32') return child.kill(signal);
  try {
    return process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code === 'ESRCH' || error.code === 'EPERM') return false; // macOS says EPERM of a group that has ended
    throw error;
  }
}
