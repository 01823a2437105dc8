/** Which kind of list a file is, by its beginning. */
import { addressColumn } from './columns.ts';

/** table: CSV or TSV · json: a row a line, or an array of rows · checksums: as sha256sum and md5sum write · list: an address a line */
export type Kind = 'table' | 'json' | 'checksums' | 'list';

export interface Guess {
  kind: Kind;
  /** In words; nothing where the rows have to tell whether it is a list at all. */
  why: string | undefined;
}

const address = /^(s3|gs|az|hf|https?|file):\/\/\S/i;
const checksum = /^\\?[0-9a-f]{32,128} [ *].|^\\?[A-Z0-9/-]+ ?\(.+\) ?= [0-9a-f]{32,128}$/i;

/** Nothing for what cannot be a list. A list of bare paths cannot be told from any other text by itself. */
export function kindOf(head: string, name: string): Guess | undefined {
  const text = head.replace(/^\uFEFF/, '');
  if (text.includes('\0')) return undefined;
  if (/^\s*[[{]/.test(text)) return { kind: 'json', why: undefined };
  const lines = wholeLines(text);
  const [first] = lines;
  if (first === undefined) return undefined;
  const column = tableColumn(first);
  if (column) return { kind: 'table', why: column.sure ? `its column "${column.name}" holds addresses` : undefined };
  if (most(lines, (line) => checksum.test(line))) return { kind: 'checksums', why: 'its lines are checksums and names' };
  if (most(lines, (line) => address.test(line) && !/[,;\t]/.test(line.replace(/\?.*$/, ''))))
    return { kind: 'list', why: 'its lines are addresses' };
  return /\.(txt|lst|list)$/i.test(name) ? { kind: 'list', why: undefined } : undefined;
}

/** The kind of a file that a person says is a list. */
export function kindNamed(head: string, name: string): Kind {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return kindOf(head, name)?.kind ?? (extension === 'csv' || extension === 'tsv' ? 'table' : 'list');
}

/** The last line of a beginning may be half of one. */
function wholeLines(text: string): string[] {
  const all = text.split(/\r?\n/);
  const whole = all.length > 1 ? all.slice(0, -1) : all;
  return whole
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .slice(0, 50);
}

/** One line that is broken must not hide what the others are. */
function most(lines: readonly string[], fits: (line: string) => boolean): boolean {
  return lines.filter(fits).length * 2 > lines.length;
}

function tableColumn(header: string): ReturnType<typeof addressColumn> {
  const separator = [',', '\t', ';'].find((one) => header.includes(one));
  const columns = (separator === undefined ? [header] : header.split(separator)).map((one) => one.trim().replace(/^"(.*)"$/, '$1'));
  return addressColumn(columns);
}
