/** What a `.datapinignore` leaves out: the rules of .gitignore, in the folder and its subfolders, the deepest file first. */
import { type Dirent, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePattern } from './ignorePattern.ts';

export const ignoreFileName = '.datapinignore';

/** Whether the file or folder at a path, relative to the walk's root, is left out. Asked only of what is in a folder that is not. */
export type Ignoring = (path: string, folder: boolean) => boolean;

export const noIgnoring: Ignoring = () => false;

/** What holds in a folder that has these entries. Throws what the system does when its file cannot be read. */
export function ignoringIn(at: string, { prefix, entries, above }: { prefix: string; entries: Dirent[]; above: Ignoring }): Ignoring {
  if (!entries.some((entry) => entry.name === ignoreFileName && entry.isFile())) return above;
  const lines = readFileSync(join(at, ignoreFileName), 'utf8')
    .replace(/^\ufeff/, '')
    .split('\n');
  // The last that fits decides.
  const patterns = lines.flatMap((line) => parsePattern(line) ?? []).reverse();
  return (path, folder) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const way = path.slice(prefix.length);
    const found = patterns.find(({ foldersOnly, whole, expression }) => (folder || !foldersOnly) && expression.test(whole ? way : name));
    return found ? found.leavesOut : above(path, folder);
  };
}
