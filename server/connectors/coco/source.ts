/** COCO: a folder of images and annotations, its zips, or one annotation file whose images have addresses. */
import type { Source } from '../../core/source.ts';
import { surveyCoco } from '../../formats/labels/coco/survey.ts';
import { cocoLabels } from '../../formats/labels/coco.ts';
import { nameOf } from '../../kit/beside.ts';
import { readPlaces, type Surveyor } from '../../kit/layouts/places.ts';
import { readAnnotationFile } from './file.ts';
import { probeCoco } from './probe.ts';

export function createCocoSource(): Source {
  return {
    id: 'coco',
    title: 'COCO',
    probe: probeCoco,
    read(request, context) {
      const [location = '', ...others] = request.locations;
      if (others.length === 0 && /\.json$/i.test(nameOf(location))) return readAnnotationFile(location, request, context);
      return readPlaces(request.locations, context, {
        title: 'COCO',
        survey,
      });
    },
  };
}

const survey: Surveyor = async (files, reading) => {
  const labelFiles = await cocoLabels.detect(files);
  return labelFiles && surveyCoco(files, labelFiles, reading);
};
