/** The labels of all images of COCO files, gathered by image. */
import type { Annotation, Label, LabelledFiles, LabelReading } from '../../../core/labels.ts';
import { canonicalJson } from '../../../core/labels.ts';
import { grouped } from '../../../kit/grouping.ts';
import { type Flaws, flaws } from '../flaws.ts';
import { folderOf, withoutExtension } from '../paths.ts';
import { type CocoRow, type CocoTables, cocoRows, emptyTables } from './content.ts';
import { type CocoAnnotation, toLabel, toSegmentLabel } from './toLabel.ts';

/** Several files may speak of one image: instances, keypoints and captions of it. What two of them say alike counts once. */
export async function* cocoAnnotations(files: LabelledFiles, jsons: readonly string[], options: LabelReading): AsyncGenerator<Annotation> {
  const images = new Map<string, { width: number | undefined; height: number | undefined; labelled: boolean }>();
  const wanted = (path: string) => !options.only || options.only.has(path);
  const labels = async function* (): AsyncGenerator<readonly [string, [id: string, label: Label]]> {
    for (const json of jsons) {
      const tables = emptyTables(json);
      const all = options.only?.has(json) ?? false;
      for await (const [path, id, label] of labelsOf(files, tables, options)) if (all || wanted(path)) yield [path, [id, label]];
      // a file that only lists images says nothing of their labels
      const labelled = tables.categories.size > 0;
      for (const { path, width, height } of tables.images.values()) {
        if (path === undefined || !(all || wanted(path))) continue;
        images.set(path, { width, height, labelled: labelled || (images.get(path)?.labelled ?? false) });
      }
    }
  };
  for await (const [image, found] of grouped(labels())) {
    const { width, height } = images.get(image) ?? {};
    images.delete(image);
    yield { image, width, height, labels: once(found) };
  }
  for (const [image, { width, height, labelled }] of images) if (labelled) yield { image, width, height, labels: [] };
}

async function* labelsOf(
  files: LabelledFiles,
  tables: CocoTables,
  options: LabelReading,
): AsyncGenerator<[path: string, id: string, Label]> {
  const unknown = unknownIds(options.problem);
  for await (const row of cocoRows(files, tables, options)) {
    const path = imageOf(row, tables, unknown);
    if (path === undefined) continue;
    const { annotation, at } = row;
    const category = (id: unknown) => {
      const found = tables.categories.get(String(id));
      if (!found && id !== undefined && typeof annotation.caption !== 'string') unknown.categories.add(at, String(id));
      return found;
    };
    if (Array.isArray(annotation.segments_info)) {
      const mask = maskOf(files, tables.json, annotation);
      for (const value of annotation.segments_info) {
        const segment: CocoAnnotation = Object(value);
        yield [path, `segment ${segment.id}`, toSegmentLabel(segment, category(segment.category_id), mask)];
      }
    } else yield [path, String(annotation.id ?? ''), toLabel(annotation, category(annotation.category_id))];
  }
  unknown.images.end();
  unknown.categories.end();
}

/** Images and categories that annotations name by an id that nothing has. */
export interface UnknownIds {
  images: Flaws;
  categories: Flaws;
}

export function unknownIds(problem: LabelReading['problem']): UnknownIds {
  const of = (what: string) =>
    flaws(problem, {
      one: (id) => `An annotation is of ${what} ${id}, which is not in the file.`,
      more: (count) => `Annotations are of ${count.toLocaleString('en')} more such ids.`,
      hint: 'Export the file again.',
    });
  return { images: of('image'), categories: of('category') };
}

/** The image in the version; nothing when it is missing, which was said before, or unknown, which is said here. */
export function imageOf({ annotation, at }: CocoRow, tables: CocoTables, unknown: UnknownIds): string | undefined {
  const image = tables.images.get(String(annotation.image_id));
  if (!image) unknown.images.add(at, String(annotation.image_id));
  return image?.path;
}

/** Masks lie in a folder that is called as the file, beside it. */
function maskOf(files: LabelledFiles, json: string, { file_name: name }: CocoAnnotation): string | undefined {
  if (typeof name !== 'string') return undefined;
  const folders = [withoutExtension(json), folderOf(json)];
  return folders.map((folder) => (folder === '' ? name : `${folder}/${name}`)).find((path) => files.has(path));
}

/** Only labels with one id can be one label: comparing all would take longer than reading them. */
function once(found: readonly [id: string, label: Label][]): Label[] {
  const byId = Map.groupBy(found, ([id]) => id);
  return [...byId.values()].flatMap((same) => {
    const labels = same.map(([, label]) => label);
    return same.length === 1 ? labels : [...new Map(labels.map((label) => [canonicalJson(label), label])).values()];
  });
}
