/**
 * A Croissant document (versions 0.8 to 1.1), whatever way it spells its keys: bare, with a prefix (`cr:`, `sc:`, `dct:`), or
 * as whole addresses; and refers: by `@id`, or, as 0.8 does, by name. Specification: docs.mlcommons.org/croissant.
 */
import { DatapinError } from '../../core/errors.ts';
import { type Fields, objectOf } from '../../kit/values.ts';

export interface Document {
  name: string | undefined;
  version: string | undefined;
  license: string | undefined;
  /** Of Croissant; undefined in 0.8. */
  conformsTo: string | undefined;
  citeAs: string | undefined;
  /** Its files change as time goes by. */
  live: boolean;
  distribution: Resource[];
}

/** A `FileObject` or a `FileSet`. */
export interface Resource {
  kind: 'file' | 'set';
  id: string;
  name: string;
  contentUrl: string | undefined;
  /** As it was written: `25 MB`. */
  contentSize: string | undefined;
  encodingFormat: string | undefined;
  sha256: string | undefined;
  md5: string | undefined;
  containedIn: Container[];
  includes: string[];
  excludes: string[];
}

/** What holds a resource. `lines`: the resource's files are those that the lines of it name. */
export interface Container {
  id: string;
  lines: boolean;
}

/** Throws `source.malformed` for what is no description of a dataset. */
export function toDocument(value: unknown, fileName: string): Document {
  const root = datasetOf(value);
  if (!root) {
    throw new DatapinError('source.malformed', `${fileName} describes no dataset in Croissant.`, {
      hint: 'Check that it is the right file, or adopt it with --from files.',
    });
  }
  return {
    name: words(root.name),
    version: words(root.version),
    license: words(root.license),
    conformsTo: all(root.conformsTo).map(words).filter(Boolean).join(', ') || undefined,
    citeAs: words(root.citeAs ?? root.citation),
    live: root.isLiveDataset === true || root.isLiveDataset === 'true',
    distribution: all(root.distribution).flatMap((one) => toResource(plain(one))),
  };
}

/** Whether the beginning of a file is that of such a document. */
export function isDocument(head: string): boolean {
  return /^\uFEFF?\s*\{/.test(head) && /"@context"/.test(head) && /mlcommons\.org\/croissant|"(?:cr|sc|ml):File(?:Object|Set)"/.test(head);
}

function datasetOf(value: unknown): Fields | undefined {
  const root = plain(value);
  if (!root) return undefined;
  const graph = all(root['@graph']).map(plain);
  return [root, ...graph].find((one) => one && (typesOf(one).includes('Dataset') || one.distribution !== undefined));
}

function toResource(fields: Fields | undefined): Resource[] {
  if (!fields) return [];
  const types = typesOf(fields);
  const kind = types.includes('FileSet') ? 'set' : types.includes('FileObject') ? 'file' : undefined;
  if (!kind) return [];
  const name = words(fields.name) ?? text(fields['@id']) ?? '';
  return [
    {
      kind,
      id: text(fields['@id']) ?? name,
      name,
      contentUrl: link(fields.contentUrl),
      contentSize: text(fields.contentSize),
      encodingFormat: text(all(fields.encodingFormat)[0])?.toLowerCase(),
      sha256: text(fields.sha256),
      md5: text(fields.md5),
      containedIn: all(fields.containedIn).flatMap(toContainer),
      includes: all(fields.includes).flatMap(pattern),
      excludes: all(fields.excludes).flatMap(pattern),
    },
  ];
}

function toContainer(value: unknown): Container[] {
  if (typeof value === 'string') return [{ id: value.replace(/^#\{(.*)\}$/, '$1'), lines: false }];
  const fields = plain(value);
  const source = plain(fields?.fileObject ?? fields?.fileSet);
  const id = text(source?.['@id']) ?? text(fields?.fileObject) ?? text(fields?.['@id']) ?? text(fields?.name);
  const transforms = all(fields?.transform).map(plain);
  return id === undefined ? [] : [{ id, lines: transforms.some((one) => one?.readLines === true) }];
}

const pattern = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : []);

/** With bare keys. */
function plain(value: unknown): Fields | undefined {
  const fields = objectOf(value);
  return fields && Object.fromEntries(Object.entries(fields).map(([key, one]) => [bare(key), one]));
}

function bare(key: string): string {
  return key.startsWith('@') ? key : key.replace(/^(?:https?:\/\/.*[/#]|[A-Za-z]+:)/, '');
}

function typesOf(fields: Fields): string[] {
  return all(fields['@type']).map((type) => (typeof type === 'string' ? bare(type) : ''));
}

function all(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A text; of one in many languages the first; of a thing its name or address. `None` is what a program writes for nothing. */
function words(value: unknown): string | undefined {
  const [first] = all(value);
  const fields = objectOf(first);
  if (!fields) return text(first) === 'None' ? undefined : text(first);
  const inner = plain(first)!;
  return (
    text(inner['@value']) ?? text(inner.en) ?? text(inner.name) ?? text(inner.url) ?? text(inner['@id']) ?? text(Object.values(inner)[0])
  );
}

function link(value: unknown): string | undefined {
  const [first] = all(value);
  return text(first) ?? text(objectOf(first)?.['@id']) ?? text(objectOf(first)?.['@value']);
}
