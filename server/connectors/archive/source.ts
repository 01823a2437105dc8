/** A zip or a tar that is named by itself: its members are the files of the version, read where they lie, never unpacked. */
import type { Match, Source, SourceContext, SourceItem, SourceRequest, Subject } from '../../core/source.ts';
import { storedAccess } from '../../kit/archives/access.ts';
import { hashedMembers } from '../../kit/archives/hashedMembers.ts';
import { type ArchiveKind, archiveKind } from '../../kit/archives/kinds.ts';
import { knownArchive } from '../../kit/archives/known.ts';
import { type OpenArchive, openArchive } from '../../kit/archives/open.ts';
import { isArchiveError } from '../../kit/archives/problems.ts';
import { nameOf } from '../../kit/beside.ts';

export function createArchiveSource(): Source {
  return { id: 'archive', title: 'Zip or tar', probe, read };
}

/** By its first bytes and its name: a model of PyTorch is a zip as well, and nobody means its members. */
async function probe(subject: Subject, context: SourceContext): Promise<Match | undefined> {
  const extension = /\.(zip|tar|tgz|tar\.[a-z0-9]+)$/i.exec(subject.name)?.[1]?.toLowerCase();
  if (subject.kind !== 'file' || extension === undefined) return undefined;
  const kind = archiveKind(await subject.head());
  if (kind === undefined) return undefined;
  if (kind === 'zip') return extension === 'zip' ? { certainty: 'likely', why: await zipWords(subject, context) } : undefined;
  if (kind === 'tar') return extension === 'tar' ? { certainty: 'likely', why: 'it is a tar' } : undefined;
  return extension === 'zip' || extension === 'tar' ? undefined : { certainty: 'likely', why: `it is a tar compressed by ${kind}` };
}

async function zipWords(subject: Subject, context: SourceContext): Promise<string> {
  try {
    const { countEntries } = await import('../../kit/archives/zipDirectory.ts');
    const members = await countEntries(storedAccess(subject, context.read));
    return `it is a zip of ${members.toLocaleString('en')} ${members === 1 ? 'member' : 'members'}`;
  } catch (error) {
    // what is wrong with it is said when it is read
    if (isArchiveError(error)) return 'it begins as a zip';
    throw error;
  }
}

async function* read({ locations }: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  let members = 0;
  for (const location of locations) {
    const archive = await openArchive(location, context);
    const folder = locations.length > 1 ? `${nameOf(location).replace(/\.[^.]+$/, '')}/` : '';
    for await (const item of itemsOf(archive, folder, context)) {
      if ('path' in item && context.wanted?.(folder + item.path) !== false) members += 1;
      yield 'path' in item ? { ...item, path: folder + item.path } : item;
    }
  }
  yield { facts: { archive: locations.map(nameOf).join(', '), members } };
}

async function* itemsOf({ file, kind }: OpenArchive, folder: string, context: SourceContext): AsyncGenerator<SourceItem> {
  const name = nameOf(file.location);
  const said = knownArchive({ name, size: file.size });
  if (said && 'note' in said) yield said;
  const claim = said && 'claim' in said ? said.claim : undefined;
  if (kind === 'zip' || kind === 'tar') {
    for await (const item of hashedMembers({ file, kind, claim, folder }, context)) {
      yield 'path' in item && isMacCompanion(item.path) ? { skipped: item.path, reason: 'what macOS adds to a zip' } : item;
    }
    return;
  }
  yield { note: compressed(name, kind) };
  yield { ...file, path: name, ...(claim ? { claims: [claim] } : {}) };
}

function compressed(name: string, kind: ArchiveKind): string {
  return `${name} is compressed as a whole (${kind}), so that its members cannot be read where they lie: it is adopted as one file.`;
}

function isMacCompanion(path: string): boolean {
  return path.startsWith('__MACOSX/') || /(^|\/)\._[^/]*$/.test(path);
}
