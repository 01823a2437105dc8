/** What looks like a release of V7: Darwin JSON, in a zip, in a folder, or alone. */
import { DatapinError } from '../../core/errors.ts';
import type { Match, SourceContext, Subject } from '../../core/source.ts';
import { openExport, parseDocument } from '../../kit/exportFiles.ts';
import { objectOf } from '../../kit/values.ts';

/** Documents looked at, and the bytes that one may have for that. */
const looks = 3;
const largest = 1 << 20;

export async function probe(subject: Subject, context: SourceContext): Promise<Match | undefined> {
  if (subject.kind === 'folder') return probeFolder(subject);
  if (/\.zip$/i.test(subject.name)) return probeZip(subject, context);
  if (!/\.json$/i.test(subject.name)) return undefined;
  const head = Buffer.from(await subject.head()).toString('utf8');
  return looksDarwin(head) ? { certainty: 'sure', why: 'it is Darwin JSON of V7' } : undefined;
}

async function probeFolder(subject: Subject): Promise<Match | undefined> {
  const names = await subject.entries();
  const documents = names.filter((name) => /\.json$/i.test(name)).slice(0, looks);
  for (const name of documents) {
    const text = await subject.text(name);
    if (text !== undefined && looksDarwin(text)) return { certainty: 'sure', why: `${name} is Darwin JSON of V7` };
  }
  return undefined;
}

/** Nothing for a zip that cannot be read: whoever reads it says why. */
async function probeZip({ location }: Subject, context: SourceContext): Promise<Match | undefined> {
  try {
    const { files, read } = await openExport(location, context);
    const documents = files.filter(({ path, size }) => /\.json$/i.test(path) && !isMetadata(path) && size <= largest).slice(0, looks);
    for await (const one of read(documents)) {
      if ('problem' in one) continue;
      const parsed = parseDocument(one.bytes);
      if ('value' in parsed && isDarwin(parsed.value)) return { certainty: 'sure', why: `${one.file.path} in it is Darwin JSON of V7` };
    }
    return undefined;
  } catch (error) {
    if (error instanceof DatapinError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}

export function isMetadata(path: string): boolean {
  return /(^|\/)\.v7\/metadata\.json$/.test(path);
}

function isDarwin(value: unknown): boolean {
  const fields = objectOf(value);
  return fields !== undefined && looksDarwin(JSON.stringify(fields).slice(0, largest));
}

/** By its beginning: annotations come last, and may be many. */
function looksDarwin(text: string): boolean {
  if (/"schema_ref"\s*:\s*"[^"]*darwin_json\/(?!metadata)/.test(text)) return true;
  if (/"item"\s*:/.test(text) && /"slots"\s*:/.test(text) && /"slot_name"\s*:/.test(text)) return true;
  return /"image"\s*:/.test(text) && /"original_filename"\s*:/.test(text) && /"workview_url"\s*:|"annotations"\s*:/.test(text);
}
