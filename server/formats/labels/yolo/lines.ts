/** The label file of one picture: an object a line, its numbers as parts of the picture's width and height. */
import type { Label, Shape } from '../../../core/labels.ts';
import type { ImageSize } from '../../../kit/imageSize.ts';
import type { YoloDataset } from './dataset.ts';

export interface YoloLine {
  number: number;
  /** Nothing when it cannot be understood. */
  label: Label | undefined;
  /** What is wrong with it, in words. */
  fault: string | undefined;
}

export interface YoloContext {
  dataset: Pick<YoloDataset, 'names' | 'keypoints'>;
  /** Nothing when the picture does not say. */
  size: ImageSize | undefined;
}

export function yoloLines(text: string, context: YoloContext): YoloLine[] {
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ number: i + 1, ...toLabel(line.trim(), context) }]));
}

/** Whether a text could be one: numbers only, the first a class. */
export function looksLikeYolo(text: string): boolean {
  const [first = ''] = text.trim().split('\n');
  return first === '' || /^\d+(?:\s+-?[\d.]+(?:e-?\d+)?){4,}\s*$/i.test(first);
}

function toLabel(line: string, context: YoloContext): Omit<YoloLine, 'number'> {
  const [index, ...numbers] = line.split(/\s+/).map(Number);
  const fault = faultOf(index!, numbers, context.dataset);
  if (fault !== undefined) return { label: undefined, fault };
  const name = context.dataset.names.get(index!) ?? String(index);
  const { shape, attributes } = shapeOf(numbers, context);
  return { label: { class: name, shape, ...(attributes ? { attributes } : {}) }, fault: undefined };
}

function faultOf(index: number, numbers: readonly number[], { names }: YoloContext['dataset']): string | undefined {
  if (!Number.isInteger(index) || index < 0) return 'does not begin with the number of a class';
  if (numbers.length < 4) return `has ${numbers.length} numbers after the class, and a box takes 4`;
  if (numbers.some((value) => !Number.isFinite(value))) return 'holds something that is no number';
  if (names.size > 0 && !names.has(index)) return `is of class ${index}, and there are ${names.size} names`;
  // keypoints have a visibility of up to 2, and rounding may lead a little over the edge
  if (numbers.slice(0, 4).some((value) => value < -0.01 || value > 1.01))
    return 'has coordinates that are no part of the picture, from 0 to 1';
  return undefined;
}

interface Shaped {
  shape: Shape;
  attributes?: Record<string, unknown>;
}

function shapeOf(numbers: readonly number[], { dataset: { keypoints }, size }: YoloContext): Shaped {
  // without the size of the picture its parts stay what they are
  if (!size) return { shape: { type: 'other', kind: 'yolo', value: numbers } };
  const scaled = (value: number, i: number) => round(value * (i % 2 === 0 ? size.width : size.height));
  const box = () => {
    const [cx, cy, w, h] = numbers as [number, number, number, number];
    const corner = [cx - w / 2, cy - h / 2, w, h].map(scaled) as [number, number, number, number];
    return { type: 'box' as const, x: corner[0], y: corner[1], width: corner[2], height: corner[3] };
  };
  if (keypoints && numbers.length === 4 + keypoints[0] * keypoints[1]) {
    const { type: _, ...rectangle } = box();
    return { shape: points(numbers.slice(4), keypoints[1], scaled), attributes: { box: Object.values(rectangle) } };
  }
  if (numbers.length >= 6 && numbers.length % 2 === 0) return { shape: { type: 'polygon', rings: [numbers.map(scaled)] } };
  return { shape: box(), ...(numbers.length === 5 ? { attributes: { confidence: numbers[4] } } : {}) };
}

function points(numbers: readonly number[], each: number, scaled: (value: number, i: number) => number): Shape {
  const all = Array.from({ length: numbers.length / each }, (_, i) => i);
  const there = all.filter((i) => each < 3 || numbers[i * each + 2]! > 0);
  return { type: 'points', points: there.flatMap((i) => numbers.slice(i * each, i * each + 2).map(scaled)), names: there.map(String) };
}

/** Labels are written with six digits after the point: more would be noise. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
