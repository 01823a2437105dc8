/**
 * A scanner for the pages of a listing: several times as fast as a parser of all XML, which a million keys notice.
 * It knows elements and text, and answers nothing for whatever else there may be (comments, CDATA, other documents),
 * so that the SDK's parser can have it.
 */
import type { ListObjectsV2CommandOutput, ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';

export type ObjectsPage = Pick<
  ListObjectsV2CommandOutput,
  'Name' | 'IsTruncated' | 'EncodingType' | 'NextContinuationToken' | 'Contents' | 'CommonPrefixes'
>;
export type VersionsPage = Pick<
  ListObjectVersionsCommandOutput,
  'Name' | 'IsTruncated' | 'EncodingType' | 'NextKeyMarker' | 'NextVersionIdMarker' | 'Versions' | 'DeleteMarkers'
>;

/** Undefined for what is no plain page of objects. */
export function scanObjects(body: Buffer): ObjectsPage | undefined {
  return scan(body, 'ListBucketResult') as ObjectsPage | undefined;
}

/** Undefined for what is no plain page of versions. */
export function scanVersions(body: Buffer): VersionsPage | undefined {
  return (scan(body, 'ListVersionsResult') ?? scan(body, 'ListBucketVersionsResult')) as VersionsPage | undefined;
}

type Fields = Record<string, unknown>;

/** Elements that hold others, and the list of the page that they belong to. */
const lists: Record<string, string> = {
  Contents: 'Contents',
  Version: 'Versions',
  DeleteMarker: 'DeleteMarkers',
  CommonPrefixes: 'CommonPrefixes',
};

/** What is read of each; the rest is only looked at for being well-formed. */
const ofPage = new Set(['Name', 'IsTruncated', 'EncodingType', 'NextContinuationToken', 'NextKeyMarker', 'NextVersionIdMarker']);
const ofEntry = new Set(['Key', 'Size', 'ETag', 'VersionId', 'IsLatest', 'ChecksumAlgorithm', 'ChecksumType', 'Prefix']);

interface Cursor {
  body: Buffer;
  /** One character a byte, for searching; values are cut from the bytes, so that none keeps the whole page alive. */
  text: string;
  at: number;
}

function scan(body: Buffer, root: string): Fields | undefined {
  const cursor: Cursor = { body, text: body.toString('latin1'), at: 0 };
  const start = /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*<(\w+)(?:\s[^<>]*[^<>/])?>/.exec(cursor.text);
  if (start?.[1] !== root) return undefined;
  cursor.at = start[0].length;
  const page: Fields = {};
  for (let tag = open(cursor); tag !== undefined; tag = open(cursor)) {
    if (tag === `/${root}`) return /\S/.test(cursor.text.slice(cursor.at)) ? undefined : page;
    const list = lists[tag];
    if (list === undefined) {
      if (!leaf(cursor, { tag, wanted: ofPage, into: page })) return undefined;
      continue;
    }
    const entry = entryOf(cursor, tag);
    if (!entry) return undefined;
    const entries = (page[list] as Fields[] | undefined) ?? [];
    if (entries.length === 0) page[list] = entries;
    entries.push(entry);
  }
  return undefined;
}

function entryOf(cursor: Cursor, name: string): Fields | undefined {
  const entry: Fields = {};
  const end = `/${name}`;
  for (let tag = open(cursor); tag !== undefined; tag = open(cursor)) {
    if (tag === end) return entry;
    const nested = tag === 'Owner' || tag === 'Initiator' || tag === 'RestoreStatus';
    if (!(nested ? entryOf(cursor, tag) : leaf(cursor, { tag, wanted: ofEntry, into: entry }))) return undefined;
  }
  return undefined;
}

/** What stands in the next tag, white space before it skipped; undefined when something else comes. */
function open(cursor: Cursor): string | undefined {
  const { text } = cursor;
  while (text.charCodeAt(cursor.at) <= 32) cursor.at++;
  if (text.charCodeAt(cursor.at) !== 60) return undefined;
  const end = text.indexOf('>', cursor.at);
  const tag = text.slice(cursor.at + 1, end);
  if (end < 0 || tag.length > 40) return undefined;
  cursor.at = end + 1;
  return tag;
}

/** Reads an element that holds text, and answers whether it was one. */
function leaf(cursor: Cursor, { tag, wanted, into }: { tag: string; wanted: ReadonlySet<string>; into: Fields }): boolean {
  if (tag.endsWith('/')) return /^\w+ ?\/$/.test(tag) && !wanted.has(tag.slice(0, -1).trim());
  const start = cursor.at;
  const end = cursor.text.indexOf('<', start);
  const close = `</${tag}>`;
  if (end < 0 || !cursor.text.startsWith(close, end)) return false;
  cursor.at = end + close.length;
  if (!wanted.has(tag)) return /^\w+$/.test(tag);
  const value = unescaped(cursor.body.toString('utf8', start, end));
  if (value === undefined) return false;
  return put(into, tag, value);
}

function put(into: Fields, tag: string, value: string): boolean {
  if (tag === 'ChecksumAlgorithm') {
    const known = into[tag] as string[] | undefined;
    into[tag] = known ? [...known, value] : [value];
    return true;
  }
  if (Object.hasOwn(into, tag)) return false;
  if (tag === 'Size') into[tag] = /^\d+$/.test(value) ? Number(value) : undefined;
  else if (tag === 'IsTruncated' || tag === 'IsLatest') into[tag] = value === 'true' ? true : value === 'false' ? false : undefined;
  else into[tag] = value;
  return into[tag] !== undefined;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string | undefined {
  if (!text.includes('&')) return text;
  // nearly all there is: ETags are quoted
  const unquoted = text.replaceAll('&quot;', '"');
  if (!unquoted.includes('&')) return unquoted;
  let known = true;
  const plain = unquoted.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g, (_, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined && code <= 0x10ffff) return String.fromCodePoint(code);
    const character = entities[name ?? ''];
    known &&= character !== undefined;
    return character ?? '';
  });
  return known ? plain : undefined;
}
