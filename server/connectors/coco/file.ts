/** One annotation file whose images lie elsewhere: at the addresses that it gives, or under a root. */
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import type { Pointer, SourceContext, SourceItem, SourceRequest } from '../../core/source.ts';
import type { CocoReading } from '../../formats/labels/coco/content.ts';
import { cocoImages, emptyCount, type NamedImage } from '../../formats/labels/coco/survey.ts';
import { flaws } from '../../formats/labels/flaws.ts';
import { relativeName } from '../../formats/labels/imageFinder.ts';
import { canonicalObject, isSigned } from '../../kit/http/canonical.ts';
import { namedFile } from '../../kit/namedFile.ts';
import { listedLink } from '../../kit/signedAccess.ts';
import { isAddress } from '../../kit/values.ts';

/** The file as `annotations/<name>`, and every image that it names as `images/<file_name>`. */
export async function* readAnnotationFile(location: string, { root }: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const { name: json, file, read } = await namedFile(location, context);
  yield { ...file, path: `annotations/${json}` };
  const problems: SourceItem[] = [];
  const reading: CocoReading = {
    signal: context.signal,
    problem: (at, message, hint) =>
      void problems.push({ at, problem: new DatapinError('source.malformed', message, { ...(hint ? { hint } : {}) }) }),
  };
  const homeless = flaws(reading.problem, {
    one: (name) => `The image "${name}" has no address.`,
    more: (count) => `${count.toLocaleString('en')} more images have no address.`,
    hint: 'Say where the images lie with --root.',
  });
  const count = emptyCount();
  let images = 0;
  for await (const image of cocoImages({ stream: () => read() }, { json, count }, reading)) {
    images += 1;
    const pointer = pointerTo(image, root);
    if (pointer) yield pointer;
    else homeless.add(image.at, image.name);
    yield* problems.splice(0);
  }
  homeless.end();
  yield* problems;
  yield { facts: { images, labels: count.annotations, classes: count.classes.size } };
}

function pointerTo({ name, url, at }: NamedImage, root: string | undefined): Pointer | undefined {
  const path = `images/${relativeName(name)}`;
  if (isAddress(name)) return { path, at, ...addressed(name, at) };
  if (root !== undefined) return { path, at, pointer: root + encodePath(relativeName(name)) };
  return isAddress(url) ? { path, at, ...addressed(url, at) } : undefined;
}

/** A signed link is good for now, and never recorded. */
function addressed(url: string, at: string): Pick<Pointer, 'pointer' | 'versionId' | 'access'> {
  const { location, versionId } = canonicalObject(url);
  const access = listedLink(url, { at, hint: 'Export the file again, or say where the images lie with --root.' });
  return { pointer: location, ...(versionId ? { versionId } : {}), ...(isSigned(url) ? { access } : {}) };
}
