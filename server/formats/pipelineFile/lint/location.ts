/** Locations of inputs in stores: `s3://bucket/key`. References to datasets and models are judged elsewhere. */
import { isReferenceUri } from '../../../core/ref.ts';
import { quoted } from './problem.ts';
import { type SchemeSlip, schemeSlip } from './scheme.ts';

export interface LocationFault {
  message: string;
  /** Offsets in the text. */
  start: number;
  end: number;
  /** What the text should be, where that is plain. */
  text?: string;
}

/** What makes a location unreadable whatever it may mean; nothing for all that some store might understand. */
export function locationFault(text: string): LocationFault | undefined {
  const slip = schemeSlip(text);
  if (slip) return isReferenceUri(slip.meant) ? undefined : { message: slipWords(slip), start: 0, end: slip.end, text: slip.meant };
  const store = new RegExp(`^\\s*(${schemes})://`).exec(text);
  return store ? (openBrace(text) ?? blank(text, store[0].length) ?? place(text, store as unknown as [string, string])) : undefined;
}

const schemes = 's3|gs|azure|swift|https?|datum';

function slipWords({ written, scheme, hasColon }: SchemeSlip): string {
  if (written === scheme) return `After "${scheme}${hasColon ? ':" come two slashes' : '" comes "://"'}.`;
  return `There is no scheme ${quoted(written)}. Did you mean "${scheme}"?`;
}

/** A parameter that is not closed is not filled in. */
function openBrace(text: string): LocationFault | undefined {
  const open = text.replace(/\{[^{}]*\}/g, (inner) => '-'.repeat(inner.length)).indexOf('{');
  const isNested = text.indexOf('}', open) >= 0;
  return open < 0 || isNested ? undefined : { message: 'This "{" is not closed.', start: open, end: text.length };
}

/** Keys of stores may hold blanks; addresses, buckets and the edges of a text may not. */
function blank(text: string, place: number): LocationFault | undefined {
  const trimmed = text.trim();
  if (trimmed !== text) {
    const start = text.startsWith(trimmed) ? trimmed.length : 0;
    const end = start > 0 ? text.length : text.length - text.trimStart().length;
    return { message: 'Blanks before or after a location do not belong to it.', start, end, text: trimmed };
  }
  const visible = text.replace(/\{[^{}]*\}/g, (inner) => '-'.repeat(inner.length));
  const second = /\s+(?=[a-z][a-z0-9+.-]*:\/\/)/.exec(visible);
  if (second) {
    return { message: 'These are several locations: write them as a list.', start: second.index, end: text.length };
  }
  const slash = visible.indexOf('/', place);
  const end = visible.startsWith('http') || slash < 0 ? visible.length : slash;
  const at = visible.slice(0, end).search(/\s/);
  return at < 0 ? undefined : { message: 'A location has no blank here.', start: at, end: at + 1 };
}

function place(text: string, [head, scheme]: [string, string]): LocationFault | undefined {
  const rest = text.slice(head.length);
  if (rest === '' || rest.startsWith('/')) {
    return { message: `${quoted(text)} does not say ${places[scheme] ?? 'where'}.`, start: 0, end: text.length };
  }
  const isUrl = scheme.startsWith('http') && !rest.includes('{');
  if (isUrl && !URL.canParse(text)) return { message: `${quoted(text)} is no address.`, start: 0, end: text.length };
  return undefined;
}

const places: Readonly<Record<string, string>> = {
  s3: 'which bucket',
  gs: 'which bucket',
  azure: 'which account',
  swift: 'which project',
  http: 'which host',
  https: 'which host',
  datum: 'which file',
};
