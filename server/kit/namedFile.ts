/** The file that a person has named to be read: an export, a list, an archive. It may be behind a signed link. */
import type { SourceFile } from '../core/connector.ts';
import { DatapinError } from '../core/errors.ts';
import { shown } from '../core/location.ts';
import type { ByteRange, SourceContext } from '../core/source.ts';
import { nameOf, spelt } from './beside.ts';
import { isSigned } from './http/canonical.ts';

export interface NamedFile {
  /** As people call it, for problems: `export.ndjson`. Never with a signature. */
  name: string;
  /** As a file of a version, under its name. What is recorded of a signed link is where it leads. */
  file: SourceFile;
  /** Its bytes, by the link where there is one. */
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
}

type Asking = Pick<SourceContext, 'find' | 'list' | 'read'>;

/** Throws `source.location` where there is no such file. */
export async function namedFile(location: string, context: Asking): Promise<NamedFile> {
  const found = location.endsWith('/') ? undefined : await lookedUp(location, context);
  if (!found) throw new DatapinError('source.location', `There is no file ${shown(location)}.`, { hint: 'Check the path.' });
  const name = nameOf(location);
  return {
    name,
    file: { ...found, location: spelt(found.location), path: name },
    read: (range) => context.read({ ...found, location }, range),
  };
}

/** Listing a signed link is how its store tells what is recorded of it, and keeps the link for as long as it runs. */
async function lookedUp(location: string, { find, list }: Asking): Promise<SourceFile | undefined> {
  if (!isSigned(location)) return find(location);
  for await (const item of list(location)) if ('path' in item) return item;
  return undefined;
}
