/** Open Images: folders of images with its tables, or one of its lists of images, which lie in a public bucket. */
import type { LabelledFiles, LabelReading } from '../../core/labels.ts';
import type { Match, Source, Subject } from '../../core/source.ts';
import { openImagesLabels, openImagesTables } from '../../formats/labels/openimages.ts';
import { surveyLabels } from '../../formats/labels/survey.ts';
import { tableRows } from '../../formats/labels/table/rows.ts';
import { nameOf } from '../../kit/beside.ts';
import { filesIn } from '../../kit/layouts/looking.ts';
import { readPlaces, type Surveyor } from '../../kit/layouts/places.ts';
import { isImageList, readImageList } from './imageList.ts';

export function createOpenImagesSource(): Source {
  return {
    id: 'openimages',
    title: 'Open Images',
    probe,
    read(request, context) {
      const [location = '', ...others] = request.locations;
      if (others.length === 0 && /\.csv$/i.test(nameOf(location))) return readImageList(location, request, context);
      return readPlaces(request.locations, context, { title: 'Open Images', survey });
    },
  };
}

async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind === 'file') {
    if (!/\.csv$/i.test(subject.name) || !isImageList(new TextDecoder().decode(await subject.head()))) return undefined;
    return { certainty: 'sure', why: 'its columns are those of a list of Open Images' };
  }
  const tables = (await filesIn(subject, ['', 'annotations', 'labels', 'metadata'])).filter((path) => telling.test(path));
  const [first] = tables;
  return first === undefined ? undefined : { certainty: 'sure', why: `${first} is called as the tables of Open Images are` };
}

const telling = /-(?:annotations-bbox|annotations-\w+-imagelabels|annotations-object-segmentation|images-\w*-?with-rotation)\.csv$/;

const survey: Surveyor = async (files, reading) => {
  const found = await surveyLabels(openImagesLabels, files, reading);
  const absent = await absentImages(files, reading);
  const notes = absent > 0 ? [`${absent.toLocaleString('en')} images of its lists are not here.`] : [];
  return found && { ...found, notes };
};

/** Rows of the lists of images. That a part of these millions is not here is usual; that a row is broken is not. */
async function absentImages(files: LabelledFiles, reading: LabelReading): Promise<number> {
  const tables = new Set(await openImagesTables(files));
  const stems = new Set<string>();
  for (const { path } of files.files()) stems.add(path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, ''));
  let absent = 0;
  for (const { path } of files.files()) {
    if (tables.has(path) || !/(?:image_ids|with-rotation)[^/]*\.csv$/.test(path)) continue;
    for await (const { row } of tableRows(files, path, reading)) if (!stems.has(row.ImageID ?? '')) absent += 1;
  }
  return absent;
}
