/** How a webdataset is known: by its index, by tars that are numbered, by members that come in samples. */

import { DatapinError } from '../../core/errors.ts';
import type { Match, SourceContext, Subject } from '../../core/source.ts';
import { storedAccess } from '../../kit/archives/access.ts';
import { accessCursor } from '../../kit/archives/cursor.ts';
import { archiveKind } from '../../kit/archives/kinds.ts';
import { tarMembersAt } from '../../kit/archives/tar.ts';
import { isShardIndex } from './index.ts';
import { sampleKey } from './samples.ts';

export async function probe(subject: Subject, context: SourceContext): Promise<Match | undefined> {
  if (subject.kind === 'folder') return probeFolder(subject);
  if (/\.json$/i.test(subject.name)) {
    const text = Buffer.from(await subject.head()).toString('utf8');
    return isShardIndex(text) ? { certainty: 'sure', why: 'it is an index of shards (wids)' } : undefined;
  }
  if (!/\.tar$/i.test(subject.name)) return undefined;
  const head = await subject.head();
  const sample = archiveKind(head) === 'tar' ? await firstSample(subject, context) : undefined;
  return sample && { certainty: 'sure', why: `its members come in samples: ${sample.join(', ')}` };
}

/** Shards are numbered: `train-000000.tar`, `PASS.0.tar`. */
async function probeFolder(subject: Subject): Promise<Match | undefined> {
  const names = await subject.entries();
  const tars = names.filter((name) => /\.tar$/i.test(name));
  if (tars.length === 0 || names.some((name) => name.endsWith('/'))) return undefined;
  const numbered = tars.filter((name) => /[-_.]?\d+\.tar$/i.test(name));
  const others = names.length - tars.length;
  if (numbered.length < tars.length || others > tars.length) return undefined;
  const many = tars.length === 1 ? '1 numbered tar' : `${tars.length.toLocaleString('en')} numbered tars`;
  return { certainty: 'sure', why: `it holds ${many}: ${tars[0]}` };
}

/** The first sample of several members among the first of a tar. */
async function firstSample(subject: Subject, context: SourceContext): Promise<string[] | undefined> {
  const bySample = new Map<string, string[]>();
  for (const path of await firstPaths(subject, context)) {
    const key = sampleKey(path);
    if (key === undefined) continue;
    const members = bySample.get(key) ?? [];
    bySample.set(key, [...members, path]);
    if (members.length >= 1) return bySample.get(key);
  }
  return undefined;
}

const lookedAt = 12;

async function firstPaths(subject: Subject, { read, signal }: SourceContext): Promise<string[]> {
  const paths: string[] = [];
  const cursor = accessCursor(storedAccess(subject, read), { signal });
  try {
    for await (const member of tarMembersAt(cursor, { name: subject.name })) {
      if ('path' in member) paths.push(member.path);
      if (paths.length >= lookedAt) break;
    }
  } catch (error) {
    // what is wrong with it is said when it is read
    if (!(error instanceof DatapinError) || error.code === 'cancelled') throw error;
  } finally {
    await cursor.close();
  }
  return paths;
}
