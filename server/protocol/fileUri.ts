/** The read-only file that shows the bytes of a version's file, wherever they lie. */

export const fileScheme = 'datapin-file';

/** `datapin-file:/train/digits%3Av1%20%C2%B7%200.png?{"ref":"digits:v1","path":"train/0.png"}`: its last part is what an editor shows on the tab. */
export function fileUri(ref: string, path: string): { scheme: string; path: string; query: string } {
  const at = path.lastIndexOf('/') + 1;
  return { scheme: fileScheme, path: `/${path.slice(0, at)}${ref} · ${path.slice(at)}`, query: JSON.stringify({ ref, path }) };
}

/** Reference and path of such a file's query; nothing for another one. */
export function fileOfQuery(query: string): { ref: string; path: string } | undefined {
  try {
    const { ref, path } = JSON.parse(query) as Record<string, unknown>;
    return typeof ref === 'string' && typeof path === 'string' ? { ref, path } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
