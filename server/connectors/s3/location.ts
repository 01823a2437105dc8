/**
 * `s3://bucket/key` as a location. What follows the bucket's slash is the key, percent-encoded once: nothing else in it
 * has a meaning of its own, so that `+`, `?`, `#` and any number of slashes are part of the key.
 */
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';

export interface S3Location {
  bucket: string;
  /** As the store knows it; empty for the whole bucket. */
  key: string;
}

/** Throws `s3.location`; its message never repeats what may be a password. */
export function parseLocation(location: string): S3Location {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(location) ?? [];
  if (/[@:]/.test(bucket)) {
    throw malformed(
      'An S3 location carries neither credentials nor a port.',
      'Write s3://bucket/key; set the endpoint and the keys apart.',
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/.test(bucket)) {
    throw malformed(bucket ? `"${bucket}" cannot be the name of a bucket.` : 'The location names no bucket.', 'Write s3://bucket/key.');
  }
  return { bucket, key: decodeKey(rest) };
}

/** The one spelling of a location: everything but letters, digits, `-_.!~*'()` and `/` is percent-encoded. */
export function formatLocation({ bucket, key }: S3Location): string {
  return key === '' ? `s3://${bucket}` : `s3://${bucket}/${encodePath(key)}`;
}

function decodeKey(encoded: string): string {
  try {
    const key = decodeURIComponent(encoded);
    if (key.isWellFormed()) return key;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  throw malformed('The key in this S3 location is not percent-encoded UTF-8.', 'Write a percent sign in a key as %25.');
}

function malformed(message: string, hint: string): DatapinError {
  return new DatapinError('s3.location', message, { hint });
}
