/** What looks like an export of Superb AI: a project.json that is a label interface, beside labels and what they are of. */
import { DatapinError } from '../../core/errors.ts';
import type { Match, SourceContext, Subject } from '../../core/source.ts';
import { openExport, parseDocument } from '../../kit/exportFiles.ts';
import { objectOf } from '../../kit/values.ts';

const largest = 1 << 22;
const match: Match = { certainty: 'sure', why: 'it has the project.json and the labels of a Superb AI export' };

export async function probe(subject: Subject, context: SourceContext): Promise<Match | undefined> {
  if (subject.kind === 'folder') return probeFolder(subject);
  return /\.zip$/i.test(subject.name) ? probeZip(subject, context) : undefined;
}

async function probeFolder(subject: Subject): Promise<Match | undefined> {
  const names = await subject.entries();
  if (!names.includes('project.json') || !(names.includes('labels/') || names.includes('meta/'))) return undefined;
  const text = await subject.text('project.json');
  return text !== undefined && isProject(Buffer.from(text)) ? match : undefined;
}

/** Nothing for a zip that cannot be read: whoever reads it says why. */
async function probeZip({ location }: Subject, context: SourceContext): Promise<Match | undefined> {
  try {
    const { files, read } = await openExport(location, context);
    const project = files.find(({ path, size }) => /^([^/]+\/)?project\.json$/.test(path) && size <= largest);
    if (!project || !files.some(({ path }) => /(^|\/)(labels|meta)\/.+\.json$/.test(path))) return undefined;
    for await (const one of read([project])) return 'bytes' in one && isProject(one.bytes) ? match : undefined;
    return undefined;
  } catch (error) {
    if (error instanceof DatapinError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}

function isProject(bytes: Buffer): boolean {
  const parsed = parseDocument(bytes);
  const fields = 'fault' in parsed ? undefined : objectOf(parsed.value);
  if (!fields) return false;
  return ['object_detection', 'object_tracking', 'categorization', 'groups'].some((key) => fields[key] !== undefined);
}
