/** A dataset as Croissant describes it: the document, and every file that it says has bytes of its own. */
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { Match, Source, SourceContext, SourceItem, SourceRequest, Subject } from '../../core/source.ts';
import { folderOf, spelt } from '../../kit/beside.ts';
import { type NamedFile, namedFile } from '../../kit/namedFile.ts';
import { parseJson } from '../../kit/rows/json.ts';
import { type Document, isDocument, toDocument } from './document.ts';
import { itemsOf } from './items.ts';

const mostBytes = 64 * 1024 * 1024;
const usualNames = ['metadata.json', 'croissant.json'];

export function createCroissantSource(): Source {
  return { id: 'croissant', title: 'Croissant', probe, read };
}

async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'file' || !/\.json(ld)?$/i.test(subject.name)) return undefined;
  const head = Buffer.from(await subject.head()).toString('utf8');
  return isDocument(head) ? { certainty: 'sure', why: 'it describes a dataset in Croissant' } : undefined;
}

async function* read(request: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const [location = ''] = request.locations;
  const named = await documentAt(location, context);
  const { name, file } = named;
  const document = toDocument(await contentOf(named), name);
  yield file;
  const base = spelt(request.root ?? folderOf(file.location));
  yield* itemsOf(document, { name, base, hasRoot: request.root !== undefined }, context);
  yield { facts: factsOf(document) };
}

/** The document itself, or the one that lies in a folder. */
async function documentAt(location: string, context: SourceContext): Promise<NamedFile> {
  if (!location.endsWith('/')) return namedFile(location, context);
  for (const name of usualNames) if (await context.find(location + name)) return namedFile(location + name, context);
  throw new DatapinError('source.location', `There is no ${usualNames.join(' and no ')} in ${shown(location)}.`, {
    hint: 'Name the document itself.',
  });
}

async function contentOf({ name, file, read }: NamedFile): Promise<unknown> {
  if (file.size > mostBytes)
    throw new DatapinError('source.malformed', `${name} is larger than 64 MiB.`, { hint: 'Check that it is the right file.' });
  const text = Buffer.concat(await Array.fromAsync(read())).toString('utf8');
  const parsed = parseJson(text.replace(/^\uFEFF/, ''));
  if ('value' in parsed) return parsed.value;
  throw new DatapinError('source.malformed', `${name} is no JSON: ${parsed.fault}.`, { hint: 'Correct it, or fetch it again.' });
}

const longestFact = 200;

function factsOf({ name, version, license, conformsTo, citeAs }: Document): Record<string, string> {
  const said = { name, version, license, conformsTo, citeAs };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => {
      const line = value?.replace(/\s+/g, ' ');
      return line ? [[key, line.length > longestFact ? `${line.slice(0, longestFact)}…` : line]] : [];
    }),
  );
}
