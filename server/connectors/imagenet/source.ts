/** ImageNet in its layouts: folders by class, Kaggle's copy with its tables, and lists of images beside synsets.txt. */
import type { LabelledFiles } from '../../core/labels.ts';
import type { Match, Source, Subject } from '../../core/source.ts';
import { csvLabels } from '../../formats/labels/csv.ts';
import { imagenetLabels, isWnid } from '../../formats/labels/imagenet.ts';
import { surveyLabels } from '../../formats/labels/survey.ts';
import { counted, filesIn, foldersIn } from '../../kit/layouts/looking.ts';
import { readPlaces, type Surveyor } from '../../kit/layouts/places.ts';

export function createImagenetSource(): Source {
  return {
    id: 'imagenet',
    title: 'ImageNet',
    probe,
    read: ({ locations }, context) => readPlaces(locations, context, { title: 'ImageNet', survey }),
  };
}

/** Where the folders of classes are in its layouts. */
const places = ['', 'train', 'val', 'ILSVRC/Data/CLS-LOC/train', 'Data/CLS-LOC/train', 'CLS-LOC/train'];

async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'folder') return undefined;
  for (const place of places) {
    const classes = (await foldersIn(subject, place)).filter(isWnid);
    const where = place === '' ? 'it has' : `${place} has`;
    if (classes.length > 0)
      return { certainty: 'sure', why: `${where} ${counted(classes.length, 'folder')} of WordNet numbers such as ${classes[0]}` };
  }
  const files = await filesIn(subject, ['']);
  const table = files.find((name) => /^LOC_(?:synset_mapping\.txt|\w+_solution\.csv)$/.test(name));
  if (table) return { certainty: 'sure', why: `there is ${table}, as in Kaggle's copy of ImageNet` };
  const lists = files.includes('synsets.txt') && files.some((name) => /^(?:train|val|test)\.txt$/.test(name));
  return lists ? { certainty: 'likely', why: 'there are lists of images beside synsets.txt' } : undefined;
}

const survey: Surveyor = async (files, reading) => {
  const found = (await surveyLabels(imagenetLabels, files, reading)) ?? (await surveyLabels(csvLabels, files, reading));
  return found && { ...found, notes: notesOn(files) };
};

function notesOn(files: LabelledFiles): string[] {
  for (const { path } of files.files()) {
    if (!path.endsWith('ILSVRC2012_validation_ground_truth.txt')) continue;
    return [
      `${path} numbers classes as only the devkit's meta.mat explains, which is not read: add LOC_val_solution.csv for the classes of validation images.`,
    ];
  }
  return [];
}
