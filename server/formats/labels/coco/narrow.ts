/** A COCO file with nothing in it but some of its images and classes. */
import type { LabelFormat } from '../../../core/labels.ts';
import { jsonArrayItems } from '../../../kit/rows/jsonArrays.ts';
import { imageFinder } from '../imageFinder.ts';
import type { CocoAnnotation } from './toLabel.ts';

/** Everything else in it stays as it is. Throws `source.malformed` when the file is none. */
export const narrowCoco: NonNullable<LabelFormat['narrow']> = async (path, files, { images, classes }) => {
  const find = imageFinder(files, path);
  const kept: Lists = { images: [], annotations: [], categories: [] };
  const ids = { images: new Set<string>(), categories: new Set<string>() };
  let rest: Readonly<Record<string, unknown>> = {};
  for await (const item of jsonArrayItems(files.stream(path), keys, { name: path })) {
    if ('problem' in item) throw item.problem;
    if ('rest' in item) rest = item.rest;
    else if (item.key === 'annotations') continue;
    else if (item.key === 'images')
      keep(kept.images, ids.images, { value: item.value, wanted: images.has(find(nameIn(item.value)) ?? '') });
    else keep(kept.categories, ids.categories, { value: item.value, wanted: !classes || classes.has(String(Object(item.value).name)) });
  }
  for await (const item of jsonArrayItems(files.stream(path), keys, { name: path })) {
    const value =
      'key' in item && item.key === 'annotations' ? narrowed(Object(item.value), { ...ids, byClass: classes !== undefined }) : undefined;
    if (value) kept.annotations.push(value);
  }
  const lists = keys.filter((key) => key in rest).map((key) => [key, kept[key]]);
  return new TextEncoder().encode(`${JSON.stringify({ ...rest, ...Object.fromEntries(lists) })}\n`);
};

const keys = ['images', 'annotations', 'categories'] as const;

type Lists = Record<(typeof keys)[number], unknown[]>;

function keep(list: unknown[], ids: Set<string>, { value, wanted }: { value: unknown; wanted: boolean }): void {
  if (!wanted) return;
  list.push(value);
  ids.add(String(Object(value).id));
}

interface Kept {
  images: ReadonlySet<string>;
  categories: ReadonlySet<string>;
  byClass: boolean;
}

function narrowed(annotation: CocoAnnotation, { images, categories, byClass }: Kept): CocoAnnotation | undefined {
  if (!images.has(String(annotation.image_id))) return undefined;
  if (!byClass) return annotation;
  if (!Array.isArray(annotation.segments_info)) return categories.has(String(annotation.category_id)) ? annotation : undefined;
  const segments = annotation.segments_info.filter((one) => categories.has(String(Object(one).category_id)));
  return segments.length > 0 ? { ...annotation, segments_info: segments } : undefined;
}

function nameIn(image: unknown): string {
  return String(Object(image).file_name ?? '');
}
