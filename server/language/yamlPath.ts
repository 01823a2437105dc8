/** Where a line of YAML in block style belongs, by dashes and indentation alone: it also works where the text is no YAML yet. */

/** Columns of a line's first dash, and of what follows its dashes. */
export interface LineShape {
  dash: number | undefined;
  content: number;
  /** The key, when the line is `key:` or `key: value`. */
  key: string | undefined;
  /** Whether nothing but a comment or an anchor follows the key. */
  open: boolean;
}

/** Nothing for a blank line and a comment. */
export function shapeOf(line: string): LineShape | undefined {
  const [, indent = '', dashes = '', rest = ''] = /^(\s*)((?:-(?:\s+|$))*)(.*)$/.exec(line) ?? [];
  if (dashes === '' && (rest === '' || rest.startsWith('#'))) return undefined;
  const [, key, value = ''] = /^([\w-]+):(?:\s+(.*))?$/.exec(rest.trimEnd()) ?? [];
  const dash = dashes === '' ? undefined : indent.length;
  return { dash, content: indent.length + dashes.length, key, open: key !== undefined && /^(?:[#&].*)?$/.test(value) };
}

/** A line of the text and a column in it. */
export interface Place {
  line: number;
  column: number;
}

/** The dash of the list item whose mapping has a key at this place. */
export function itemOf(lines: readonly string[], key: Place): Place | undefined {
  for (let line = key.line; line >= 0; line--) {
    const shape = shapeOf(lines[line]!);
    if (!shape || shape.content > key.column) continue;
    if (shape.content < key.column) return undefined;
    if (shape.dash !== undefined) return { line, column: shape.dash };
  }
  return undefined;
}

/** The key that holds the list of which an item has its dash at this place. */
export function listOf(lines: readonly string[], dash: Place): (Place & { key: string }) | undefined {
  for (let line = dash.line - 1; line >= 0; line--) {
    const shape = shapeOf(lines[line]!);
    const first = shape && (shape.dash ?? shape.content);
    if (!shape || first === undefined || first > dash.column || shape.dash === dash.column) continue;
    return shape.open && shape.key !== undefined && shape.content <= dash.column
      ? { line, column: shape.content, key: shape.key }
      : undefined;
  }
  return undefined;
}
