/** One annotation file of Pascal VOC. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Label, Shape } from '../../../core/labels.ts';

export interface VocAnnotation {
  /** As the file says it: often wrong, or without extension. */
  filename: string;
  width: number | undefined;
  height: number | undefined;
  labels: Label[];
  /** What could not be understood, by object. */
  faults: string[];
}

/** What is wrong, in words, when the text is no annotation. */
export function parseVoc(text: string): VocAnnotation | string {
  // entities could make a small file a huge one
  if (text.includes('<!ENTITY')) return 'The file declares entities.';
  const valid = XMLValidator.validate(text);
  if (valid !== true) return `The file is no XML: something is wrong in line ${valid.err.line}, or it is cut off there.`;
  const { annotation }: { annotation?: Fields } = parser.parse(text);
  if (typeof annotation !== 'object') return 'The file is XML, and no annotation of VOC.';
  const size: Fields = Object(annotation.size);
  const labels: Label[] = [];
  const faults: string[] = [];
  for (const [i, object] of list(annotation.object).entries()) {
    const found = toLabels(object);
    if (typeof found === 'string') faults.push(`Object ${i + 1} ${found}.`);
    else labels.push(...found);
  }
  return { filename: words(annotation.filename) ?? '', width: positive(size.width), height: positive(size.height), labels, faults };
}

/** The same file without objects of other classes; everything else as it stands. */
export function withClasses(text: string, classes: ReadonlySet<string>): string {
  return text.replaceAll(/[ \t]*<object>.*?<\/object>\r?\n?/gs, (object) => {
    const { object: parsed }: { object?: Fields[] } = parser.parse(object);
    return classes.has(words(parsed?.[0]?.name) ?? '') ? object : '';
  });
}

interface Fields {
  readonly [name: string]: unknown;
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, isArray: (name) => ['object', 'part'].includes(name) });

/** An object, and its parts as labels of their own. */
function toLabels(object: Fields): Label[] | string {
  const name = words(object.name);
  if (name === undefined) return 'has no name';
  const shape = shapeOf(object);
  if (!shape) return `(${name}) has no box`;
  const attributes = attributesOf(object);
  const parts = list(object.part).flatMap((part) => {
    const found = toLabels(part);
    return typeof found === 'string' ? [] : found.map((label) => ({ ...label, attributes: { ...label.attributes, partOf: name } }));
  });
  return [{ class: name, shape, ...(Object.keys(attributes).length > 0 ? { attributes } : {}) }, ...parts];
}

function shapeOf(object: Fields): Shape | undefined {
  const polygon = numbers(object.polygon);
  if (polygon && polygon.length >= 6) return { type: 'polygon', rings: [polygon] };
  const turned: Fields = Object(object.robndbox);
  const [cx, cy, w, h, angle] = ['cx', 'cy', 'w', 'h', 'angle'].map((key) => number(turned[key]));
  if (cx !== undefined && cy !== undefined && w !== undefined && h !== undefined) {
    return { type: 'box', x: cx - w / 2, y: cy - h / 2, width: w, height: h, rotation: ((angle ?? 0) * 180) / Math.PI };
  }
  const box: Fields = Object(object.bndbox);
  const [xmin, ymin, xmax, ymax] = ['xmin', 'ymin', 'xmax', 'ymax'].map((key) => number(box[key]));
  if (xmin === undefined || ymin === undefined || xmax === undefined || ymax === undefined) return undefined;
  return { type: 'box', x: xmin, y: ymin, width: xmax - xmin, height: ymax - ymin };
}

function attributesOf(object: Fields): Record<string, unknown> {
  const flags = ['difficult', 'truncated', 'occluded'].flatMap((key) =>
    words(object[key]) === undefined ? [] : [[key, number(object[key]) === 1]],
  );
  const pose = words(object.pose);
  const actions = Object.entries(Object(object.actions)).flatMap(([name, value]) => (number(value) === 1 ? [name] : []));
  const own = list(Object(object.attributes).attribute).map(({ name, value }) => [words(name) ?? '', words(value) ?? '']);
  return {
    ...Object.fromEntries([...flags, ...own]),
    ...(pose === undefined || pose === 'Unspecified' ? {} : { pose }),
    ...(actions.length > 0 ? { actions } : {}),
  };
}

/** `<x1>…</x1><y1>…</y1><x2>…`, in order. */
function numbers(fields: unknown): number[] | undefined {
  const values = Object.values(Object(fields)).map(number);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function list(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is Fields => typeof one === 'object' && one !== null);
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  const text = words(value);
  return text !== undefined && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

function positive(value: unknown): number | undefined {
  const found = number(value);
  return found !== undefined && found > 0 ? found : undefined;
}
