/** Images that stand in two inputs with the same bytes and other labels. */
import type { DatasetFile } from '../dataset.ts';
import { type Annotation, canonicalJson } from '../labels.ts';
import { leadingBits } from '../sameBytes.ts';
import type { WorkOptions } from '../world.ts';
import type { Merging } from './flow.ts';
import type { Input } from './inputs.ts';

interface Seen {
  input: number;
  path: string;
}

/**
 * Tells of each such image among those that are `wanted`, and answers which of them are left out, as `excluded`. Labels are compared as what they mean,
 * not as they are written; an image that nobody has labelled contradicts nothing.
 */
export async function labelConflicts(
  inputs: readonly Input[],
  { take, onConflict, nameOf }: Merging,
  { wanted, ...options }: WorkOptions & { wanted(input: number, path: string): boolean },
): Promise<Excluded> {
  const labelled = inputs.flatMap(({ labels }, i) => (labels ? [i] : []));
  if (labelled.length < 2) return () => false;
  const images = function* (input: number) {
    for (const file of inputs[input]!.images()) if (wanted(input, file.path)) yield file;
  };
  const seen = sharedImages(images, labelled);
  const texts = await labelTexts(inputs, seen, options);
  const out = new Set<string>();
  for (const places of seen.values()) {
    const said = places.flatMap((place) => {
      const text = texts[place.input]?.get(place.path);
      return text === undefined ? [] : [{ ...place, text }];
    });
    if (new Set(said.map(({ input }) => input)).size < 2) continue;
    const kept = take === 'first' ? said[0]! : said.at(-1)!;
    for (const one of said) {
      if (one.text === kept.text) continue;
      out.add(key(one));
      const paths = [...new Set([kept.path, one.path])].join(' and ');
      onConflict(labelMark + key(one), () => `${paths}: other labels in ${nameOf(kept.input)} and ${nameOf(one.input)}.`);
    }
  }
  return (input, path) => out.has(key({ input, path }));
}

/** What no path begins with. */
const labelMark = '\0';

/** Whether what is told of under this name is a conflict of labels, and none of bytes under one path. */
export function isOfLabels(name: string): boolean {
  return name.startsWith(labelMark);
}

export type Excluded = (input: number, path: string) => boolean;

/** Places of each hash that stands in more than one of the inputs, in order of input and path. */
function sharedImages(images: (input: number) => Iterable<DatasetFile>, labelled: readonly number[]): Map<string, Seen[]> {
  const once = new Set<number>();
  const twice = new Set<number>();
  for (const input of labelled) {
    const own = new Set<number>();
    for (const { sha256 } of images(input)) if (sha256) own.add(leadingBits(sha256));
    for (const prefix of own) (once.has(prefix) ? twice : once).add(prefix);
  }
  const found = new Map<string, Seen[]>();
  if (twice.size === 0) return found;
  for (const input of labelled) {
    for (const { sha256, path } of images(input)) {
      if (!sha256 || !twice.has(leadingBits(sha256))) continue;
      const places = found.get(sha256);
      if (places) places.push({ input, path });
      else found.set(sha256, [{ input, path }]);
    }
  }
  return found;
}

/** By input and path, the labels as one text that is the same for the same labels. */
async function labelTexts(
  inputs: readonly Input[],
  seen: ReadonlyMap<string, readonly Seen[]>,
  { signal }: WorkOptions,
): Promise<Map<string, string>[]> {
  const wanted = inputs.map(() => new Set<string>());
  for (const places of seen.values()) for (const { input, path } of places) wanted[input]!.add(path);
  // the same bytes have the same size: pixels matter only where two formats write the same label in their own ways
  const geometry = new Set(inputs.flatMap(({ labels }) => labels?.format.id ?? [])).size > 1;
  return Promise.all(
    inputs.map(async ({ labels }, i) => {
      const texts = new Map<string, string>();
      if (!labels || wanted[i]!.size === 0) return texts;
      const only = wanted[i]!;
      for await (const annotation of labels.format.read(labels.files, { only, geometry, signal, problem: () => undefined })) {
        if (only.has(annotation.image)) texts.set(annotation.image, labelText(annotation));
      }
      return texts;
    }),
  );
}

/** What is said of an image, in any format and order. */
export function labelText({ labels }: Annotation): string {
  return labels.map(canonicalJson).sort().join('\n');
}

function key({ input, path }: Seen): string {
  return `${input}\0${path}`;
}
