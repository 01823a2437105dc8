/** Sets of files in a folder, by patterns in which `*` stands for slashes too, as Croissant's own reader takes them. */
import picomatch from 'picomatch';
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import type { SourceContext, SourceItem } from '../../core/source.ts';
import { wrong } from './address.ts';
import type { Resource } from './document.ts';

export interface Folder {
  /** Location; ends with a slash. */
  location: string;
  /** In the version; '' or with a slash at its end. */
  path: string;
}

/** The files of the folder that belong to a set. A set without any is a problem. */
export async function* filesOf(set: Resource, folder: Folder, at: string, context: SourceContext): AsyncGenerator<SourceItem> {
  const options = { dot: true, bash: true };
  const included = set.includes.length > 0 ? picomatch(set.includes, options) : () => true;
  const excluded = set.excludes.length > 0 ? picomatch(set.excludes, options) : () => false;
  const fixed = sharedFolder(set.includes);
  let files = 0;
  try {
    for await (const item of context.list(folder.location + encodePath(fixed))) {
      const path = fixed + ('skipped' in item ? item.skipped : item.path);
      if (!included(path) || excluded(path)) continue;
      files++;
      yield 'skipped' in item ? { ...item, skipped: folder.path + path } : { ...item, path: folder.path + path };
    }
  } catch (error) {
    if (!(error instanceof DatapinError) || !error.code.startsWith('folder.')) throw error;
  }
  if (files === 0)
    yield {
      at,
      problem: wrong(`No file fits ${set.includes.join(', ') || 'it'}.`, 'Put the files there, or say with --root where they lie.'),
    };
}

/** Folders that all patterns begin with need not be searched for. Ends with a slash. */
function sharedFolder(patterns: readonly string[]): string {
  const folders = patterns.map((pattern) => /^[^*?[\]{}()!+@|\\]*\//.exec(pattern)?.[0] ?? '');
  const [first = ''] = folders;
  return folders.every((folder) => folder === first) && !first.startsWith('/') && !/(^|\/)\.\.?\//.test(first) ? first : '';
}
