/** Folders, files and zips of a public set, adopted exactly as they lie, and what their labels say of them. */
import type { SourceFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import type { LabelledFiles, LabelReading } from '../../core/labels.ts';
import type { SourceContext, SourceItem, SourceProblem } from '../../core/source.ts';
import { hashedMembers } from '../archives/hashedMembers.ts';
import { knownArchive } from '../archives/known.ts';
import { openArchive } from '../archives/open.ts';
import { createListing, type Listing } from './listing.ts';

/** What labels say of a set. */
export interface LabelSurvey {
  /** Images, without pictures that are masks. */
  images: number;
  /** Those of them that somebody has labelled or looked at. */
  labelled: number;
  labels: number;
  classes: ReadonlySet<string>;
  splits: ReadonlySet<string>;
  /** Worth knowing, each said once. */
  notes?: readonly string[];
}

/** Reads the labels of files and says what is wrong with them; nothing when they have none of its kind. */
export type Surveyor = (files: LabelledFiles, reading: LabelReading) => Promise<LabelSurvey | undefined>;

export interface SetKind {
  /** As people call it: "COCO". */
  title: string;
  survey: Surveyor;
}

/** Every file of these places, then facts, notes and problems of their labels. */
export async function* readPlaces(
  locations: readonly string[],
  context: SourceContext,
  { title, survey }: SetKind,
): AsyncGenerator<SourceItem> {
  const listing = createListing(context);
  for (const location of locations) {
    for await (const item of isZip(location) ? membersOf(location, context) : context.list(location)) {
      const file = 'location' in item ? withPublishedDigest(item) : undefined;
      if (file) listing.add(file);
      yield file ?? item;
    }
  }
  yield* readListing(listing, context, { title, survey });
}

/** Facts, notes and problems of the labels among files that were listed. */
export async function* readListing(listing: Listing, context: SourceContext, { title, survey }: SetKind): AsyncGenerator<SourceItem> {
  context.say(`Reads the labels of ${listing.images.toLocaleString('en')} images`);
  const found = collected();
  const result = await survey(listing.files(), { signal: context.signal, problem: found.add });
  yield* found.problems();
  if (result) yield* inWords(result);
  else yield { note: `There are no label files of ${title}.` };
}

function* inWords({ images, labelled, labels, classes, splits, notes = [] }: LabelSurvey): Generator<SourceItem> {
  yield { facts: { images, labels, classes: classes.size, ...(splits.size > 0 ? { splits: [...splits].sort().join(', ') } : {}) } };
  for (const note of notes) yield { note };
  if (labelled < images)
    yield { note: `${(images - labelled).toLocaleString('en')} of ${images.toLocaleString('en')} images have no label.` };
}

function isZip(location: string): boolean {
  return /\.zip$/i.test(location) && !/^zip\+/.test(location);
}

/** A zip is the folder that it holds; it is held against its published digest on the way. */
async function* membersOf(location: string, context: SourceContext): AsyncGenerator<SourceItem> {
  const { file, kind } = await openArchive(location, context);
  const said = knownArchive({ name: file.path, size: file.size });
  if (said && 'note' in said) yield said;
  if (kind === 'zip') yield* hashedMembers({ file, kind, claim: said && 'claim' in said ? said.claim : undefined }, context);
}

/** A file as it lies, with what is published of an archive that is called so and as large. */
function withPublishedDigest(file: SourceFile): SourceFile {
  const said = knownArchive({ name: file.path.slice(file.path.lastIndexOf('/') + 1), size: file.size });
  return said && 'claim' in said ? { ...file, claims: [...(file.claims ?? []), said.claim] } : file;
}

/** Problems that are said one by one; of more only the number. */
const most = 2000;

function collected(): { add: LabelReading['problem']; problems(): Generator<SourceProblem> } {
  const first: SourceProblem[] = [];
  let more = 0;
  let last = '';
  return {
    add(at, message, hint) {
      last = at;
      if (first.length < most)
        first.push({ at, problem: new DatapinError('source.malformed', message, hint === undefined ? {} : { hint }) });
      else more += 1;
    },
    *problems() {
      yield* first;
      if (more === 0) return;
      const message = `There are ${more.toLocaleString('en')} more problems with labels.`;
      yield { at: last, problem: new DatapinError('source.malformed', message, { hint: 'Correct those above first.' }) };
    },
  };
}
