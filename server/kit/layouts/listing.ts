/** The files of places as they are listed, and how label formats read them: paths are held, of pictures nothing else. */
import type { SourceFile } from '../../core/connector.ts';
import { isImage } from '../../core/images.ts';
import type { LabelledFiles } from '../../core/labels.ts';
import { comparePaths } from '../../core/manifest.ts';
import type { SourceContext } from '../../core/source.ts';

export interface Listing {
  add(file: SourceFile): void;
  /** Once everything is listed. Pictures have no bytes here: what is asked is whether labels are right, not what is seen. */
  files(): LabelledFiles;
  readonly images: number;
}

export function createListing(context: Pick<SourceContext, 'read' | 'wanted'>): Listing {
  const { wanted = () => true } = context;
  const others = new Map<string, SourceFile>();
  const paths = new Set<string>();
  let images = 0;
  return {
    add(file) {
      const isWanted = wanted(file.path);
      // Labels that nobody wants are not read; images that nobody wants are not missing.
      if (isWanted || isImage(file.path)) paths.add(file.path);
      if (isWanted && isImage(file.path)) images += 1;
      else if (isWanted) others.set(file.path, file);
    },
    files() {
      const sorted = [...paths].sort(comparePaths);
      const stream = async function* (path: string): AsyncGenerator<Uint8Array> {
        const file = others.get(path);
        if (file) yield* context.read(file);
      };
      return {
        *files() {
          for (const path of sorted) yield { path, size: others.get(path)?.size ?? 0 };
        },
        has: (path) => paths.has(path),
        wanted,
        stream,
        read: async (path) => Buffer.concat(await Array.fromAsync(stream(path))),
      };
    },
    get images() {
      return images;
    },
  };
}
