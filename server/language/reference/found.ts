/** The one shape of a reference that stands in a document, whatever the document is written in. */
import { isReferenceUri, type ParsedReference, parseReference, type Span } from '../../core/ref.ts';
import { schemeSlip } from '../../formats/pipelineFile/lint/scheme.ts';

/** input: a version that must be there · mention: a URI in some text · output: names a version that a run will make */
export type Expectation = 'input' | 'mention' | 'output';

export interface FoundReference {
  text: string;
  /** Offsets in the document, quotes excluded. */
  range: Span;
  parsed: ParsedReference;
  expectation: Expectation;
  /** Where the scheme or its slashes are misspelt: the URI that must have been meant. */
  meant?: string | undefined;
}

/** A place where a reference is expected, whatever stands there now: nothing, half a name, or something else. */
export interface Slot {
  text: string;
  range: Span;
  /** Put together when the program runs. */
  dynamic: boolean;
}

/** A part of a reference in the document; all of it, where the text is not written letter by letter. */
export function spanIn(found: Pick<FoundReference, 'text' | 'range'>, part: Span): Span {
  const { start } = found.range;
  return isWritten(found) ? { start: start + part.start, end: start + part.end } : found.range;
}

/** Whether it stands letter by letter in the document, so that a part of it can be replaced. */
export function isWritten({ text, range }: Pick<FoundReference, 'text' | 'range'>): boolean {
  return range.end - range.start === text.length;
}

/** What a slot holds, if that can be a reference at all: a local path, a bare word and the location of a store are none. */
export function referenceInSlot(slot: Slot): FoundReference[] {
  const { text, range } = slot;
  const slip = slot.dynamic ? undefined : schemeSlip(text);
  if (slip) return isReferenceUri(slip.meant) ? [misspeltUri(slot, slip.meant)] : [];
  if (!isReferenceUri(text.trim()) && (!text.includes(':') || text.includes('://') || localPath.test(text))) return [];
  return [{ text, range, parsed: slot.dynamic ? dynamic(text) : parseReference(text), expectation: 'input' }];
}

function misspeltUri({ text, range }: Slot, meant: string): FoundReference {
  const message = `Write ${meant.slice(0, meant.indexOf(':'))}://name/version.`;
  const problem = { code: 'malformed' as const, message, span: { start: 0, end: text.length } };
  return { text, range, parsed: { problem }, expectation: 'input', meant };
}

/** References in the URI spelling within some text, with offsets into that text. */
export function uriTokens(text: string): (Span & { text: string })[] {
  if (isReferenceUri(text) && !/\S\s+\S/.test(text)) return [{ text, start: 0, end: text.length }];
  return [...text.matchAll(uriToken)].map((match) => {
    const token = withoutPunctuation(match[0]);
    return { text: token, start: match.index, end: match.index + token.length };
  });
}

/** `parsed` of a text that has no fixed value. */
export function dynamic(text: string): ParsedReference {
  return { problem: { code: 'dynamic', message: 'Put together when the program runs.', span: { start: 0, end: text.length } } };
}

/** Characters that end a URI in running text. */
export const uriStops = '\\s"\'`<>|\\\\^,;()[\\]';

const uriToken = new RegExp(`(?<=^|[^A-Za-z0-9_+.-]|\\\\[a-z])(?:dataset|model)://[^${uriStops}]*`, 'g');
const localPath = /^(?:file:\/|[A-Za-z]:[\\/]|[/~]|\.{1,2}\/)/;

function withoutPunctuation(token: string): string {
  const bare = token.replace(/[.:!?]+$/, '');
  return bare.endsWith('}') && !bare.includes('{') ? bare.replace(/\}+$/, '') : bare;
}
