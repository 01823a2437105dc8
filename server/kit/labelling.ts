/** What every labelling tool's items become: an image where it lies, its labels as a file, and what the tool said, kept. */
import { DatapinError } from '../core/errors.ts';
import { annotationPath, annotationText, type Label } from '../core/labels.ts';
import { decode, encodePath } from '../core/location.ts';
import type { Access, SourceItem } from '../core/source.ts';
import { canonicalObject } from './http/canonical.ts';
import { scrub } from './scrub.ts';

export interface LabelledImage {
  /** What people call it: folder and name, a global key. Made a safe path here. */
  name: string;
  /** The tool's own id of it, for names that occur twice and for problems. */
  id: string;
  /** Where it is said: `export.ndjson:12`. */
  at: string;
  /** Any address of the image, also a signed one; undefined when the tool gives none. */
  location: string | undefined;
  access?: ((expired: boolean) => Promise<Access>) | undefined;
  size?: number | undefined;
  signature?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  /** Undefined when nobody has looked at the image yet. A function is told the image's path in the version. */
  labels: readonly Label[] | ((path: string) => readonly Label[]) | undefined;
  /** Further files that belong to it, such as masks, by its path in the version. */
  beside?: ((path: string) => readonly SourceItem[]) | undefined;
  /** The tool's whole object; scrubbed here. Undefined when it was given with another image. */
  record?: unknown;
}

export interface ImageOptions {
  /** Where images without an address lie; ends with a slash. */
  root?: string | undefined;
  /** What to do about an image that has no address, in place of what is said of every tool. */
  hint?: string | undefined;
}

/** Folder of a version that holds a tool's images. */
export const imageFolder = 'images';

/**
 * Turns images into items, one after another. Names that occur twice are told apart by the
 * tool's id, and by a counter where that occurs twice, too. An image that has no
 * address, and no root to be looked for, is a problem.
 */
export function createImages({ root, hint }: ImageOptions = {}): (image: LabelledImage) => SourceItem[] {
  const taken = new Map<string, number>();
  return (image) => {
    const name = uniqueName(safeName(image.name) || safeName(image.id), image.id, taken);
    const path = `${imageFolder}/${name}`;
    const record: SourceItem[] = image.record === undefined ? [] : [{ record: scrub(image.record) }];
    const address = image.location ?? (root === undefined ? undefined : root + encodePath(safeName(image.name)));
    if (address === undefined) return [{ problem: noAddress(name, hint), at: image.at }, ...record];
    const { location, versionId } = canonicalObject(address);
    const { size, signature, access, at, width, height, beside } = image;
    const labels = typeof image.labels === 'function' ? image.labels(path) : image.labels;
    const annotation: SourceItem[] = labels
      ? [{ path: annotationPath(path), made: annotationText({ image: path, width, height, labels }) }]
      : [];
    return [{ path, pointer: location, versionId, size, signature, access, at }, ...annotation, ...(beside?.(path) ?? []), ...record];
  };
}

/**
 * A relative path: what leads up or nowhere is left out, and a backslash separates as a slash does. Of an address, which
 * some call their images by, what is behind its scheme, without a signature.
 */
export function safeName(name: string): string {
  return withoutScheme(name)
    .replaceAll('\0', '')
    .split(/[\\/]/)
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .join('/');
}

function withoutScheme(name: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) return name;
  return decode(canonicalObject(name).location.replace(/^[^:]+:\/\//, ''));
}

/** `taken`: names that were given, and the last counter of each; many images may share a name and an id. */
function uniqueName(name: string, id: string, taken: Map<string, number>): string {
  const numbered = (counter: number) => {
    const suffix = [safeName(id).replaceAll('/', '-'), ...(counter > 1 ? [counter] : [])].join(', ');
    return name.replace(/(\.[^./]*)?$/, (extension) => ` (${suffix})${extension}`);
  };
  let unique = name;
  if (taken.has(name)) {
    const plain = numbered(1);
    let counter = taken.get(plain) ?? 1;
    while (taken.has(numbered(counter))) counter++;
    taken.set(plain, counter);
    unique = numbered(counter);
  }
  if (!taken.has(unique)) taken.set(unique, 1);
  return unique;
}

const sayWhere = 'Say where the images lie: --root s3://bucket/prefix/ or --root <folder>.';

function noAddress(name: string, hint = sayWhere): DatapinError {
  return new DatapinError('source.malformed', `${name} has no address of its own.`, { hint });
}
