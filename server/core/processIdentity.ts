/** Telling a process from a later one that was given the same number, also across a restart of the machine. */
import { execFileSync, type StdioOptions } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './errors.ts';

export interface ProcessIdentity extends Place {
  pid: number;
  /** When it started, in the words of the system; the same process always has the same. */
  start: string;
}

/** Where a process number means one process; what the system does not tell is empty. */
interface Place {
  /** Name of the machine, or of the container. */
  host: string;
  /** Which start of the machine. */
  boot: string;
  /** The namespace of process numbers: a container has its own. */
  numbers: string;
}

/** The identity of this process or of another one; nothing when there is no such process, or only its remains. */
export function identify(pid: number = process.pid): ProcessIdentity | undefined {
  const start = process.platform === 'linux' ? linuxStart(pid) : process.platform === 'win32' ? windowsStart(pid) : psStart(pid);
  return start === undefined ? undefined : { pid, start, ...thisPlace() };
}

/** Whether it runs, here. A process of another machine or container is neither alive nor gone: nobody can tell from here. */
export function isAlive(identity: ProcessIdentity): boolean {
  return isFrom(identity, thisPlace()) && identify(identity.pid)?.start === identity.start;
}

/** Whether it has ended for certain. */
export function isGone(identity: ProcessIdentity): boolean {
  const here = thisPlace();
  if (isFrom(identity, here)) return !isAlive(identity);
  // A restart ends everything. Under another name it may as well be another machine.
  return identity.host === here.host && identity.boot !== here.boot;
}

/** One start of a machine is known by its id, whatever the machine is called by now; without an id, by the name. */
function isFrom({ host, boot, numbers }: Place, here: Place): boolean {
  return boot === here.boot && numbers === here.numbers && (boot !== '' || host === here.host);
}

function thisPlace(): Place {
  if (process.platform !== 'linux') return { host: hostname(), boot: '', numbers: '' };
  const boot = readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return { host: hostname(), boot, numbers: boot === '' ? '' : readlinkSync('/proc/self/ns/pid') };
}

/** Clock ticks since the machine was started. */
function linuxStart(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name of the program stands in parentheses and may itself hold spaces and parentheses.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return fields[18];
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function psStart(pid: number): string | undefined {
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    const options = { encoding: 'utf8' as const, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, stdio };
    const [state, ...start] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options)
      .trim()
      .split(/\s+/);
    return !state || state.startsWith('Z') ? undefined : start.join(' ');
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return undefined; // ps found nothing
    throw error;
  }
}

/** Windows gives no cheap way to the start of a process; the number alone has to do. */
function windowsStart(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return 'running';
  } catch (error) {
    return systemCode(error) === 'EPERM' ? 'running' : undefined;
  }
}
