/** Locations are URIs; these are the few things core does with their text. */

/** A path as the tail of a URI. */
export function encodePath(path: string): string {
  return /^[A-Za-z0-9/._-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/');
}

/** The text behind percent signs; a text that is no such encoding is itself. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A lone percent sign in a store's key is no encoding.
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** A location as a person would write it, without secrets. */
export function shown(location: string): string {
  return location.startsWith('file://') ? decode(location.slice('file://'.length)) : withoutSecrets(location);
}

/** A URI without what may be a password or a signature: user, query and fragment. */
export function withoutSecrets(uri: string): string {
  return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/s, '');
}
