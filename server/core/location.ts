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

/** A file inside of an archive: which kind, the archive's own location, the offset, and the encoded path (see `archiveLocation.ts`). */
export const memberPattern = /^(tar|zip)\+([^#]*)#(\d+)\/(.*)$/s;

/** A location as a person would write it, without secrets, for messages: at most as long as a name there may be. */
export function shown(location: string): string {
  const [, , archive, , path] = memberPattern.exec(location) ?? [];
  if (archive !== undefined) return shortened(`${shown(archive)}/${decode(path!)}`);
  return shortened(location.startsWith('file://') ? decode(location.slice('file://'.length)) : withoutSecrets(location));
}

/** A name as it stands in messages: a cell of a table may hold megabytes, and is meant for nobody's screen. */
export function shortened(name: string): string {
  return name.length > longestShown ? `${name.slice(0, longestShown)}…` : name;
}

const longestShown = 200;

/** A URI without what may be a password or a signature: user, query and fragment, unless that names a file of an archive. */
export function withoutSecrets(uri: string): string {
  const [, kind, archive, offset, path] = memberPattern.exec(uri) ?? [];
  if (archive !== undefined) return `${kind}+${withoutSecrets(archive)}#${offset}/${path}`;
  return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/s, '');
}
