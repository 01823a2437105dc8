/** The lists of a VOC set: whether the images that they name are there. */
import type { LabelledFiles, LabelReading } from '../../core/labels.ts';
import { missingImages, tell } from '../../formats/labels/flaws.ts';
import { imageFinders } from '../../formats/labels/imageFinder.ts';
import { isSplit, nameOf, pathIn, withoutExtension } from '../../formats/labels/paths.ts';
import { isImageSet } from '../../formats/labels/voc.ts';
import { lines } from '../../kit/rows/lines.ts';

/** Says which images are missing, and answers the splits that the lists are called by. */
export async function checkImageSets(files: LabelledFiles, { signal, problem }: LabelReading): Promise<Set<string>> {
  const finders = imageFinders(files);
  const missing = missingImages(problem);
  const splits = new Set<string>();
  for (const { path } of files.files()) {
    if (!isImageSet(path)) continue;
    const name = withoutExtension(nameOf(path));
    if (isSplit(name)) splits.add(name);
    // images lie beside the folder of all lists
    const find = finders(`${pathIn(path.slice(0, path.indexOf('ImageSets/')), '') ?? ''}/list.txt`.replace(/^\//, ''));
    for await (const line of lines(files.stream(path), { name: path, signal })) {
      if ('problem' in line) tell(problem, line.at, line.problem);
      else if (line.text.trim() !== '') {
        const [image = ''] = line.text.trim().split(/\s+/);
        if (find(image) === undefined) missing.add(`${path}:${line.number}`, image);
      }
    }
  }
  missing.end();
  return splits;
}
