/** What looks like something of SuperAnnotate: an export, a document of one, forms, or a list to attach. */
import { DatapinError } from '../../core/errors.ts';
import type { Match, SourceContext, Subject } from '../../core/source.ts';
import { openExport, parseDocument } from '../../kit/exportFiles.ts';
import { objectOf } from '../../kit/values.ts';
import { attachedColumns } from './attached.ts';

const classesFile = 'classes/classes.json';
/** Documents looked at, and the bytes that one may have for that. */
const looks = 3;
const largest = 1 << 20;

export async function probe(subject: Subject, context: SourceContext): Promise<Match | undefined> {
  const { kind, name } = subject;
  if (kind === 'folder') return probeFolder(subject);
  if (/\.zip$/i.test(name)) return probeZip(subject, context);
  const text = async () => Buffer.from(await subject.head()).toString('utf8');
  if (/\.csv$/i.test(name)) {
    const certainty = attachedColumns(await text());
    return certainty && { certainty, why: 'its columns are those of a list to attach in SuperAnnotate' };
  }
  if (/\.jsonl$/i.test(name)) {
    return isForm(await text()) ? { certainty: 'sure', why: 'its first line is a form of SuperAnnotate' } : undefined;
  }
  return /\.json$/i.test(name) && looksLikeItem(await text())
    ? { certainty: 'sure', why: 'it is an annotation of SuperAnnotate' }
    : undefined;
}

/** What was read of a file of forms; also asked when it is read. */
export function isForm(head: string): boolean {
  const [line = ''] = head.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const parsed = parseDocument(Buffer.from(line));
  const fields = 'fault' in parsed ? undefined : objectOf(parsed.value);
  return objectOf(fields?.metadata) !== undefined && objectOf(fields?.data) !== undefined;
}

async function probeFolder(subject: Subject): Promise<Match | undefined> {
  const names = await subject.entries();
  if (names.includes('classes/') && isClasses(await subject.text(classesFile))) {
    return { certainty: 'sure', why: `it has the ${classesFile} of a SuperAnnotate export` };
  }
  for (const name of names.filter((one) => /\.json$/i.test(one)).slice(0, looks)) {
    if (looksLikeItem((await subject.text(name)) ?? '')) return { certainty: 'sure', why: `${name} is an annotation of SuperAnnotate` };
  }
  return undefined;
}

/** Nothing for a zip that cannot be read: whoever reads it says why. */
async function probeZip({ location }: Subject, context: SourceContext): Promise<Match | undefined> {
  try {
    const { files, read } = await openExport(location, context);
    const documents = files.filter(({ path, size }) => /\.json$/i.test(path) && size <= largest);
    const classes = documents.filter(({ path }) => path.endsWith(classesFile)).slice(0, 1);
    for await (const one of read([...classes, ...documents.slice(0, looks)])) {
      if ('problem' in one) continue;
      const text = one.bytes.toString('utf8');
      const why = isClasses(one.file.path.endsWith(classesFile) ? text : undefined) || looksLikeItem(text);
      if (why) return { certainty: 'sure', why: `${one.file.path} in it is one of SuperAnnotate` };
    }
    return undefined;
  } catch (error) {
    if (error instanceof DatapinError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}

/** Classes that have groups of attributes and colours. */
function isClasses(text: string | undefined): boolean {
  return text !== undefined && (/"attribute_groups"\s*:/.test(text) || /^\s*\[\s*\]\s*$/.test(text));
}

/** By its beginning: instances come last, and may be many. */
function looksLikeItem(text: string): boolean {
  const isToday = /"metadata"\s*:\s*\{/.test(text) && /"instances"\s*:\s*\[/.test(text);
  const isOld = /^\s*\[/.test(text) && /"className"\s*:/.test(text) && /"pointLabels"\s*:|"parts"\s*:/.test(text);
  return (isToday && /"(className|classId|isPredicted|annotatorEmail|lastAction|pinned)"\s*:/.test(text)) || isOld;
}
