/** Pascal VOC: an XML file an image, masks, and lists of the images of each split. */
import { throwIfCancelled } from '../../core/errors.ts';
import { isImage } from '../../core/images.ts';
import type { Annotation, Label, LabelFormat, LabelledFiles } from '../../core/labels.ts';
import { ahead } from '../../kit/ahead.ts';
import { missingImages } from './flaws.ts';
import { headOf } from './head.ts';
import { type FindImage, imageFinders } from './imageFinder.ts';
import { narrowLines } from './narrowLines.ts';
import { nameOf, withoutExtension } from './paths.ts';
import { swapped } from './swapped.ts';

export const vocLabels: LabelFormat = {
  id: 'voc',
  title: 'Pascal VOC',
  async detect(files) {
    const found = Array.from(files.files(), ({ path }) => path).filter((path) => isXml(path) || isMask(path) || isImageSet(path));
    const first = found.find(isXml);
    if (first === undefined ? !found.some(isMask) : !/<annotation[\s>]/.test(await headOf(files, first))) return undefined;
    return found;
  },
  async *read(files, { only, signal, problem }) {
    const { parseVoc } = await import('./voc/parse.ts');
    const finder = imageFinders(files);
    const missing = missingImages(problem);
    const seen = new Set<string>();
    const sources = function* () {
      for (const { path } of files.files()) if (isXml(path) && (!only || mayBeWanted(only, path, files))) yield path;
    };
    for await (const [path, text] of ahead(sources(), 16, async (one) => [one, await files.read(one)] as const)) {
      throwIfCancelled(signal);
      const parsed = parseVoc(new TextDecoder().decode(text));
      if (typeof parsed === 'string') {
        problem(path, parsed, 'Write the file again.');
        continue;
      }
      for (const fault of parsed.faults) problem(path, fault, 'Correct it in the labelling tool, and write the file again.');
      const image = imageOf(path, files) ?? byName(parsed.filename, finder(path));
      if (image === undefined) missing.add(path, parsed.filename || nameOf(path));
      else if (!seen.has(image) && (!only || only.has(image) || only.has(path))) {
        seen.add(image);
        const { width, height, labels } = parsed;
        yield { image, width, height, labels: [...labels, ...maskLabels(image, files)] };
      }
    }
    yield* masksAlone(files, { seen, only });
    missing.end();
  },
  companions(image, files) {
    const xml = `${withoutExtension(image)}.xml`;
    const annotation = [...swapped(xml, imageFolder, labelFolders), xml].find((path) => files.has(path));
    return [annotation ?? [], masksOf(image, files).map(({ path }) => path)].flat();
  },
  async narrow(path, files, { images, classes }) {
    const bytes = await files.read(path);
    if (isXml(path)) {
      const { withClasses } = await import('./voc/parse.ts');
      return classes ? new TextEncoder().encode(withClasses(new TextDecoder().decode(bytes), classes)) : bytes;
    }
    const stems = new Set(Array.from(images, (image) => withoutExtension(nameOf(image))));
    return isImageSet(path) ? narrowLines(bytes, (line) => stems.has(nameOf(line.split(/\s+/)[0]!))) : bytes;
  },
};

/** The image that lies where an annotation's image does, and is called as the annotation. */
export function imageOf(xml: string, files: LabelledFiles): string | undefined {
  const stem = withoutExtension(xml);
  for (const path of [stem, ...swapped(stem, labelFolder, imageFolders)]) {
    const extension = extensions.find((one) => files.has(path + one));
    if (extension !== undefined) return path + extension;
  }
  return undefined;
}

/** A list of the images of a split: `ImageSets/Main/train.txt`. */
export function isImageSet(path: string): boolean {
  return /(?:^|\/)ImageSets\/.*\.txt$/.test(path);
}

const extensions = ['.jpg', '.jpeg', '.png', '.JPEG', '.JPG', '.PNG', '.bmp', '.webp'];
const labelFolder = /^(?:annotations?|labels?|xmls?)$/i;
const labelFolders = ['Annotations', 'annotations', 'Annotation', 'labels', 'xmls', 'xml', ''];
const imageFolder = /^(?:jpegimages|images?|imgs?|data)$/i;
const imageFolders = ['JPEGImages', 'images', 'Images', 'Data', 'image', 'imgs', ''];

function isXml(path: string): boolean {
  return path.endsWith('.xml');
}

function isMask(path: string): boolean {
  return /(?:^|\/)Segmentation(?:Class|Object)\/[^/]+\.png$/.test(path);
}

function byName(filename: string, find: FindImage): string | undefined {
  return filename === '' ? undefined : find(filename);
}

/** Reading is dear: a file is left out when it is known to be another image's. */
function mayBeWanted(only: ReadonlySet<string>, xml: string, files: LabelledFiles): boolean {
  const image = imageOf(xml, files);
  return image === undefined || only.has(image) || only.has(xml);
}

/** Of classes, and of each object. */
function masksOf(image: string, files: Pick<LabelledFiles, 'has'>): { folder: string; path: string }[] {
  const name = `${withoutExtension(image)}.png`;
  return ['SegmentationClass', 'SegmentationObject'].flatMap((folder) => {
    const path = [...swapped(name, imageFolder, [folder])].find((one) => files.has(one));
    return path === undefined ? [] : [{ folder, path }];
  });
}

function maskLabels(image: string, files: LabelledFiles): Label[] {
  return masksOf(image, files).map(({ folder, path }) => ({ class: '', shape: { type: 'mask', path }, attributes: { mask: folder } }));
}

function* masksAlone(
  files: LabelledFiles,
  { seen, only }: { seen: ReadonlySet<string>; only: ReadonlySet<string> | undefined },
): Generator<Annotation> {
  for (const { path } of files.files()) {
    if (!isImage(path) || isMask(path) || seen.has(path) || (only && !only.has(path))) continue;
    const labels = maskLabels(path, files);
    if (labels.length > 0) yield { image: path, labels };
  }
}
