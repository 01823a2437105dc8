/**
 * A row of an augmented manifest: `source-ref` or `source`, and for each labelling job an attribute with its name beside
 * `<name>-metadata`. Format: AWS documentation, "Output data" of SageMaker Ground Truth.
 */
import type { Label } from '../../core/labels.ts';
import { type Fields, listOf, numberOf, objectOf, textOf } from '../../kit/values.ts';

export interface Row {
  /** `s3://bucket/key`; the key is not percent-encoded. */
  image: string | undefined;
  text: string | undefined;
  width: number | undefined;
  height: number | undefined;
  /** Undefined when no job has looked at it. */
  labels: Label[] | undefined;
  /** Pictures that hold a job's answer. */
  masks: Mask[];
  jobs: string[];
  /** Jobs that gave no answer. */
  failed: string[];
}

export interface Mask {
  job: string;
  address: string;
  /** Which colour is which class, as the job says it. */
  colors: Fields | undefined;
}

/** Undefined for what is no such row. */
export function toRow(value: unknown): Row | undefined {
  const fields = objectOf(value);
  if (!fields) return undefined;
  const image = textOf(fields['source-ref']);
  const text = textOf(fields.source);
  if (image === undefined && text === undefined) return undefined;
  const jobs = Object.keys(fields).flatMap((key) => (key.endsWith('-metadata') ? [key.slice(0, -'-metadata'.length)] : []));
  const answers = jobs.map((job) => answerOf(job, fields));
  const size = answers.map((answer) => answer.size).find(Boolean);
  const failed = jobs.filter((_, i) => answers[i]!.failed);
  return {
    image,
    text,
    width: size?.width,
    height: size?.height,
    labels: failed.length < jobs.length ? answers.flatMap((answer) => answer.labels) : undefined,
    masks: answers.flatMap((answer) => answer.masks),
    jobs: jobs.map((job) => job.replace(/-ref$/, '')),
    failed,
  };
}

interface Answer {
  labels: Label[];
  masks: Mask[];
  size?: { width: number; height: number } | undefined;
  failed?: boolean;
}

function answerOf(job: string, fields: Fields): Answer {
  const metadata = objectOf(fields[`${job}-metadata`]) ?? {};
  const value = fields[job];
  const type = String(metadata.type ?? '').replace(/^groundtruth\//, '');
  if (metadata['failure-reason'] !== undefined || value === undefined) return { labels: [], masks: [], failed: true };
  if (job.endsWith('-ref') && typeof value === 'string') {
    return { labels: [], masks: [{ job: job.slice(0, -'-ref'.length), address: value, colors: objectOf(metadata['internal-color-map']) }] };
  }
  const boxes = objectOf(value)?.annotations;
  const confidences = listOf(metadata.objects).map((one) => numberOf(objectOf(one)?.confidence));
  if (Array.isArray(boxes)) {
    return { labels: boxes.map((box, i) => boxOf(box, metadata, confidences[i])), masks: [], size: sizeOf(value) };
  }
  if (/classification|^$/.test(type) && (Array.isArray(value) || typeof value === 'number' || typeof value === 'string'))
    return { labels: tagsOf(value, metadata), masks: [] };
  return { labels: [{ class: '', shape: { type: 'other', kind: type || job, value } }], masks: [] };
}

function tagsOf(value: unknown, metadata: Fields): Label[] {
  const tag = (name: string, confidence: unknown): Label => ({ class: name, shape: { type: 'tag' }, ...certainty(numberOf(confidence)) });
  if (!Array.isArray(value)) return [tag(textOf(metadata['class-name']) ?? nameOf(metadata, value), metadata.confidence)];
  return value.map((id) => tag(nameOf(metadata, id), objectOf(metadata['confidence-map'])?.[String(id)]));
}

function boxOf(value: unknown, metadata: Fields, confidence: number | undefined): Label {
  const box = objectOf(value);
  const [x, y, width, height] = [box?.left, box?.top, box?.width, box?.height].map(numberOf);
  const name = nameOf(metadata, box?.class_id);
  if (x === undefined || y === undefined || width === undefined || height === undefined)
    return { class: name, shape: { type: 'other', kind: 'object-detection', value } };
  return { class: name, shape: { type: 'box', x, y, width, height }, ...certainty(confidence) };
}

function certainty(confidence: number | undefined): Pick<Label, 'attributes'> {
  return confidence === undefined ? {} : { attributes: { confidence } };
}

/** A class by its number; the number itself where the job does not say. */
function nameOf(metadata: Fields, id: unknown): string {
  const map = objectOf(metadata['class-map']);
  return textOf(map?.[String(id)]) ?? String(id);
}

function sizeOf(value: unknown): Answer['size'] {
  const size = objectOf(listOf(objectOf(value)?.image_size)[0]);
  const [width, height] = [numberOf(size?.width), numberOf(size?.height)];
  return width !== undefined && height !== undefined ? { width, height } : undefined;
}
