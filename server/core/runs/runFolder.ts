/** The folder of a run, and who is preparing it. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';
import type { Execution } from '../execution.ts';
import { readJsonFile, readTextFile, writeWhole } from '../files.ts';
import { identify, isGone, type ProcessIdentity } from '../processIdentity.ts';
import type { World } from '../world.ts';

type Run = Pick<Execution, 'folder'>;

const stopName = 'stop';

/**
 * Makes the folder `runs/<project>/<number>`, and says in it which process prepares the run. A folder that a lost
 * registry left behind is not touched: the run gets the next free name.
 */
export function makeRunFolder(world: Pick<World, 'home'>, project: string, number: number): string {
  const parent = join(world.home, 'runs', project);
  mkdirSync(parent, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const folder = join(parent, attempt === 1 ? String(number) : `${number}-${attempt}`);
    if (!tryMake(folder)) continue;
    writeWhole(starterOf({ folder }), JSON.stringify(identify()));
    return folder;
  }
}

/** Whether the process that prepares the run is still at it, or may be. */
export function isBeingPrepared({ folder }: Run): boolean {
  const starter = readJsonFile<ProcessIdentity>(starterOf({ folder }));
  return starter !== undefined && !isGone(starter);
}

/** The run was handed to its engine, or never will be. */
export function endPreparation(run: Run): void {
  rmSync(starterOf(run), { force: true });
}

/** Leaves word for whoever prepares the run, and for its engine. */
export function askToStop({ folder }: Run): void {
  writeFileSync(join(folder, stopName), '');
}

export function isAskedToStop({ folder }: Run): boolean {
  return existsSync(join(folder, stopName));
}

/** What an engine does before the job can begin: whoever finds the folder can find the job. */
export function leaveHandle({ folder }: Run, handle: string): void {
  writeWhole(handleFile({ folder }), handle);
}

/** The handle that an engine left. */
export function handleOf(execution: Pick<Execution, 'folder' | 'handle'>): string | undefined {
  return execution.handle ?? readTextFile(handleFile(execution));
}

export function inputsFolder({ folder }: Run): string {
  return join(folder, 'inputs');
}

export function outputsFolder({ folder }: Run): string {
  return join(folder, 'outputs');
}

export function configFolder({ folder }: Run): string {
  return join(folder, 'config');
}

function handleFile({ folder }: Run): string {
  return join(folder, 'handle');
}

function starterOf({ folder }: Run): string {
  return join(folder, 'starter.json');
}

function tryMake(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}
