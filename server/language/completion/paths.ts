/** Folders and files of the versions that an input holds, offered folder by folder. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { parseReference } from '../../core/ref.ts';
import { size } from '../../protocol/words.ts';
import type { Catalog, CatalogEntry } from '../catalog.ts';
import { lookUp } from '../reference/lookUp.ts';
import { matching, type Offer, type Offers, suggestNext } from './offers.ts';

/** A path that is being typed: where it begins in the document, what stands before the cursor, and behind it. */
export interface TypedPath {
  start: number;
  typed: string;
  rest: string;
}

/** Nothing for a glob, and where no version is known. */
export function pathOffers(
  { start, typed, rest }: TypedPath,
  references: readonly string[],
  catalog: Catalog | undefined,
): Offers | undefined {
  if (!catalog || /[*?[]/.test(typed)) return undefined;
  const slash = typed.lastIndexOf('/') + 1;
  const entries = references.flatMap((text) => entriesIn(text, typed.slice(0, slash), catalog));
  if (entries.length === 0 && slash === 0) return undefined;
  const { taken, more } = matching(entries, typed.slice(slash), ({ name }) => name);
  const stop = /^[^/]*/.exec(rest)![0].length;
  const goesOn = rest[stop] === '/';
  const range = { start: start + slash, end: start + typed.length + stop };
  const items = [...new Map(taken.map((entry) => [entry.name, entryOffer(entry, goesOn)])).values()];
  return { range, lead: '', items, more: more || entries.length >= limit };
}

const limit = 500;

function entriesIn(text: string, folder: string, catalog: Catalog): readonly CatalogEntry[] {
  const { ref } = parseReference(text);
  const found = ref && lookUp(ref, catalog);
  if (found?.state !== 'found') return [];
  return catalog.entries({ dataset: found.dataset.name, version: found.version.name, folder, limit });
}

function entryOffer({ type, name, bytes }: CatalogEntry, goesOn: boolean): Offer {
  const labelDetails = { description: size(bytes) };
  if (type === 'file') return { label: name, kind: CompletionItemKind.File, labelDetails };
  const kind = CompletionItemKind.Folder;
  return goesOn ? { label: name, kind, labelDetails } : { label: name, kind, labelDetails, insertText: `${name}/`, command: suggestNext };
}
