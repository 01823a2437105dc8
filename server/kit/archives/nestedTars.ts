/** A tar of tars, as ImageNet's training set is one: its files are those of the inner tars. */
import type { SourceProblem } from '../../core/source.ts';
import { type Cursor, within } from './cursor.ts';
import { archiveKind } from './kinds.ts';
import { isArchiveError } from './problems.ts';
import { type TarMember, type TarOptions, type TarOther, tarMembersAt } from './tar.ts';

/**
 * The files of a tar; where its first file is a tar itself, those of all tars in it, each under the name of its tar without
 * the extension: `n01440764/n01440764_18.JPEG`. Offsets are those in the outermost tar. Problems and errors as of `tarMembers`.
 */
export async function* tarFilesAt(cursor: Cursor, options: TarOptions): AsyncGenerator<TarMember | TarOther | SourceProblem> {
  let nested: boolean | undefined;
  for await (const member of tarMembersAt(cursor, options)) {
    if ('problem' in member || 'other' in member) {
      yield member;
      continue;
    }
    const inner = nested !== false && /\.tar$/i.test(member.path) && archiveKind(await cursor.peek(512)) === 'tar';
    nested ??= inner;
    if (inner) yield* innerFiles(cursor, member, options);
    else yield member;
  }
}

/** An inner tar that is damaged is a problem: where the next one begins, the outer one says. */
async function* innerFiles(cursor: Cursor, tar: TarMember, { name }: TarOptions): AsyncGenerator<TarMember | TarOther | SourceProblem> {
  const folder = tar.path.replace(/\.tar$/i, '');
  try {
    for await (const member of tarMembersAt(within(cursor, tar.offset + tar.size), { name: `${name}/${tar.path}` })) {
      if ('path' in member) yield { ...member, path: `${folder}/${member.path}` };
      else if ('other' in member) yield { ...member, other: `${folder}/${member.other}` };
      else yield member;
    }
  } catch (error) {
    if (!isArchiveError(error)) throw error;
    yield { problem: error, at: `${name}@${tar.offset}` };
  }
}
