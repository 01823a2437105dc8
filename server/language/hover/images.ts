/** Pictures among the first files of a version, to show what is in it. */
import type { Catalog, CatalogEntry } from '../catalog.ts';

export interface HoverImage {
  /** From the root of the version. */
  path: string;
  /** A `file:` URI. */
  location: string;
}

/** At most three, of those that lie on disk; found in a few looks into folders or not at all. */
export function imagesOf(dataset: string, version: string, catalog: Catalog): HoverImage[] {
  const found: HoverImage[] = [];
  const folders = [''];
  for (let looks = 0; looks < mostLooks && folders.length > 0 && found.length < mostImages; looks++) {
    const entries = catalog.entries({ dataset, version, folder: folders.shift()!, limit: mostEntries });
    for (const image of entries.flatMap(toImage)) if (found.length < mostImages) found.push(image);
    folders.unshift(...entries.flatMap(({ type, path }) => (type === 'folder' ? path : [])).slice(0, mostLooks));
  }
  return found;
}

const mostImages = 3;
const mostLooks = 8;
const mostEntries = 40;

function toImage({ type, path, location }: CatalogEntry): HoverImage[] {
  const isImage = type === 'file' && /\.(?:png|jpe?g|gif|webp|bmp)$/i.test(path);
  return isImage && location?.startsWith('file:') ? [{ path, location }] : [];
}
