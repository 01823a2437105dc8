/** What lies in a clone in place of a file that Git LFS keeps elsewhere. Format: docs/spec.md of git-lfs. */

export interface LfsPointer {
  /** Hex SHA-256 of the file's bytes. */
  sha256: string;
  /** Bytes of the file. */
  size: number;
}

/** A pointer is never longer. Bytes. */
export const longestPointer = 1024;

/** Nothing for every other text. */
export function lfsPointer(text: string): LfsPointer | undefined {
  if (text.length > longestPointer || !/^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\r?\n/.test(text))
    return undefined;
  const [, sha256] = /^oid sha256:([0-9a-f]{64})\r?$/m.exec(text) ?? [];
  const [, size] = /^size (\d{1,15})\r?$/m.exec(text) ?? [];
  return sha256 !== undefined && size !== undefined ? { sha256, size: Number(size) } : undefined;
}
