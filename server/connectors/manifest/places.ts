/** Where the files of a list lie, and what they are called in the version. */
import { isAbsolute } from 'node:path';
import { DatapinError } from '../../core/errors.ts';
import { decode, encodePath, shortened } from '../../core/location.ts';
import { spelt } from '../../kit/beside.ts';
import { decodedOnce, isSigned, recordedLocation } from '../../kit/http/canonical.ts';

export interface Place {
  /** Canonical. */
  location: string;
  versionId: string | undefined;
  /** The link as it stands, where it is signed. */
  link: string | undefined;
  /** In the version, when it was named beneath `base`. */
  relative: string | undefined;
}

/** `base` is the folder that relative names are relative to; ends with a slash. Throws `source.malformed`. */
export function placeOf(address: string, base: string): Place {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address) ?? [];
  if (scheme && !/^(s3|gs|az|hf|https?|file)$/i.test(scheme))
    throw wrong(`Datapin cannot read ${scheme}: addresses.`, 'It reads paths, s3, gs, az, hf, http and https.');
  if (scheme) return placed(address);
  const local = base.startsWith('file:');
  if (isAbsolute(address) && local) return placed(`file://${encodePath(address)}`);
  const name = address.replace(/^(?:\.?\/)+/, '');
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0 || name.endsWith('/')) throw noFile(address);
  if (segments.includes('..')) return elsewhere(segments, base);
  // a key of a store is meant with all its slashes
  return {
    location: base + encodePath(local ? segments.join('/') : name),
    versionId: undefined,
    link: undefined,
    relative: segments.join('/'),
  };
}

/** The folder that all addresses share, as text with a slash at its end; it grows shorter with each one. */
export function commonFolder(shared: string | undefined, location: string): string {
  const plain = withoutQuery(location);
  const folder = plain.slice(0, plain.lastIndexOf('/') + 1);
  if (shared === undefined || shared === folder) return folder;
  let common = shared;
  while (!folder.startsWith(common)) common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
  return common;
}

/** Beneath the folder that all share; the scheme is no part of a path. */
export function pathOf({ location, relative }: Place, shared: string): string {
  if (relative !== undefined) return relative;
  const plain = withoutQuery(location);
  const beneath = /^[a-z][a-z0-9+.-]*:\/\/./i.test(shared) ? plain.slice(shared.length) : plain.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return beneath.split('/').map(decode).filter(Boolean).join('/') + queryName(location);
}

/** Of an address such as `https://host/download?id=7`, which only its query tells from others. */
function queryName(location: string): string {
  const [, name = '', query = ''] = /^https?:.*\/([^/?]*)\?(.*)$/is.exec(location) ?? [];
  return query === '' || name.includes('.') ? '' : `_${decode(query).replace(/[\\/\s]+/g, '-')}`;
}

function placed(address: string): Place {
  const isWeb = /^https?:/i.test(address);
  if (isWeb && !URL.canParse(address)) throw wrong('The address is no web address.', 'Write it as https://host/path.');
  const path = withoutQuery(address).replace(/^[a-z0-9+.-]+:\/\/[^/]*\/?/i, '');
  if (path === '' || path.endsWith('/')) throw noFile(withoutQuery(address));
  if (/%(?![0-9a-f]{2})/i.test(path) || (!isWeb && decodedOnce(path) === undefined))
    throw wrong('A percent sign in the address is not followed by two digits of UTF-8.', 'Write a percent sign itself as %25.');
  const { location, versionId } = recordedLocation(address);
  return { location: spelt(location), versionId, link: isWeb && isSigned(address) ? address : undefined, relative: undefined };
}

/** Names that lead up are found from the folder, and called as those that are named in full. */
function elsewhere(segments: readonly string[], base: string): Place {
  const [, root = '', folder = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/]*\/)(.*)$/is.exec(base) ?? [];
  const way = folder.split('/').filter(Boolean);
  for (const segment of segments) {
    if (segment !== '..') way.push(encodePath(segment));
    else if (way.pop() === undefined)
      throw wrong(`${shortened(segments.join('/'))} leads out of where the list lies.`, 'Say where the files lie with --root.');
  }
  return { location: root + way.join('/'), versionId: undefined, link: undefined, relative: undefined };
}

function withoutQuery(location: string): string {
  return /^https?:/i.test(location) ? location.replace(/[?#].*$/s, '') : location.replace(/\?(?:versionId|generation)=[^?]*$/, '');
}

function noFile(address: string): DatapinError {
  return wrong(`${shortened(address)} names no single file.`, 'Name each file; a folder is adopted by itself.');
}

function wrong(message: string, hint: string): DatapinError {
  return new DatapinError('source.malformed', message, { hint });
}
