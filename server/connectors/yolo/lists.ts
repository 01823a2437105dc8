/** The lists of images of a YOLO set: whether the images that they name are there. */
import type { LabelledFiles, LabelReading } from '../../core/labels.ts';
import { missingImages, tell } from '../../formats/labels/flaws.ts';
import { imageFinders } from '../../formats/labels/imageFinder.ts';
import { imageLists, labelledImages } from '../../formats/labels/yolo.ts';
import { lines } from '../../kit/rows/lines.ts';

export async function checkLists(files: LabelledFiles, { signal, problem }: LabelReading): Promise<void> {
  const finders = imageFinders(files);
  const missing = missingImages(problem);
  const labels = new Set(Array.from(labelledImages(files), (pair) => pair.labels));
  for (const path of await imageLists(files, labels)) {
    const find = finders(path);
    for await (const line of lines(files.stream(path), { name: path, signal })) {
      if ('problem' in line) tell(problem, line.at, line.problem);
      else if (line.text.trim() !== '' && find(line.text.trim()) === undefined) missing.add(`${path}:${line.number}`, line.text.trim());
    }
  }
  missing.end();
}
