/**
 * What a location is called and what lies beside it, spelt as listings spell them: one file must not have two locations.
 * Nothing that is told here has the signature or the password of a link.
 */
import { decode, encodePath, withoutSecrets } from '../core/location.ts';

/** The folder that a file lies in; ends with a slash. A folder is its own. */
export function folderOf(location: string): string {
  const plain = withoutSignature(location);
  return spelt(plain.slice(0, plain.lastIndexOf('/') + 1));
}

/** Last part of a location, as people read it; of a folder, its own name. */
export function nameOf(location: string): string {
  const plain = withoutSignature(location).replace(/\/$/, '');
  return decode(plain.slice(plain.lastIndexOf('/') + 1));
}

/** A file of this machine in the one spelling of its path; other locations are themselves. */
export function spelt(location: string): string {
  return location.startsWith('file:///') ? `file://${encodePath(decode(location.slice('file://'.length)))}` : location;
}

/** On this machine a question mark is a character as any other. */
function withoutSignature(location: string): string {
  return location.startsWith('file:') ? location : withoutSecrets(location);
}
