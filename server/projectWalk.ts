/** Which files of a folder may hold references or names: pipeline files, Python and notebooks, wherever people keep them. */
import { opendir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { systemCode } from './core/errors.ts';
import { pipelineFileNames } from './pipelineFiles.ts';
import { isWithin } from './uriPaths.ts';

export type DiskKind = 'pipeline' | 'python' | 'notebook';

/** What is read as what, by its name; nothing for all the rest. */
export function diskKindOf(path: string): DiskKind | undefined {
  if ((pipelineFileNames as readonly string[]).includes(basename(path))) return 'pipeline';
  if (path.endsWith('.py')) return 'python';
  return path.endsWith('.ipynb') ? 'notebook' : undefined;
}

export interface Walked {
  /** Absolute paths; what lies nearer to the top comes first. */
  files: string[];
  /** Python environments that were left out. */
  environments: string[];
  /** There was more than is looked at. */
  truncated: boolean;
}

export interface WalkLimits {
  /** Folders, and files that may be ours. */
  entries: number;
  /** Names that are looked at; a folder of images has many. */
  names: number;
}

/**
 * Looks at folders and all below them, level by level, so that a limit costs what lies deepest. Others get their turn
 * between any few hundred names. When the signal is given it answers what it has. Folders that cannot be read hold nothing.
 */
export async function walkProject(
  folders: readonly string[],
  signal?: AbortSignal,
  limits: WalkLimits = { entries: 20_000, names: 400_000 },
): Promise<Walked> {
  const files = new Set<string>();
  const environments: string[] = [];
  const queue = [...new Set(folders)];
  const left = { ...limits };
  for (const [at, folder] of queue.entries()) {
    if (signal?.aborted) break;
    const found = await look(folder, left);
    // an open folder is looked at, whatever it is
    if (found.environment && at >= folders.length) {
      environments.push(folder);
      continue;
    }
    for (const file of found.files.slice(0, left.entries)) files.add(file);
    queue.push(...found.folders.slice(0, left.entries));
    left.entries -= found.files.length + found.folders.length;
    if (left.entries < 0 || left.names < 0) return { files: [...files], environments, truncated: true };
  }
  return { files: [...files], environments, truncated: false };
}

/** Whether a walk of a folder would come by a path below it, as far as names tell. */
export function isWalked(path: string, folder: string): boolean {
  return (
    isWithin(path, folder) &&
    dirname(relative(folder, path))
      .split(sep)
      .every((name) => name === '.' || isWalkedName(name))
  );
}

/** Names of folders that hold what tools made or fetched. Hidden ones and Python environments are left out besides. */
const notOurs: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'venv', 'site-packages', 'dist', 'build']);

/** A Python environment has this file, whatever the folder is called. */
const environmentMark = 'pyvenv.cfg';

function isWalkedName(name: string): boolean {
  return !name.startsWith('.') && !notOurs.has(name);
}

interface Found {
  files: string[];
  folders: string[];
  /** It is a Python environment: everything in it was fetched. */
  environment: boolean;
}

async function look(folder: string, left: WalkLimits): Promise<Found> {
  const found: Found = { files: [], folders: [], environment: false };
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      if (left.names-- <= 0) break;
      const { name } = entry;
      if (name === environmentMark) found.environment = true;
      if (entry.isDirectory()) {
        if (isWalkedName(name)) found.folders.push(join(folder, name));
      } else if (diskKindOf(name)) found.files.push(join(folder, name));
    }
  } catch (error) {
    if (!['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'ELOOP'].includes(systemCode(error) ?? '')) throw error;
  }
  found.files.sort();
  found.folders.sort();
  return found;
}
