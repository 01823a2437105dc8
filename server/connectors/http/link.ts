/** From a location to the address that is asked, and to the name of what is there. */
import type { StoredFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { decode, shown } from '../../core/location.ts';
import { webAddress } from '../../kit/http/buckets.ts';
import { canonicalLocation, canonicalObject } from '../../kit/http/canonical.ts';

/** The web address of an object. Throws `source.location` for what names no single object. */
export function addressOf({ location, versionId }: Pick<StoredFile, 'location' | 'versionId'>): string {
  const [, scheme = '', host = '', key = ''] = /^(gs|az):\/\/([^/]*)\/?(.*)$/is.exec(location) ?? [];
  if (scheme === '') return location;
  const named = canonicalObject(location);
  const [, encoded = ''] = /^[a-z]+:\/\/[^/]*\/?(.*)$/s.exec(named.location) ?? [];
  const isObject = scheme.toLowerCase() === 'az' ? /^[^/]+\/.*[^/]$/s.test(encoded) : /[^/]$/.test(encoded);
  const address = isObject && key !== '' ? webAddress(scheme.toLowerCase(), host, encoded) : undefined;
  if (address === undefined) throw noObject(location);
  const version = versionId ?? named.versionId;
  if (version === undefined) return address;
  return `${address}?${scheme.toLowerCase() === 'gs' ? 'generation' : 'versionId'}=${encodeURIComponent(version)}`;
}

/** Last part of the path, decoded; `index` where there is none. Never leads out of a folder. */
export function nameOf(location: string): string {
  const path = canonicalLocation(location)
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/\?.*$/s, '');
  const name =
    decode(path.split('/').at(-1) ?? '')
      .split('/')
      .at(-1) ?? '';
  return name === '' || name === '.' || name === '..' ? 'index' : name;
}

function noObject(location: string): DatapinError {
  return new DatapinError('source.location', `${shown(location)} names no single file.`, {
    hint: 'Name one file, or a list of addresses; buckets of Google and Azure are not listed.',
  });
}
