/** Paths in the URIs of editors, who write one file's URI in different ways. */
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a document stands on disk, or would: an unsaved one, a notebook for its cells. Nothing for one that has no such place. */
export function pathOf(uri: string): string | undefined {
  const { scheme, path } = /^(?<scheme>file|untitled|vscode-notebook-cell):(?:\/\/[^/?#]*)?(?<path>\/[^?#]*)/.exec(uri)?.groups ?? {};
  if (path === undefined) return undefined;
  try {
    return fileURLToPath(scheme === 'file' ? uri.replace(/[?#].*$/, '') : `file://${path}`);
  } catch (error) {
    // another computer's file, or an encoding that no path has
    if (error instanceof TypeError || error instanceof URIError) return undefined;
    throw error;
  }
}

/** Whether a path is a folder or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way);
}
