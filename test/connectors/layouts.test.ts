/** Every sample of a public set: what it is taken for, the files that it gives, its facts, notes and problems. */
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test, { test as each } from 'node:test';
import { comparePaths } from '../../server/core/manifest.ts';
import { probeLocation } from '../../server/core/probing.ts';
import { sourceRooms } from '../../server/rooms.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { sourceWorld, type Yielded, yielded } from '../support/sourceContext.ts';

const world = sourceWorld(test);

const samples: [golden: string, patterns: string[]][] = [
  ['coco', ['coco/datumaro/*', 'coco/labelformat-segmentation{,/*}', 'coco/croissant-coco2014-mini/data{,/*}', 'coco/cocoapi-results/*']],
  ['imagenet', ['imagenet/imagenet_{dataset,subsets_dataset}', 'imagenet/imagenet_txt_dataset/*', 'imagenet/synthetic']],
  ['openimages', ['open-images/datumaro/v6', 'open-images/synthetic{,/*.csv}']],
  ['voc', ['voc/datumaro-voc1', 'kaggle-csv/datumaro/relaxed_voc*']],
  ['yolo', ['yolo/datumaro-darknet/*']],
  ['others', ['huggingface/synthetic/imagefolder', 'kaggle-csv/datumaro/{image,relaxed_coco}*']],
];

for (const [golden, patterns] of samples) {
  each(`the samples of ${golden}`, needsCorpus, async () => {
    const reports: string[] = [];
    for (const sample of patterns.flatMap((pattern) => globSync(pattern, { cwd: corpus }).sort())) {
      reports.push(`== ${sample}`, ...(await reportOf(sample)));
    }
    matchesGolden(`layouts/${golden}.txt`, `${reports.join('\n')}\n`);
  });
}

each('the samples of one set with its zip', needsCorpus, async () => {
  const data = join(corpus, 'coco/croissant-coco2014-mini/data');
  const locations = ['train2014.zip', 'instances_train2014.json'].map((name) => join(data, name));
  matchesGolden('layouts/zip.txt', `${linesOf(await yielded(world, await sourceOf('coco'), { locations })).join('\n')}\n`);
});

async function sourceOf(id: string) {
  const sources = await Promise.all(sourceRooms.map(({ load }) => load()));
  return sources.find((source) => source.id === id)!;
}

async function reportOf(sample: string): Promise<string[]> {
  const path = join(corpus, sample);
  const place = statSync(path).isDirectory() ? `${path}/` : path;
  const { source, why } = await probeLocation(world, new URL(`file://${place}`).href);
  if (!source) return [`files: ${why}`];
  return [`${source.id}: ${why}`, ...linesOf(await yielded(world, source, place))];
}

function linesOf({ files, pointers, facts, notes, problems }: Yielded): string[] {
  return [
    ...files.map(({ path }) => `  file ${path}`).sort(comparePaths),
    ...pointers.map(({ path, pointer }) => `  ${path} <- ${pointer}`),
    ...Object.entries(facts ?? {}).map(([name, value]) => `  ${name}: ${value}`),
    ...notes.map((note) => `  note ${note}`),
    ...problems.map(({ at, problem }) => `  problem ${at}: ${problem.message} ${problem.hint ?? ''}`),
  ];
}
