/** Outputs that an edge asks for. A step's list of outputs is for information, so it is read generously. */

/** Whether a key of an edge, a file name or glob, may mean one of the names that a step lists. */
export function hasOutput(names: readonly string[], key: string): boolean {
  return names.some((name) => matches(name, key) || matches(key, name) || isSymbolic(name, key));
}

/** A name without a dot, slash or star may stand for files of any name. */
function isSymbolic(name: string, key: string): boolean {
  return !/[.*/]/.test(name) && (key.includes('*') || key.startsWith(`${name}.`) || key.startsWith(`${name}/`));
}

/** Whether a text is one that a glob means, in which `*` stands for anything, also for slashes. */
export function matches(glob: string, text: string): boolean {
  const [head = '', ...rest] = glob.split('*');
  const tail = rest.pop();
  if (tail === undefined) return glob === text;
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  let at = head.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - tail.length;
}
