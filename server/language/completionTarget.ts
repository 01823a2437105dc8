/** Which part of which reference the cursor is in, from the text alone: what is being typed is seldom whole. */
import type { Span } from '../core/ref.ts';

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
} & ({ part: 'name'; hasVersion: boolean } | { part: 'version'; name: string });

/** A reference that is being typed: its text, where it begins, and the cursor, all as offsets in the document. */
export interface TypedReference {
  text: string;
  start: number;
  cursor: number;
  lead?: string;
}

/** Nothing where neither a name nor a version is typed: within a scheme or a digest, or in a text that is no reference. */
export function targetIn({ text, start, cursor, lead = '' }: TypedReference): CompletionTarget | undefined {
  const scheme = /^(dataset|model):\/\//.exec(text);
  if (!scheme && (text.includes('://') || /[\\{}$]/.test(text))) return undefined;
  const from = scheme?.[0].length ?? 0;
  const at = cursor - start;
  const nameEnd = endOf(text, from, scheme ? /[/@]/ : /[:@]/);
  const common = { spelling: scheme ? 'uri' : 'short', kind: scheme?.[1] as 'dataset' | 'model' | undefined, lead } as const;
  if (at < from) return undefined;
  if (at <= nameEnd) {
    const range = { start: start + from, end: start + nameEnd };
    return { ...common, part: 'name', hasVersion: nameEnd < text.length, range, typed: text.slice(from, at) };
  }
  const versionEnd = endOf(text, nameEnd + 1, /@/);
  if (text[nameEnd] === '@' || at > versionEnd) return undefined;
  const range = { start: start + nameEnd + 1, end: start + versionEnd };
  return { ...common, part: 'version', name: text.slice(from, nameEnd), range, typed: text.slice(nameEnd + 1, at) };
}

function endOf(text: string, from: number, stop: RegExp): number {
  const length = text.slice(from).search(stop);
  return length < 0 ? text.length : from + length;
}
