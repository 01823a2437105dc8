/** Labels: what people say of an image, the same for every tool and format, and the file that holds them. */

/** Coordinates are pixels of the image, from its upper left corner. */
export type Shape =
  | { type: 'tag' }
  | { type: 'box'; x: number; y: number; width: number; height: number /** Degrees, clockwise, about its middle. */; rotation?: number }
  | { type: 'polygon' /** One ring each; a ring is x, y, x, y, … */; rings: number[][] }
  | { type: 'line'; points: number[] }
  | { type: 'points'; points: number[]; names?: string[] }
  | { type: 'ellipse'; x: number; y: number; radiusX: number; radiusY: number; rotation?: number }
  | {
      type: 'mask' /** Of the mask's bytes, where they are a file of the version; or its run lengths as the tool gives them. */;
      path?: string;
      rle?: unknown;
    }
  | { type: 'text'; text: string }
  /** Everything that has no simpler form, as the tool gives it: cuboids, skeletons, tracks of a video. */
  | { type: 'other'; kind: string; value: unknown };

export interface Label {
  /** Name of the class; '' where a label has none, e.g. a caption. */
  class: string;
  shape: Shape;
  attributes?: Readonly<Record<string, unknown>>;
}

/** All labels of one image. An image without labels that somebody has looked at has an empty list. */
export interface Annotation {
  /** Path of the image in the version. */
  image: string;
  /** Pixels. */
  width?: number | undefined;
  height?: number | undefined;
  labels: readonly Label[];
}

/** What a format needs of a version to find its labels. */
export interface LabelledFiles {
  /** Files in order of path; each call begins anew. */
  files(): Iterable<{ path: string; size: number; sha256?: string | undefined }>;
  /** Whether there is such a file. */
  has(path: string): boolean;
  /** Whether it is one that a person wants, where not all are: other images are only there to be found. */
  wanted?(path: string): boolean;
  /** The bytes of one of them, whole. */
  read(path: string): Promise<Uint8Array>;
  /** The same, piece by piece, for files that may be large. */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** For what a format has found out about all of them. */
  readonly memory?: Map<string, unknown>;
}

/** A way to write labels into files: COCO, VOC, YOLO, folders that are named as classes. */
export interface LabelFormat {
  readonly id: string;
  readonly title: string;
  /** Files that hold labels rather than pictures; none when this is not how this version is labelled. Looks at paths, and at little else. */
  detect(files: LabelledFiles): Promise<readonly string[] | undefined>;
  /**
   * The annotations of all images, an image at most once. `only` limits the reading to these images or label files,
   * where the format can tell. What cannot be understood is told to `problem` and left out.
   */
  read(files: LabelledFiles, options: LabelReading): AsyncIterable<Annotation>;
  /** The label files that belong to this image alone; none where one file speaks of many images. Asks `has` alone. */
  companions?(image: string, files: Pick<LabelledFiles, 'has'>): readonly string[];
  /** The bytes of a label file that speaks of many images, with nothing in it but these images and, if given, these classes. */
  narrow?(path: string, files: LabelledFiles, keep: { images: ReadonlySet<string>; classes?: ReadonlySet<string> }): Promise<Uint8Array>;
}

export interface LabelReading {
  only?: ReadonlySet<string> | undefined;
  /** Whether shapes must be in pixels (default), for which some formats look into every image; else they may be parts of the image. */
  geometry?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** `at`: file, and row or item in it. `hint`: what to do. */
  problem(at: string, message: string, hint?: string): void;
}

/** Folder of a version that holds `annotations/<path of the image>.json`, written by `annotationText`. */
export const annotationFolder = 'annotations';

export function annotationPath(image: string): string {
  return `${annotationFolder}/${image}.json`;
}

/**
 * The one text of an annotation: JSON without blanks, keys in order of their characters, labels in order of their own text,
 * a newline at the end. Equal labels give equal bytes, whatever the order in which a tool gives them.
 */
export function annotationText(annotation: Annotation): string {
  const labels = annotation.labels.map(canonicalJson).sort();
  const rest = canonicalJson({ height: annotation.height, image: annotation.image });
  const width = annotation.width === undefined ? '' : `,"width":${JSON.stringify(annotation.width)}`;
  return `${rest.slice(0, -1)},"labels":[${labels.join(',')}]${width}}\n`;
}

/** JSON with sorted keys and without blanks; what is undefined is left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
}
