/** YOLO in its flavours: a folder, or a data.yaml that says where the images lie. */
import type { Match, Source, Subject } from '../../core/source.ts';
import { surveyLabels } from '../../formats/labels/survey.ts';
import { fromYaml, yoloDataset } from '../../formats/labels/yolo/dataset.ts';
import { looksLikeYolo } from '../../formats/labels/yolo/lines.ts';
import { yoloLabels } from '../../formats/labels/yolo.ts';
import { nameOf } from '../../kit/beside.ts';
import { counted, filesIn, foldersIn } from '../../kit/layouts/looking.ts';
import { readPlaces, type Surveyor } from '../../kit/layouts/places.ts';
import { checkLists } from './lists.ts';
import { readDataYaml } from './yaml.ts';

export function createYoloSource(): Source {
  return {
    id: 'yolo',
    title: 'YOLO',
    probe,
    read(request, context) {
      const [location = '', ...others] = request.locations;
      if (others.length === 0 && isYaml(nameOf(location))) return readDataYaml(location, request, { context, survey });
      return readPlaces(request.locations, context, { title: 'YOLO', survey });
    },
  };
}

const survey: Surveyor = async (files, reading) => {
  const found = await surveyLabels(yoloLabels, files, reading);
  if (!found) return undefined;
  await checkLists(files, reading);
  const { names } = await yoloDataset(files);
  return names.size > 0 ? { ...found, classes: new Set(names.values()) } : found;
};

async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind === 'file') {
    const described = isYaml(subject.name) ? await describes(new TextDecoder().decode(await subject.head()), subject.name) : undefined;
    return described ? { certainty: 'sure', why: `it ${described}` } : undefined;
  }
  const files = await filesIn(subject, ['']);
  for (const path of files.filter(isYaml)) {
    const described = await describes((await subject.text(path)) ?? '', path);
    if (described) return { certainty: 'sure', why: `${path} ${described}` };
  }
  const names = files.find((name) => /^(?:obj\.(?:data|names)|classes\.txt)$/.test(name));
  const labels = await labelsOf(subject);
  if (!labels) return undefined;
  if (names) return { certainty: 'sure', why: `there is ${names}, and ${labels} holds numbers as YOLO's labels do` };
  return { certainty: 'likely', why: `${labels} holds numbers as YOLO's labels do` };
}

async function describes(text: string, path: string): Promise<string | undefined> {
  const dataset = await fromYaml(text, path, () => undefined);
  if (!dataset || dataset.splits.size === 0) return undefined;
  return `names ${counted(dataset.names.size, 'class', 'classes')} and the images of ${[...dataset.splits.keys()].join(', ')}`;
}

/** A label file beside or across from images. */
async function labelsOf(subject: Subject): Promise<string | undefined> {
  const splits = (await foldersIn(subject, 'labels')).map((name) => `labels/${name}`);
  const own = (await foldersIn(subject)).filter((name) => /^(?:obj_\w+_data|annotations)$/i.test(name));
  const below = (await foldersIn(subject)).filter((name) => /^(?:train|valid?|test)$/.test(name)).map((name) => `${name}/labels`);
  const texts = (await filesIn(subject, ['labels', ...splits, ...own, ...below])).filter(
    (path) => path.endsWith('.txt') && !/classes\.txt$/.test(path),
  );
  for (const path of texts.slice(0, 3)) {
    const text = (await subject.text(path)) ?? '';
    if (text.trim() !== '' && looksLikeYolo(text)) return path;
  }
  return undefined;
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}
