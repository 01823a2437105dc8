/** A data.yaml alone: the folders and lists that it names, with their labels. */
import type { SourceFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { isImage } from '../../core/images.ts';
import { encodePath } from '../../core/location.ts';
import type { SourceContext, SourceItem, SourceProblem, SourceRequest } from '../../core/source.ts';
import { pathIn } from '../../formats/labels/paths.ts';
import { fromYaml } from '../../formats/labels/yolo/dataset.ts';
import { folderOf } from '../../kit/beside.ts';
import { createListing, type Listing } from '../../kit/layouts/listing.ts';
import { readListing, type Surveyor } from '../../kit/layouts/places.ts';
import { namedFile } from '../../kit/namedFile.ts';
import { lines } from '../../kit/rows/lines.ts';

interface Surroundings {
  context: SourceContext;
  survey: Surveyor;
}

/** Paths are those under the root: the yaml's `path`, where that is relative, from the folder of the yaml. */
export async function* readDataYaml(
  location: string,
  request: SourceRequest,
  { context, survey }: Surroundings,
): AsyncGenerator<SourceItem> {
  const { file, read } = await namedFile(location, context);
  const problems: SourceProblem[] = [];
  const text = new TextDecoder().decode(Buffer.concat(await Array.fromAsync(read())));
  const dataset = await fromYaml(
    text,
    file.path,
    (at, message, hint = '') => void problems.push({ at, problem: new DatapinError('source.malformed', message, { hint }) }),
  );
  yield* problems;
  if (!dataset) {
    if (problems.length > 0) return;
    throw new DatapinError('source.malformed', `${file.path} names no classes.`, { hint: 'Name the data.yaml of a YOLO set.' });
  }
  yield file;
  const listing = createListing(context);
  listing.add(file);
  const folder = folderOf(location);
  const parts = new Set([...dataset.splits.values()].flat());
  const root = request.root ?? (await rootWith(parts, [rootOf(folder, dataset.root), folder], context));
  const place: Place = { root, listing, context, yaml: file.path };
  for (const written of parts) yield* partOf(written, place);
  yield* readListing(listing, context, { title: 'YOLO', survey });
}

interface Place {
  /** Location, with a slash at its end. */
  root: string;
  listing: Listing;
  context: SourceContext;
  yaml: string;
}

function rootOf(folder: string, written: string | undefined): string {
  if (written === undefined || written === '' || written === '.') return folder;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(written)) return `${written.replace(/\/+$/, '')}/`;
  return new URL(`${encodePath(written.replaceAll('\\', '/').replace(/\/+$/, ''))}/`, folder).href;
}

/** The yaml's `path` is that of the machine it was written on, and often the images lie beside the yaml: the first root that has any part. */
async function rootWith(parts: Iterable<string>, roots: readonly string[], context: SourceContext): Promise<string> {
  if (new Set(roots).size > 1) {
    for (const root of roots) for (const written of parts) if (await isThere(written, root, context)) return root;
  }
  return roots[0]!;
}

async function isThere(written: string, root: string, context: SourceContext): Promise<boolean> {
  const path = placeIn(written);
  if (path === undefined) return false;
  const location = root + encodePath(path);
  try {
    if (/\.txt$/i.test(path)) return (await context.find(location)) !== undefined;
    for await (const _ of context.list(`${location}/`)) return true;
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'folder.missing') throw error;
  }
  return false;
}

/** Nothing for what leads out of the folder. Roboflow writes ../train/images for what lies beside the yaml. */
function placeIn(written: string): string | undefined {
  if (/^(?:[a-z]+:|\/)/i.test(written)) return undefined;
  return pathIn('', written) ?? pathIn('', written.replace(/^(?:\.\.\/)+/, ''));
}

/** A folder of images and the folder of their labels, or a list of images. */
async function* partOf(written: string, place: Place): AsyncGenerator<SourceItem> {
  const path = placeIn(written);
  if (path === undefined) {
    yield wrong(place.yaml, `"${written}" leads out of the folder.`, 'Say where the images lie with --root.');
  } else if (/\.txt$/i.test(path)) yield* listOf(path, place);
  else {
    const found = yield* folderAt(path, place);
    if (!found)
      yield wrong(place.yaml, `There are no images in "${written}".`, 'Correct the path, or say where the images lie with --root.');
    const labels = path.replace(/(^|.*\/)images(?=\/|$)/, '$1labels');
    if (labels !== path) yield* folderAt(labels, place);
  }
}

/** Answers whether there were any. */
async function* folderAt(folder: string, { root, listing, context }: Place): AsyncGenerator<SourceItem, boolean> {
  let any = false;
  try {
    for await (const item of context.list(`${root}${encodePath(folder)}/`)) {
      if ('skipped' in item) {
        yield { ...item, skipped: `${folder}/${item.skipped}` };
        continue;
      }
      any = true;
      const file: SourceFile = { ...item, path: `${folder}/${item.path}` };
      listing.add(file);
      yield file;
    }
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'folder.missing') throw error;
  }
  return any;
}

/** The list itself, and its images with their labels. */
async function* listOf(path: string, { root, listing, context, yaml }: Place): AsyncGenerator<SourceItem> {
  const list = await context.find(root + encodePath(path));
  if (!list) {
    yield wrong(yaml, `There is no list "${path}".`, 'Correct the path, or say where the images lie with --root.');
    return;
  }
  const file = { ...list, path };
  listing.add(file);
  yield file;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  for await (const line of lines(context.read(list), { name: path, signal: context.signal })) {
    if ('problem' in line) yield line;
    else if (line.text.trim() !== '') {
      const written = line.text.trim();
      const image = written.startsWith('./') ? pathIn(folder, written) : pathIn('', written);
      const found = image !== undefined && isImage(image) ? await context.find(root + encodePath(image)) : undefined;
      if (!found || image === undefined) continue;
      for (const one of [{ ...found, path: image }, await labelsAt(image, root, context)]) {
        if (!one) continue;
        listing.add(one);
        yield one;
      }
    }
  }
}

async function labelsAt(image: string, root: string, context: SourceContext): Promise<SourceFile | undefined> {
  const path = image.replace(/(^|.*\/)images(?=\/)/, '$1labels').replace(/\.[^./]+$/, '.txt');
  const found = await context.find(root + encodePath(path));
  return found && { ...found, path };
}

function wrong(at: string, message: string, hint: string): SourceProblem {
  return { at, problem: new DatapinError('source.malformed', message, { hint }) };
}
