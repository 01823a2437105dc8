/** Pairs of folders: `images/a/1.jpg` and `labels/a/1.txt`. */

/** A path with one of its folders replaced, the last that fits first; without it, where the other is `''`. */
export function* swapped(path: string, from: RegExp, to: readonly string[]): Generator<string> {
  const segments = path.split('/');
  for (let at = segments.length - 2; at >= 0; at--) {
    if (!from.test(segments[at]!)) continue;
    for (const name of to) yield [...segments.slice(0, at), ...(name === '' ? [] : [name]), ...segments.slice(at + 1)].join('/');
  }
}
