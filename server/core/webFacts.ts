/** What a web server says of a file beside its bytes, however the file was come by: from its address or by a link. */
import type { WebResponse } from './web.ts';

/** Of an answer that gives, or would give, the whole file. */
export interface WebFacts {
  /** Strong, without quotes: whoever gives the same one gives the same bytes. */
  etag: string | undefined;
  /** Etag, date and size; empty where the server tells neither etag nor date: other bytes of the same length would go unseen. */
  signature: string;
}

export function webFacts(response: Pick<WebResponse, 'headers'>, size: number): WebFacts {
  const state = stateOf(response);
  return { etag: strongTag(response.headers.get('etag')), signature: state === '' ? '' : `${state}|${size}` };
}

/** What tells one state of a file from another; nothing when the server tells nothing. */
export function stateOf({ headers }: Pick<WebResponse, 'headers'>): string {
  return [headers.get('etag') ?? '', headers.get('last-modified') ?? ''].join('|').replace(/^\|$/, '');
}

/** Without quotes; a weak one says nothing of the bytes. */
export function strongTag(text: string | undefined): string | undefined {
  return /^"([^"]+)"$/.exec(text?.trim() ?? '')?.[1];
}

/** Headers that ask for the bytes as they lie. Google inflates what lies compressed for everybody who does not say that it may come so. */
export function asStored(url: string): Record<string, string> {
  return { 'accept-encoding': new URL(url).hostname.endsWith('storage.googleapis.com') ? 'gzip' : 'identity' };
}
