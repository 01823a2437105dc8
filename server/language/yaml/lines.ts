/** Lines of a long YAML text, one after the other, without cutting the text up; and what one line in block style is made of. */

/** Offsets of a line in its text, the line break excluded. */
export interface Line {
  start: number;
  end: number;
}

export function lineAt(text: string, offset: number): Line {
  // at 0 it would find a line break that begins the text
  return lineFrom(text, offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);
}

export function lineBefore(text: string, { start }: Line): Line | undefined {
  if (start === 0) return undefined;
  return lineFrom(text, start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1);
}

export function lineAfter(text: string, { end }: Line): Line | undefined {
  const next = text.indexOf('\n', end);
  return next < 0 ? undefined : lineFrom(text, next + 1);
}

/** Column of the first sign; nothing for a blank line, a comment and a mark of an unresolved merge. */
export function indentOf(text: string, { start, end }: Line): number | undefined {
  let at = start;
  while (at < end && text.charCodeAt(at) === space) at++;
  if (at === end || text.charCodeAt(at) === hash || text.charCodeAt(at) === tab) return undefined;
  return at === start && conflictMark.test(text.slice(start, start + 8)) ? undefined : at - start;
}

/** One line in block style. */
export interface LineShape {
  /** Columns of the dashes with which it begins. */
  dashes: number[];
  /** Column of what follows them. */
  content: number;
  /** The key, when the line is `key:` or `key: value`. */
  key: string | undefined;
  /** Column behind the colon; of a line without a key that of its content. */
  valueAt: number;
  /** What stands there; a comment included. */
  value: string;
}

export function shapeOf(line: string): LineShape {
  const [, indent = '', marks = '', rest = ''] = /^(\s*)((?:-(?:\s+|$))*)(.*)$/.exec(line) ?? [];
  const content = indent.length + marks.length;
  const dashes = [...marks.matchAll(/-/g)].map(({ index }) => indent.length + index);
  const [head, double, single, plain] = keyPattern.exec(rest) ?? [];
  if (head === undefined) return { dashes, content, key: undefined, valueAt: content, value: rest };
  const valueAt = content + head.length;
  return { dashes, content, key: double ?? single ?? plain?.trimEnd(), valueAt, value: line.slice(valueAt) };
}

/** Whether what follows a key stands on the lines below: nothing but an anchor, a tag or a comment is here. */
export function isOpen(value: string): boolean {
  return /^\s*(?:[&!]\S*\s*)*(?:#.*)?$/.test(value);
}

/** A value on its line as a text: without quotes, anchor and comment. */
export function plainValue(value: string): string {
  const bare = value.trim().replace(/^(?:[&!]\S+\s+)+/, '');
  const quoted = /^(["'])(.*?)\1/.exec(bare);
  return quoted ? quoted[2]! : bare.replace(/(?:^|\s+)#.*$/, '');
}

const space = 32;
const tab = 9;
const hash = 35;

const conflictMark = /^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/;

/** Up to the colon; a plain key holds no colon itself. */
const keyPattern = /^(?:"([^"]*)"|'([^']*)'|([^\s#&*!|>%@`"'{}[\],:][^:#]*)):(?=\s|$)/;

function lineFrom(text: string, start: number): Line {
  const next = text.indexOf('\n', start);
  const end = next < 0 ? text.length : next;
  return { start, end: end > start && text[end - 1] === '\r' ? end - 1 : end };
}
