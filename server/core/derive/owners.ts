/** Which images a label file is about, where these are few: its own one, or those whose labels name it as their mask. */
import { isText } from '../images.ts';
import type { LabelFormat } from '../labels.ts';
import type { Input, InputLabels } from './inputs.ts';

/** Images by the label files that are theirs alone. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** Labels are read only where there are masks that no name ties to an image. */
export async function ownersOf(input: Input, labels: InputLabels, signal: AbortSignal | undefined): Promise<Owners> {
  const owners = new Map<string, string[]>();
  const own = (path: string, image: string) => {
    const images = owners.get(path);
    if (!images) owners.set(path, [image]);
    else if (!images.includes(image)) images.push(image);
  };
  const { companions } = labels.format;
  if (companions) for (const { path } of input.images()) for (const one of companions(path, labels.files)) own(one, path);
  if (labels.labelFiles.every((path) => isText(path) || owners.has(path))) return owners;
  const reading = { signal, geometry: false, problem: () => undefined };
  for await (const { image, labels: all } of labels.format.read(labels.files, reading)) {
    for (const { shape } of all) if (shape.type === 'mask' && shape.path !== undefined) own(shape.path, image);
  }
  return owners;
}

/** Where a format looks for a label file once its image is called `now`; nothing when names do not tie the two. */
export function placeFor(
  format: LabelFormat,
  { labelFile, image, now }: { labelFile: string; image: string; now: string },
): string | undefined {
  const before = placesAsked(format, image);
  const at = before.indexOf(labelFile);
  const after = placesAsked(format, now);
  // the likeliest place stays that; others are told apart by their order, while there are as many
  return at === 0 || (at > 0 && before.length === after.length) ? after[at] : undefined;
}

/** Whether a format would find labels of this image there. */
export function looksAt({ companions }: LabelFormat, image: string, path: string): boolean {
  return companions?.(image, { has: (one) => one === path }).includes(path) ?? false;
}

/** Every path at which a format looks for label files of an image. */
function placesAsked({ companions }: LabelFormat, image: string): string[] {
  const asked: string[] = [];
  const has = (path: string) => {
    asked.push(path);
    return false;
  };
  companions?.(image, { has });
  return asked;
}
