/** Which files are checked: all that may hold something in the folders, and whatever is named. */
import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatapinError, systemCode } from '../../core/errors.ts';
import type { ProjectFolder } from '../../projectFolder.ts';
import { isWithin, pathOf } from '../../uriPaths.ts';
import { languageOf } from './sources.ts';

export interface Target {
  /** Absolute. */
  path: string;
  /** As it is shown: relative to the folder of the check, with `/`. */
  shown: string;
  /** Named by a person, and so checked whatever it is. */
  named: boolean;
}

/**
 * Fills the project with what lies in the named folders and around the named files, which other files may be judged by.
 * In the order of their names. Throws `usage` for a path that is not there.
 */
export async function findTargets(
  project: ProjectFolder,
  paths: readonly string[],
  { cwd, signal }: { cwd: string; signal: AbortSignal },
): Promise<Target[]> {
  const all = [...new Set((paths.length > 0 ? paths : ['.']).map((path) => resolve(cwd, path)))];
  const folders = all.filter(isFolder);
  const files = all.filter((path) => !folders.includes(path));
  const around = files.map((file) => folderAround(file, project)).filter((one) => !folders.some((folder) => isWithin(one, folder)));
  await project.walk([...folders, ...new Set(around)], signal);
  const named = new Set(files);
  const found = [...project.paths()].filter(
    (path) => !named.has(path) && folders.some((folder) => isWithin(path, folder)) && mayBeFile(path),
  );
  const target = (path: string): Target => ({ path, shown: relative(cwd, path).split(sep).join('/'), named: named.has(path) });
  return [...files, ...found].map(target).sort((a, b) => (a.shown < b.shown ? -1 : 1));
}

/** What a link leads to may be a folder or nowhere. What cannot be asked is a file until it is read. */
function mayBeFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    return !nowhere.includes(systemCode(error) ?? '');
  }
}

const nowhere = ['ENOENT', 'ENOTDIR', 'ELOOP'];

function isFolder(path: string): boolean {
  try {
    const stats = statSync(path);
    if (!stats.isDirectory() && !stats.isFile() && languageOf(path)) {
      throw new DatapinError('usage', `${path} is neither a file nor a folder.`, { hint: 'Check the path.' });
    }
    return stats.isDirectory();
  } catch (error) {
    if (!nowhere.includes(systemCode(error) ?? '')) throw error;
    throw new DatapinError('usage', `There is no file or folder ${path}.`, { hint: 'Check the path.' });
  }
}

/** The folder of the pipeline file that counts for a file, or its own. */
function folderAround(file: string, project: ProjectFolder): string {
  const pipeline = project.pipelineOf(pathToFileURL(file).href);
  return dirname((pipeline && pathOf(pipeline.document.uri)) ?? file);
}
