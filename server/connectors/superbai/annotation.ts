/** What was said of an image of Superb AI, as labels: all spellings of its field names that there have been. */
import type { Label } from '../../core/labels.ts';
import { parseJson } from '../../kit/rows/json.ts';
import { type Fields, listOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import type { Ontology } from './classes.ts';
import { hiddenPoints, toShape } from './shape.ts';

export interface LabelOptions {
  ontology: Ontology;
  /** Paths of files of the export that hold masks. */
  masks: ReadonlySet<string>;
}

/** What a label document says. */
export interface Result {
  objects: readonly Fields[];
  categories: Fields;
  width: number | undefined;
  height: number | undefined;
}

/**
 * A document as it is today, wrapped in `result`, or a text of JSON; what is wrong with it, in words; nothing where the
 * result is empty, because nobody has labelled the image.
 */
export function toResult(value: unknown): Result | { fault: string } | undefined {
  const document = objectOf(decoded(value));
  if (!document) return { fault: 'The label is no JSON object.' };
  if (document.result === null) return undefined;
  const result = document.result === undefined ? document : objectOf(decoded(document.result));
  if (!result) return { fault: 'The result of the label is no JSON object.' };
  if (result.objects === undefined && result.categories === undefined) return { fault: 'The label has neither objects nor categories.' };
  const objects = objectsOf(result.objects);
  if (objects.length < listOf(result.objects).length) return { fault: 'The label has an object that is none.' };
  if (objects.some(isOldest)) return { fault: 'The label has the shape of the oldest projects of Superb AI, which Datapin does not read.' };
  const meta = objectOf(document.meta);
  return { objects, categories: objectOf(result.categories) ?? {}, ...sizeOf(objectOf(meta?.image_info ?? meta?.imageInfo)) };
}

export function sizeOf(image: Fields | undefined): { width: number | undefined; height: number | undefined } {
  const [width, height] = [image?.width, image?.height].map((one) => (typeof one === 'number' && one > 0 ? one : undefined));
  return { width, height };
}

export function labelsOf({ objects, categories }: Result, options: LabelOptions): Label[] {
  const frames = objectsOf(categories.frames);
  const track: Label[] =
    frames.length === 0 ? [] : [{ class: '', shape: { type: 'other', kind: 'frames of categories', value: withoutIds(frames) } }];
  return [...objects.map((object) => ofObject(object, options)), ...objectsOf(categories.properties).flatMap(ofCategory), ...track];
}

function ofObject(object: Fields, { ontology, masks }: LabelOptions): Label {
  const known = ontology.classes.get(String(object.class_id ?? object.classId));
  const type = textOf(object.annotation_type ?? object.annotationType) ?? known?.type ?? '';
  const annotation = objectOf(object.annotation) ?? {};
  const hidden = hiddenPoints(annotation, known?.points ?? []);
  const tracking = object.tracking_id ?? object.trackingId;
  const attributes = {
    ...propertiesOf(object.properties),
    ...(hidden.length > 0 ? { hidden } : {}),
    ...(tracking === undefined || tracking === null ? {} : { tracking_id: tracking }),
  };
  return {
    class: textOf(object.class_name ?? object.className) ?? known?.name ?? '',
    shape: Array.isArray(object.frames)
      ? { type: 'other', kind: `track of ${type}`, value: withoutIds(object.frames) }
      : toShape(type, annotation, { names: known?.points ?? [], masks }),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
}

function propertiesOf(properties: unknown): Fields {
  const pairs = objectsOf(properties).flatMap((property): [string, unknown][] => {
    const answers = answersOf(property);
    const name = textOf(property.property_name ?? property.propertyName ?? property.name);
    if (!name || answers.length === 0) return [];
    return [[name, isList(property) ? answers : answers[0]]];
  });
  return Object.fromEntries(pairs);
}

/** What was answered of the image as a whole: a tag for each option, or a text. */
function ofCategory(property: Fields): Label[] {
  const name = textOf(property.property_name ?? property.propertyName ?? property.name) ?? '';
  const attributes = { property: name };
  const options = isList(property) || textOf(property.option_name ?? property.optionName) !== undefined;
  return answersOf(property).map((answer) => {
    if (options || typeof answer !== 'string') {
      return { class: typeof answer === 'string' ? answer : JSON.stringify(answer), shape: { type: 'tag' }, attributes };
    }
    return { class: '', shape: { type: 'text', text: answer }, attributes };
  });
}

function isList(property: Fields): boolean {
  return Array.isArray(property.option_names ?? property.optionNames ?? property.value);
}

/** Names of options, in order of their letters; else the value. */
function answersOf(property: Fields): unknown[] {
  const several = property.option_names ?? property.optionNames;
  if (Array.isArray(several)) return several.map(String).sort();
  const one = property.option_name ?? property.optionName ?? property.value;
  if (Array.isArray(one)) return one.toSorted();
  return one === undefined || one === null || one === '' ? [] : [one];
}

/** `{ class, shape: { box } }`: neither a type nor an annotation. */
function isOldest(object: Fields): boolean {
  return object.annotation === undefined && object.frames === undefined && (object.shape !== undefined || object.shapes !== undefined);
}

/** Ids are given anew when something is imported again. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  const fields = objectOf(value);
  if (!fields) return value;
  const kept = Object.entries(fields).filter(([key]) => !/^(id|(property|option)_?ids?|meta)$/i.test(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutIds(member)]));
}

/** Superb AI writes JSON into texts here and there. */
export function decoded(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const parsed = parseJson(value);
  return 'fault' in parsed ? undefined : parsed.value;
}
