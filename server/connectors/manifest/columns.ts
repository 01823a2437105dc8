/** What the columns of people's lists are called, and the row that they make together. */
import { DatapinError } from '../../core/errors.ts';

/** A row as it was read: text of a table, values of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** The part of a row that says which file is meant. */
export interface Row {
  address: string;
  size: number | undefined;
  versionId: string | undefined;
  /** As they are written: `sha256:…`, hex or base64. */
  checksums: { name: 'sha256' | 'md5' | 'any'; text: string }[];
}

/** Columns that are an address wherever they stand. */
const surely = [
  'url',
  'uri',
  's3_uri',
  's3_url',
  'gcs_uri',
  'source-ref',
  'image_url',
  'image_uri',
  'file_url',
  'file_uri',
  'image_path',
  'file_path',
  'file_name',
];

/** Names of a column, the surest first. Compared without case, blanks, `-` and `_`. */
const aliases = {
  address: [...surely, 'location', 'path', 'filepath', 'file', 'image', 'image_file', 'img_path', 'key', 's3_key', 'object_key'],
  sha256: ['sha256', 'sha256sum'],
  md5: ['md5', 'md5sum'],
  any: ['checksum', 'hash', 'digest'],
  size: ['size', 'bytes', 'size_bytes', 'content_length', 'file_size'],
  versionId: ['version_id', 's3_version_id'],
  others: ['etag', 'media_type', 'mime_type', 'content_type', 'width', 'height', 'last_modified'],
} as const;

const plainAliases = Object.fromEntries(Object.entries(aliases).map(([kind, names]) => [kind, names.map(plain)])) as Record<
  keyof typeof aliases,
  string[]
>;
const known = new Set(Object.values(plainAliases).flat());
const sure = new Set(surely.map(plain));

/** The column of addresses among these; nothing when none is one. */
export function addressColumn(columns: readonly string[]): { name: string; sure: boolean } | undefined {
  const name = columnOf(columns, 'address');
  return name === undefined ? undefined : { name, sure: sure.has(plain(name)) };
}

export interface RowReader {
  /** Throws `source.malformed` for a row that names no file. */
  toRow(fields: Fields): Row;
  /** Whether rows so far say more of files than where they lie and which bytes they have: a label, a split. */
  readonly saysMore: boolean;
}

/** `exact`: names may begin and end with blanks. */
export function createRowReader({ field, exact = false }: { field: string | undefined; exact?: boolean }): RowReader {
  const seen = new Map<string, Columns>();
  let saysMore = false;
  const columnsOf = (names: readonly string[]): Columns => {
    const key = names.join('\0');
    const before = seen.get(key);
    if (before) return before;
    const columns = toColumns(names, field);
    if (seen.size < 1000) seen.set(key, columns);
    saysMore ||= names.some((name) => name !== columns.address && !known.has(plain(name)));
    return columns;
  };
  return {
    get saysMore() {
      return saysMore;
    },
    toRow(fields) {
      const columns = columnsOf(Object.keys(fields));
      const value = (name: string | undefined) => (name === undefined ? undefined : text(fields[name]));
      const address = exact ? (fields.path as string) : value(columns.address);
      if (address === undefined) throw noAddress(columns.address);
      const checksums = (['sha256', 'md5', 'any'] as const).flatMap((name) => {
        const found = value(columns[name]);
        return found === undefined ? [] : [{ name, text: found }];
      });
      return { address, size: sizeOf(value(columns.size)), versionId: value(columns.versionId), checksums };
    },
  };
}

type Columns = Record<'address' | 'sha256' | 'md5' | 'any' | 'size' | 'versionId', string | undefined>;

function toColumns(names: readonly string[], field: string | undefined): Columns {
  return {
    address: field ?? columnOf(names, 'address'),
    sha256: columnOf(names, 'sha256'),
    md5: columnOf(names, 'md5'),
    any: columnOf(names, 'any'),
    size: columnOf(names, 'size'),
    versionId: columnOf(names, 'versionId'),
  };
}

function columnOf(columns: readonly string[], kind: keyof typeof aliases): string | undefined {
  const names = plainAliases[kind];
  const found = columns.map((column) => ({ column, rank: names.indexOf(plain(column)) })).filter(({ rank }) => rank >= 0);
  return found.toSorted((a, b) => a.rank - b.rank)[0]?.column;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function sizeOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw wrong(`The size "${value.slice(0, 40)}" is no number of bytes.`, 'Write it in bytes, in digits, or leave it out.');
}

export function noAddress(column: string | undefined): DatapinError {
  const what = column === undefined ? 'No column is an address.' : `"${column}" holds no address.`;
  return wrong(what, 'An address is a path, s3://… or https://…; --field names its column.');
}

function wrong(message: string, hint: string): DatapinError {
  return new DatapinError('source.malformed', message, { hint });
}
