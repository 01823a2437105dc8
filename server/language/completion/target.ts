/** Which part of which reference the cursor is in, from the text alone: what is being typed is seldom whole. */
import type { Span } from '../../core/ref.ts';

/** What completion is asked for. Ranges are offsets in the document. */
export type CompletionTarget = {
  spelling: 'short' | 'uri';
  kind: 'dataset' | 'model' | undefined;
  /** The part under the cursor. */
  range: Span;
  /** That part up to the cursor. */
  typed: string;
  /** A blank that must stand before the reference, where YAML wants one. */
  lead: string;
} & (
  | { part: 'name'; hasVersion: boolean }
  | { part: 'version'; name: string }
  | { part: 'digest'; name: string; version: string | undefined }
);

/** A reference that is being typed: its text, where it begins, and the cursor, all as offsets in the document. */
export interface TypedReference {
  text: string;
  start: number;
  cursor: number;
  lead?: string;
}

/** Nothing where no part is typed: within a scheme, or in a text that is no reference. */
export function targetIn({ text, start, cursor, lead = '' }: TypedReference): CompletionTarget | undefined {
  const scheme = /^(dataset|model):\/\//.exec(text);
  if (!scheme && (text.includes('://') || /[\\{}$]/.test(text))) return undefined;
  const from = scheme?.[0].length ?? 0;
  const at = cursor - start;
  // a part that is filled in later is nobody's name
  if (at < from || /[{}$]/.test(text.slice(from, at))) return undefined;
  const nameEnd = endOf(text, from, scheme ? /[/@]/ : /[:@]/);
  const versionEnd = text[nameEnd] === '@' ? nameEnd : endOf(text, nameEnd + 1, /@/);
  const common = { spelling: scheme ? 'uri' : 'short', kind: scheme?.[1] as 'dataset' | 'model' | undefined, lead } as const;
  const part = (first: number, end: number) => ({ range: { start: start + first, end: start + end }, typed: text.slice(first, at) });
  const name = text.slice(from, nameEnd);
  if (at <= nameEnd) return { ...common, part: 'name', hasVersion: nameEnd < text.length, ...part(from, nameEnd) };
  if (at <= versionEnd) return { ...common, part: 'version', name, ...part(nameEnd + 1, versionEnd) };
  const version = versionEnd > nameEnd ? text.slice(nameEnd + 1, versionEnd) : undefined;
  return { ...common, part: 'digest', name, version, ...part(versionEnd + 1, text.length) };
}

function endOf(text: string, from: number, stop: RegExp): number {
  const length = text.slice(from).search(stop);
  return length < 0 ? text.length : from + length;
}
