/** Checksums as people write them down, as claims; what is none is said, and never used. */
import type { Claim, SourceNote } from '../core/source.ts';

const hexDigits = { sha256: 64, md5: 32 } as const;

/**
 * `sha256:<hex>`, `md5:<hex>`, hex, or base64 of the digest. Without a named algorithm the length says which one it is; a
 * text that does not fit the algorithm it is said to be of is a note.
 */
export function claimOf(text: string, said: 'sha256' | 'md5' | 'any', at: string): Claim | SourceNote {
  const [, prefix, rest = ''] = /^(?:(sha-?256|md5)[:=])?(.*)$/i.exec(text.trim()) ?? [];
  const named = prefix ? (prefix.toLowerCase().replace('-', '') as 'sha256' | 'md5') : said === 'any' ? undefined : said;
  const value = hexOf(rest);
  const algorithm = named ?? (value?.length === hexDigits.sha256 ? 'sha256' : value?.length === hexDigits.md5 ? 'md5' : undefined);
  if (value !== undefined && algorithm !== undefined && value.length === hexDigits[algorithm]) return { algorithm, value, at };
  const what = algorithm === undefined ? 'SHA-256 and no MD5' : algorithm === 'sha256' ? 'SHA-256' : 'MD5';
  return { note: `${at.replace(/[:@]\d+$/, '')}: some checksums are not used, since they are no ${what}.` };
}

/** Lower-case hex of a digest in hex or base64. */
function hexOf(text: string): string | undefined {
  if (/^[0-9a-f]+$/i.test(text) && (text.length === hexDigits.sha256 || text.length === hexDigits.md5)) return text.toLowerCase();
  if (/^[A-Za-z0-9+/]{43}=$|^[A-Za-z0-9+/]{22}==$/.test(text)) return Buffer.from(text, 'base64').toString('hex');
  return undefined;
}
