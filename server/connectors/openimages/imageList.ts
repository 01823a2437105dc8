/** A list of Open Images alone: `image_ids_and_rotation.csv`, `train-images-boxable-with-rotation.csv`. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext, SourceItem, SourceProblem, SourceRequest } from '../../core/source.ts';
import { namedFile } from '../../kit/namedFile.ts';
import { csv } from '../../kit/rows/csv.ts';

/** Where the hosted copies of all images are. */
const bucket = 's3://open-images-dataset/';

export function isImageList(head: string): boolean {
  return /^\uFEFF?ImageID,(?:Subset,)?OriginalURL,/.test(head);
}

/** The list itself, and every image of it as `<subset>/<id>.jpg`: in the public bucket, or in the same way under a root. */
export async function* readImageList(location: string, { root }: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const { name, file, read } = await namedFile(location, context);
  yield file;
  const splits = new Set<string>();
  let images = 0;
  let declared = 0;
  for await (const row of csv(read(), { name, signal: context.signal })) {
    if ('problem' in row) {
      yield row;
      continue;
    }
    const { ImageID: id = '', Subset: subset, OriginalMD5: md5 } = row.row;
    const split = subset || (/^(train|validation|test)/.exec(name)?.[1] ?? '');
    const at = `${name}:${row.number}`;
    if (!/^[\w-]+$/.test(id) || !/^\w+$/.test(split)) yield unnamed(at, row.number);
    else {
      images += 1;
      if (md5) declared += 1;
      splits.add(split);
      const path = `${split}/${id}.jpg`;
      yield { path, pointer: (root ?? bucket) + path, at };
    }
  }
  yield { facts: { images, splits: [...splits].sort().join(', ') } };
  if (declared > 0) yield { note: 'OriginalMD5 is of each photo as it was uploaded, not of the copy that is adopted: it is not compared.' };
}

function unnamed(at: string, number: number): SourceProblem {
  const hint = 'Correct the row, or take it out.';
  return {
    at,
    problem: new DatapinError('source.malformed', `Row ${number} has no ImageID and Subset that a file can be called by.`, { hint }),
  };
}
