/** Folders of images as Hugging Face and torchvision read them: a metadata file beside images, or folders that are classes. */
import type { Match, Source, Subject } from '../../core/source.ts';
import { classFolders } from '../../formats/labels/folders.ts';
import { metadataLabels } from '../../formats/labels/metadata.ts';
import { isSplit } from '../../formats/labels/paths.ts';
import { surveyLabels } from '../../formats/labels/survey.ts';
import { counted, filesIn, foldersIn, hasImages } from '../../kit/layouts/looking.ts';
import { readPlaces, type Surveyor } from '../../kit/layouts/places.ts';

export function createImagefolderSource(): Source {
  return {
    id: 'imagefolder',
    title: 'Image folder',
    probe,
    read: ({ locations }, context) => readPlaces(locations, context, { title: 'image folders', survey }),
  };
}

const survey: Surveyor = async (files, reading) =>
  (await surveyLabels(metadataLabels, files, reading)) ?? surveyLabels(classFolders, files, reading);

async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'folder') return undefined;
  const top = await foldersIn(subject);
  const inData = top.includes('data') ? (await foldersIn(subject, 'data')).map((name) => `data/${name}`) : [];
  const candidates = ['', ...top.filter(isSplit), ...(top.includes('data') ? ['data'] : []), ...inData];
  const metadata = (await filesIn(subject, candidates)).filter((path) => /(?:^|\/)metadata\.(?:csv|jsonl)$/.test(path));
  for (const path of metadata) {
    const [first = ''] = ((await subject.text(path)) ?? 'file_name').split('\n');
    if (/file_name/.test(first)) return { certainty: 'sure', why: `${path} names images by file_name` };
  }
  return classesIn(subject, top.filter(isSplit));
}

/** Splits that have the same folders: these are classes. One folder of folders alone may be anything. */
async function classesIn(subject: Subject, splits: readonly string[]): Promise<Match | undefined> {
  if (splits.length < 2) return undefined;
  const [first = [], ...others] = await Promise.all(splits.map((split) => foldersIn(subject, split)));
  const shared = first.filter((name) => others.every((names) => names.includes(name)));
  if (shared.length < 2 || !(await hasImages(subject, `${splits[0]}/${shared[0]}`))) return undefined;
  return {
    certainty: 'likely',
    why: `${splits.join(' and ')} have the same ${counted(shared.length, 'folder')} of images: they are classes`,
  };
}
