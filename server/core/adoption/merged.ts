/** A file may be found twice, by itself and with its folder; two files cannot share a path. */
import type { DatasetFile } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { changed } from '../fileProblems.ts';
import { shortened, shown } from '../location.ts';
import type { Problems } from './problems.ts';

/** Of sorted files, each path once; the first of several that collide stays. */
export function* merged(files: Iterable<DatasetFile>, problems: Problems): Generator<DatasetFile> {
  let last: DatasetFile | undefined;
  for (const file of files) {
    if (last?.path === file.path) {
      const problem = conflict(last, file);
      if (problem) problems.add(problem);
      continue;
    }
    last = file;
    yield file;
  }
}

function conflict(known: DatasetFile, found: DatasetFile): DatapinError | undefined {
  if (known.location !== found.location) {
    return new DatapinError(
      'adopt.path-collision',
      `Two files would have the path ${shortened(known.path)}: ${shown(known.location)} and ${shown(found.location)}.`,
      { hint: 'Adopt them as two datasets, or from their common parent.' },
    );
  }
  const differs = known.sha256 !== undefined && found.sha256 !== undefined && known.sha256 !== found.sha256;
  return differs ? changed(shown(known.location)) : undefined;
}
