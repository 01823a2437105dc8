/** Every labelled sample: which format it is in, and all that is read of it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { labelRooms } from '../../../server/rooms.ts';
import { corpus, needsCorpus } from '../../support/corpus.ts';
import { matchesGolden } from '../../support/golden.ts';
import { folderFiles, labelReport } from '../../support/labelledFiles.ts';

const formats = await Promise.all(labelRooms.map((room) => room()));

/** Each is one golden file; of a name that ends with a slash every folder in it. */
const samples: [golden: string, folders: string[]][] = [
  ['coco', ['coco/datumaro/', 'coco/labelformat-segmentation', 'coco/croissant-coco2014-mini/data', 'coco/cocoapi-results']],
  ['imagenet', ['imagenet/imagenet_dataset', 'imagenet/imagenet_subsets_dataset', 'imagenet/imagenet_txt_dataset/', 'imagenet/synthetic']],
  ['voc', ['voc/datumaro-voc1']],
  ['yolo', ['yolo/datumaro-darknet/']],
  ['openimages', ['open-images/datumaro/v6', 'open-images/synthetic']],
  ['tables', ['kaggle-csv/datumaro/']],
  ['metadata', ['huggingface/synthetic/imagefolder']],
];

for (const [golden, folders] of samples) {
  test(`labels of ${golden}`, needsCorpus, async () => {
    const reports: string[] = [];
    for (const folder of folders.flatMap(expanded)) reports.push(`== ${folder}`, await reportOf(folder));
    matchesGolden(`labels/${golden}.txt`, reports.join('\n'));
  });
}

async function reportOf(folder: string): Promise<string> {
  const files = folderFiles(join(corpus, folder));
  for (const format of formats) if (await format.detect(files)) return labelReport(format, files);
  return 'no labels\n';
}

function expanded(folder: string): string[] {
  if (!folder.endsWith('/')) return [folder];
  const entries = readdirSync(join(corpus, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => folder + entry.name)
    .sort();
}
