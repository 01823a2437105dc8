/** An item of SuperAnnotate as items of a version: its file where it lies, what was said of it, and the pixels of its masks. */
import type { SourceItem } from '../../core/source.ts';
import type { ExportFile, ExportFiles } from '../../kit/exportFiles.ts';
import { createImages, imageFolder } from '../../kit/labelling.ts';
import { hasMasks, isKnown, labelsOf } from './annotation.ts';
import type { Item } from './api.ts';
import type { SaDocument } from './document.ts';
import { malformed } from './exported.ts';
import type { Place } from './places.ts';

export interface Found {
  folder: string;
  name: string;
  id: string;
  at: string;
  place: Place;
  document: SaDocument | undefined;
  mask: ExportFile | undefined;
  /** As SuperAnnotate lists it. */
  item: Item | undefined;
}

export interface Items {
  of(found: Found): SourceItem[];
  /** Pictures with the pixels of masks, of the items so far: as they lie, or as they are read where they do not last. */
  masks(files: ExportFiles): AsyncGenerator<SourceItem>;
}

export interface ItemsOptions {
  root: string | undefined;
  /** Names of classes by their id. */
  classes: ReadonlyMap<string, string>;
}

const noPlace = 'Say where the images lie: --root s3://bucket/prefix/ or --root <folder>; or set SA_TOKEN, so that SuperAnnotate is asked.';

export function createItems({ root, classes }: ItemsOptions): Items {
  const toItems = createImages({ root, hint: noPlace });
  const waiting = new Map<ExportFile, string>();
  return {
    of({ folder, name, id, at, place, document, mask, item }) {
      const lost = document && hasMasks(document) && !mask;
      const whole = document?.whole;
      const maskOf = (image: string) => mask && `masks/${image.slice(imageFolder.length + 1)}.png`;
      const items = toItems({
        name: [folder, name].filter(Boolean).join('/'),
        id,
        at,
        ...place,
        width: document?.width,
        height: document?.height,
        labels: document && isKnown(document) ? (image) => labelsOf(document, { classes, mask: maskOf(image) }) : undefined,
        beside(image) {
          const path = maskOf(image);
          if (mask && path !== undefined) waiting.set(mask, path);
          return [];
        },
        record: item && whole !== undefined ? { item: item.whole, annotation: whole } : (whole ?? item?.whole),
      });
      return lost ? [...items, malformed(at, 'Its labels are pixels, and the picture that has them is missing.')] : items;
    },
    async *masks(files) {
      const paths = new Map(waiting);
      waiting.clear();
      const byPath = new Map([...paths].map(([file, path]) => [file.path, path]));
      const unread: ExportFile[] = [];
      for (const [file, path] of paths) {
        if (file.stored) yield { ...file.stored, path };
        else unread.push(file);
      }
      for await (const one of files.read(unread)) yield 'problem' in one ? one : { path: byPath.get(one.file.path)!, made: one.bytes };
      if (unread.length > 0) yield { note: 'The masks of the export are kept in the registry: the link to it is soon over.' };
    },
  };
}
