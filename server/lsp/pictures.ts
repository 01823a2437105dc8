/** Small pictures of a version's files, as Markdown that holds their bytes. */
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { HoverImage } from '../language/hover/images.ts';
import { escaped } from '../language/markdown.ts';
import { pathOf } from '../uriPaths.ts';

/** In bytes; of larger ones, and those that cannot be read now, nothing is shown. */
export const largestPicture = 24_000;

export async function pictures(images: readonly HoverImage[]): Promise<string> {
  const shown = await Promise.all(images.map(picture));
  return shown.filter(Boolean).join(' ');
}

async function picture({ path, location }: HoverImage): Promise<string> {
  const file = pathOf(location);
  const type = mimeTypes[extname(path).toLowerCase()];
  const bytes = file === undefined || type === undefined ? undefined : await bytesOf(file);
  return bytes ? `![${escaped(path)}](data:${type};base64,${bytes.toString('base64')}|height=48)` : '';
}

async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size > 0 && found.size <= largestPicture ? await readFile(file) : undefined;
  } catch {
    // moved or deleted since: the card says what integrity there is
    return undefined;
  }
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.bmp': 'image/bmp',
};
