/** Pascal VOC: images, an XML file for each, masks, and lists of the images of each split. */
import type { Match, Source, Subject } from '../../core/source.ts';
import { surveyLabels } from '../../formats/labels/survey.ts';
import { vocLabels } from '../../formats/labels/voc.ts';
import { filesIn, foldersIn, hasImages } from '../../kit/layouts/looking.ts';
import { readPlaces, type Surveyor } from '../../kit/layouts/places.ts';
import { checkImageSets } from './imageSets.ts';

export function createVocSource(): Source {
  return {
    id: 'voc',
    title: 'Pascal VOC',
    probe,
    read: ({ locations }, context) => readPlaces(locations, context, { title: 'Pascal VOC', survey }),
  };
}

async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'folder') return undefined;
  const above = (await foldersIn(subject)).filter((name) => /^VOC/i.test(name));
  for (const base of ['', ...above.map((name) => `${name}/`), ...(await inDevkit(subject, above))]) {
    const folders = await foldersIn(subject, base.replace(/\/$/, ''));
    const labels = folders.find((name) => /^annotations$/i.test(name));
    const [xml] = labels === undefined ? [] : (await filesIn(subject, [base + labels])).filter((path) => path.endsWith('.xml'));
    if (xml === undefined || !/<annotation[\s>]/.test((await subject.text(xml)) ?? '')) continue;
    const named = folders.find((name) => /^(?:JPEGImages|ImageSets)$/.test(name));
    const why = `${xml} is an annotation as VOC writes it`;
    return named ? { certainty: 'sure', why: `${why}, beside ${base}${named}` } : { certainty: 'likely', why };
  }
  const [beside] = (await filesIn(subject, [''])).filter((path) => path.endsWith('.xml'));
  if (beside === undefined || !/<annotation[\s>]/.test((await subject.text(beside)) ?? '') || !(await hasImages(subject, '')))
    return undefined;
  return { certainty: 'likely', why: `${beside} is an annotation as VOC writes it, beside images` };
}

/** `VOCdevkit/VOC2012`. */
async function inDevkit(subject: Subject, folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map(async (one) => (await foldersIn(subject, one)).map((name) => `${one}/${name}/`)));
  return found.flat().filter((path) => /\/VOC\d{4}\/$/.test(path));
}

const survey: Surveyor = async (files, reading) => {
  const found = await surveyLabels(vocLabels, files, reading);
  if (!found) return undefined;
  const lists = await checkImageSets(files, reading);
  return { ...found, splits: new Set([...found.splits, ...lists]) };
};
