/** Where a file of a Croissant document lies, and what it is called in the version. */
import { DatapinError } from '../../core/errors.ts';
import { decode, encodePath } from '../../core/location.ts';
import { isSigned, recordedLocation } from '../../kit/http/canonical.ts';
import type { Resource } from './document.ts';

export interface Address {
  /** Canonical. */
  location: string;
  versionId: string | undefined;
  /** The link as it stands, where it is signed. */
  link: string | undefined;
  /** In the version. */
  path: string;
}

/** `base` is the folder that relative addresses are relative to; ends with a slash. Throws `source.malformed`. */
export function addressOf(resource: Resource, base: string): Address {
  const { contentUrl = '', encodingFormat } = resource;
  if (encodingFormat === 'git+https' || /^git(\+|:)|\.git$/i.test(contentUrl)) throw repository(contentUrl);
  const [, scheme] = /^([a-z][a-z0-9+.-]+):/i.exec(contentUrl) ?? [];
  if (scheme === undefined) return beside(contentUrl, base);
  if (!/^(?:s3|gs|az|hf|https?):\/\/[^/]/i.test(contentUrl) || (/^http/i.test(scheme) && !URL.canParse(contentUrl)))
    throw wrong(
      `Its contentUrl begins with ${scheme}:, which Datapin cannot read.`,
      'It reads http, https, s3, gs, az, hf, and relative paths.',
    );
  if (/^https?:\/\/(?:www\.)?kaggle\.com\//i.test(contentUrl))
    throw wrong('It lies behind the login of Kaggle.', 'Download it, and adopt its folder; or give its contentUrl as a relative path.');
  const { location, versionId } = recordedLocation(contentUrl);
  return { location, versionId, link: isSigned(contentUrl) ? contentUrl : undefined, path: nameOf(location, resource) };
}

/** Bytes, where they are told to the byte: `25 MB` and ` B` are not. */
export function bytesOf(contentSize: string | undefined): number | undefined {
  const [, digits] = /^(\d{1,15})\s*(?:B|bytes?)?$/i.exec(contentSize ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function beside(contentUrl: string, base: string): Address {
  // a reference to a file is an encoded address, but is written as a path by most
  const path = decode(contentUrl.replace(/^(?:\.\/)+/, ''));
  const segments = path.split('/');
  if (path.startsWith('/') || segments.includes('..'))
    throw wrong(`Its contentUrl ${contentUrl} leads out of the folder of the document.`, 'Say where the files lie with --root.');
  const tidy = segments.filter((segment) => segment !== '' && segment !== '.').join('/');
  return { location: base + encodePath(tidy), versionId: undefined, link: undefined, path: tidy };
}

/** The last part of the address when it looks like a file's name, else what the document calls it. */
function nameOf(location: string, { id, name }: Resource): string {
  const last = decode(location.replace(/[?#].*$/s, '').replace(/^.*\//s, ''));
  const names = [last, id, name].map((one) => one.split('/').at(-1) ?? '');
  return names.find((one) => /[^.]\.[A-Za-z0-9]{1,10}$/.test(one)) ?? names.find((one) => one !== '' && !/^\.+$/.test(one)) ?? 'file';
}

/** Files of a git repository have no addresses in a document. */
function repository(contentUrl: string): DatapinError {
  const [, dataset, revision] = /^https:\/\/(?:huggingface\.co|hf\.co)\/datasets\/(.+?)(?:\/tree\/([^/?#]+))?\/?$/i.exec(contentUrl) ?? [];
  const hint = dataset
    ? `Adopt the repository itself: hf://datasets/${dataset}${revision === undefined ? '' : `@${revision}`}.`
    : 'Clone it, and adopt its folder.';
  return wrong('It is a git repository, whose files the document does not list.', hint);
}

export function wrong(message: string, hint: string): DatapinError {
  return new DatapinError('source.malformed', message, { hint });
}
