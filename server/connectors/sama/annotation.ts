/** What was answered of a task as labels of one of its images. */
import type { Label } from '../../core/labels.ts';
import { scrub } from '../../kit/scrub.ts';
import { type Fields, listOf, objectOf } from '../../kit/values.ts';
import { toShape } from './shape.ts';
import type { Task } from './task.ts';

/** What was answered of one input, and what was answered of the task as a whole, which is said of each of its images. */
export function labelsOf({ answers }: Pick<Task, 'answers'>, input: string, inputs: readonly string[]): Label[] {
  const others = inputs.filter((one) => one !== input);
  return Object.entries(answers).flatMap(([question, answer]) => (others.includes(question) ? [] : answered(question, answer)));
}

/** Shapes in layers; else a word, several of them, or something that only the tool understands. */
function answered(question: string, answer: unknown): Label[] {
  // the day on which somebody worked is none of the image's
  if (answer === null || answer === '' || question === 'date') return [];
  const layers = objectOf(objectOf(answer)?.layers);
  if (layers) return Object.entries(layers).flatMap(([layer, groups]) => listOf(groups).flatMap((group) => ofGroup(layer, group)));
  const several = Array.isArray(answer) && answer.every((one) => typeof one === 'string') ? answer : [answer];
  return several.map((one) => ({ class: words(one), shape: { type: 'tag' }, attributes: { question } }));
}

function ofGroup(layer: string, value: unknown): Label[] {
  const group = objectOf(value);
  if (!group) return [];
  const about = { ...(layer === 'vector_tagging' ? {} : { layer }), ...(group.group_type ? { group_type: group.group_type } : {}) };
  if (Array.isArray(group.shapes)) return group.shapes.flatMap((shape) => ofShape(shape, about));
  const { index: _, tags, ...rest } = group;
  return [tagged(objectOf(tags), about, { type: 'other', kind: layer, value: scrub(rest) })];
}

function ofShape(value: unknown, about: Record<string, unknown>): Label[] {
  const shape = objectOf(value);
  return shape ? [tagged(objectOf(shape.tags), about, toShape(String(shape.type), shape))] : [];
}

/** The first tag is the class. */
function tagged(tags: Fields | undefined, about: Record<string, unknown>, shape: Label['shape']): Label {
  const given = Object.entries(tags ?? {}).filter(([, tag]) => tag !== null && tag !== '');
  const attributes = { ...about, ...Object.fromEntries(given) };
  const [first] = given;
  return { class: first ? words(first[1]) : '', shape, ...(Object.keys(attributes).length > 0 ? { attributes } : {}) };
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
