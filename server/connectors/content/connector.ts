/** Files that Datapin made itself and keeps in its registry: `content:<hex SHA-256>`. */
import type { Connector } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import { type ContentTable, contentHashOf } from '../../core/registry/content.ts';
import { cut } from '../../core/sourceContext.ts';

export function createContentConnector(content: ContentTable): Connector {
  const sizeAt = (location: string) => {
    const hash = contentHashOf(location);
    return hash === undefined ? undefined : content.size(hash);
  };
  const kept = (location: string) => {
    const size = sizeAt(location);
    if (size === undefined) throw missing(location);
    return { sha256: contentHashOf(location)!, size };
  };
  async function* bytesOf(location: string, signal?: AbortSignal) {
    for (const piece of content.read(kept(location).sha256)) {
      throwIfCancelled(signal);
      yield piece;
    }
  }
  return {
    id: 'content',
    concurrency: 16,
    async *list(location, signal) {
      throwIfCancelled(signal);
      const { sha256, size } = kept(location);
      yield { path: sha256, size, location, signature: sha256, sha256 };
    },
    read: ({ location }, signal) => bytesOf(location, signal),
    readRange: ({ location }, { start, end }, signal) => cut(bytesOf(location, signal), start, end),
    async inspect({ location }) {
      const size = sizeAt(location);
      return size === undefined ? { state: 'missing' } : { state: 'present', size, signature: contentHashOf(location)! };
    },
  };
}

function missing(location: string): DatapinError {
  return new DatapinError('file.vanished', `The registry does not keep ${shown(location)}.`, {
    hint: 'It was made by another registry: adopt it again in this one.',
  });
}
