/** Labels as Datapin writes them: `annotations/<path of the image>.json`. Such a version may lie in a folder of another one. */
import { throwIfCancelled } from '../../core/errors.ts';
import { isImage, isText } from '../../core/images.ts';
import {
  type Annotation,
  annotationFolder,
  annotationPath,
  annotationText,
  type Label,
  type LabelFormat,
  type LabelledFiles,
} from '../../core/labels.ts';
import { ahead } from '../../kit/ahead.ts';

export const datapinLabels: LabelFormat = {
  id: 'datapin',
  title: 'Datapin',
  async detect(files) {
    const found = [...labelFiles(files)];
    return found.length > 0 ? [...found.map(({ path }) => path), ...masks(files, found)] : undefined;
  },
  async *read(files, { only, signal, problem }) {
    const wanted = function* () {
      for (const file of labelFiles(files)) if (!only || only.has(file.image) || only.has(file.path)) yield file;
    };
    for await (const [{ image, path, folder }, bytes] of ahead(
      wanted(),
      16,
      async (file) => [file, await files.read(file.path)] as const,
    )) {
      throwIfCancelled(signal);
      const annotation = parse(bytes, { image, folder });
      if (typeof annotation === 'string') problem(path, annotation, 'Adopt the version again from where it came.');
      else yield annotation;
    }
  },
  companions(image, files) {
    for (const [folder, rest] of beginnings(image)) {
      const path = folder + annotationPath(rest);
      if (files.has(path)) return [path];
    }
    return [];
  },
  async narrow(path, files, { classes }) {
    const bytes = await files.read(path);
    const text = new TextDecoder().decode(bytes);
    const annotation = classes && isText(path) ? labelsIn(text) : undefined;
    if (annotation === undefined || typeof annotation === 'string') return bytes;
    const labels = annotation.labels.filter((label) => classes!.has(label.class));
    return new TextEncoder().encode(annotationText({ ...annotation, labels }));
  },
};

interface LabelFile {
  path: string;
  image: string;
  /** That the version lies in, with a slash at its end. */
  folder: string;
}

function* labelFiles(files: LabelledFiles): Generator<LabelFile> {
  for (const { path } of files.files()) {
    const [, folder = '', rest] = /^(.*?\/)??annotations\/(.+)\.json$/s.exec(path) ?? [];
    if (rest !== undefined && isImage(rest) && files.has(folder + rest)) yield { path, image: folder + rest, folder };
  }
}

/** Pictures that labels name; images of such a version lie in a folder of their own. */
function* masks(files: LabelledFiles, found: readonly LabelFile[]): Generator<string> {
  const images = new Set(found.map(({ image }) => image));
  const places = [...new Set(found.map(({ folder }) => `${folder}masks/`))];
  for (const { path } of files.files()) {
    if (isImage(path) && !images.has(path) && places.some((place) => path.startsWith(place))) yield path;
  }
}

/** Every way to part a path into a folder and the rest. */
function* beginnings(path: string): Generator<[folder: string, rest: string]> {
  for (let at = 0; at >= 0; at = path.indexOf('/', at) + 1 || -1) yield [path.slice(0, at), path.slice(at)];
}

/** The annotation, or why it is none. */
function parse(bytes: Uint8Array, { image, folder }: Omit<LabelFile, 'path'>): Annotation | string {
  const found = labelsIn(new TextDecoder().decode(bytes));
  return typeof found === 'string' ? found : { ...found, image, labels: found.labels.map((label) => within(folder, label)) };
}

/** As it is written. */
function labelsIn(text: string): Annotation | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return 'The annotation is no JSON.';
    throw error;
  }
  const { image, labels, width, height } = Object(value);
  if (!Array.isArray(labels) || !labels.every(isLabel)) return `There is no list of labels, as files in ${annotationFolder}/ have it.`;
  const size = { ...(typeof width === 'number' ? { width } : {}), ...(typeof height === 'number' ? { height } : {}) };
  return { image: String(image), ...size, labels };
}

/** A mask is named as it lies in its version, which may have been put into a folder since. */
function within(folder: string, label: Label): Label {
  const { shape } = label;
  if (folder === '' || shape.type !== 'mask' || shape.path === undefined) return label;
  return { ...label, shape: { ...shape, path: folder + shape.path } };
}

function isLabel(value: unknown): value is Label {
  const label = Object(value);
  return typeof label.class === 'string' && typeof Object(label.shape).type === 'string';
}
