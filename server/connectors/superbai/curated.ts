/** A dataset of Superb AI Curate as items of a version. */
import { DatapinError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { Access, SourceContext, SourceItem } from '../../core/source.ts';
import { createImages } from '../../kit/labelling.ts';
import { type Fields, objectOf, textOf } from '../../kit/values.ts';
import type { CurateApi, CurateImage } from './curate.ts';
import { curateImageLocation } from './location.ts';
import { hiddenPoints, toShape } from './shape.ts';

export interface CurateOptions {
  api: CurateApi;
  dataset: string;
  root: string | undefined;
  context: Pick<SourceContext, 'say'>;
}

/** Returns how many images there were. */
export async function* curateItems({ api, dataset, root, context }: CurateOptions): AsyncGenerator<SourceItem, number> {
  const toItems = createImages({ root });
  let images = 0;
  for await (const image of api.images(dataset)) {
    images++;
    if (images % 1000 === 0) context.say(`Superb AI lists its images, ${images.toLocaleString('en')} so far`);
    if ('broken' in image) {
      const problem = new DatapinError('source.malformed', 'This is no image: it has no id or no key.', {
        hint: 'Look at it in Superb AI.',
      });
      yield { problem, at: `image ${images} of dataset ${dataset}` };
      continue;
    }
    const { id, key, annotations, whole: record } = image;
    const labels = annotations.map(toLabel);
    const place = placeOf(image, { api, dataset });
    yield* toItems({ name: key, id, at: `image ${key}`, ...place, labels: labels.length > 0 ? labels : undefined, record });
  }
  return images;
}

/** The customer's own address where there is one; else the copy of Superb AI. */
function placeOf({ key, url, link }: CurateImage, { api, dataset }: Pick<CurateOptions, 'api' | 'dataset'>) {
  if (url !== undefined) return { location: url };
  const location = curateImageLocation({ dataset, key });
  const access = async (expired: boolean) => (link !== undefined && !expired ? { url: link } : curateLink(api, dataset, key));
  return { location, signature: location, access };
}

/** Throws `source.project` where there is no such image. */
export async function curateLink(api: CurateApi, dataset: string, key: string): Promise<Access> {
  const { link, url } = await api.image(dataset, key);
  const address = link ?? url;
  if (address !== undefined) return { url: address };
  throw new DatapinError('source.project', `Superb AI gives no link to the image ${key}.`, { hint: 'Look at it in Superb AI.' });
}

function toLabel(annotation: Fields): Label {
  const type = textOf(annotation.annotation_type) ?? '';
  const value = annotation.annotation_value;
  const metadata = objectOf(annotation.metadata);
  const coord = Array.isArray(value) ? { points: value } : value;
  const hidden = hiddenPoints({ coord }, []);
  const attributes = {
    ...metadata,
    ...(hidden.length > 0 ? { hidden } : {}),
    ...(type === 'category' && value !== undefined && value !== null ? { value } : {}),
  };
  return {
    class: textOf(annotation.annotation_class) ?? '',
    shape: type === 'category' ? { type: 'tag' } : toShape(type, { coord }, { names: [], masks: new Set() }),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
}
