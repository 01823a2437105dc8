/** Labels that come row by row, made into annotations image by image. */
import type { Annotation, Label } from '../../core/labels.ts';
import { canonicalJson } from '../../core/labels.ts';
import { ahead } from '../../kit/ahead.ts';
import { grouped } from '../../kit/grouping.ts';
import type { ImageSize } from '../../kit/imageSize.ts';

/** Each image once. What two rows say alike counts once. */
export async function* gathered(entries: AsyncIterable<readonly [image: string, label: Label | undefined]>): AsyncGenerator<Annotation> {
  const some = async function* () {
    // a row may say that an image was looked at and nothing was found
    for await (const [image, label] of entries) yield [image, label ?? null] as const;
  };
  for await (const [image, labels] of grouped(some())) yield { image, labels: distinct(labels.filter((label) => label !== null)) };
}

/** Labels whose numbers are parts of the picture, which must be asked for its size. */
export async function* scaled<T extends Annotation>(
  annotations: AsyncIterable<T>,
  sizeOf: (image: string) => Promise<ImageSize | undefined>,
  scale: (label: Label, size: ImageSize) => Label,
): AsyncGenerator<Annotation> {
  const sized = async (annotation: T): Promise<Annotation> => {
    const size = await sizeOf(annotation.image);
    return { ...annotation, ...size, labels: size ? annotation.labels.map((label) => scale(label, size)) : annotation.labels };
  };
  yield* ahead(annotations, 16, sized);
}

function distinct(labels: readonly Label[]): Label[] {
  return [...new Map(labels.map((label) => [canonicalJson(label), label])).values()];
}
