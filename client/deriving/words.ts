/** What is said of versions that would be derived, and of what their inputs do not agree on. */
import type { WireDerivation, WireDerived } from '../../server/protocol/requests.ts';
import type { WireProblem } from '../../server/protocol/wire.ts';
import { count, size } from '../../server/protocol/words.ts';
import type { Row } from '../questions.ts';
import type { Made } from './derive.ts';

export function derivedRows(
  found: readonly WireDerived[],
  { request, made }: { request: WireDerivation; made: Made },
): Row<WireDerivation>[] {
  const [one] = found;
  const notes = [...new Set(found.flatMap((each) => [...each.conflicts, ...each.notes]))];
  return [
    { label: made === 'Merged' ? 'Merge' : 'Derive', ...(one ? { description: one.recipe } : {}), icon: 'check', value: request },
    ...found.map(
      (each, i): Row<WireDerivation> => ({
        label: each.as,
        description: derivedWords(each),
        icon: 'tag',
        ...(i === 0 ? { heading: 'What it would hold' } : {}),
      }),
    ),
    ...classRows(found),
    ...notes.map((note, i): Row<WireDerivation> => ({ label: note, icon: 'warning', ...(i === 0 ? { heading: 'Worth knowing' } : {}) })),
  ];
}

/** `300 images, 600 files, 12 MB`. */
export function derivedWords({ files, images, bytes }: Pick<WireDerived, 'files' | 'images' | 'bytes'>): string {
  return [...(images === files ? [] : [count(images, 'image')]), count(files, 'file'), size(bytes)].join(', ');
}

/** Lines of a conflict that are shown; the rest is counted. */
const shownConflicts = 100;

/** The ways out of a conflict, and what it is about. */
export function conflictRows({ details = [] }: WireProblem, request: WireDerivation): Row<WireDerivation>[] {
  const lines = details.slice(0, shownConflicts);
  const rest = details.length - lines.length;
  const as = (at: number) => `as it is in ${request.inputs.at(at)?.ref}`;
  return [
    { label: 'Take the First', description: as(0), icon: 'arrow-up', value: { ...request, conflicts: 'first' } },
    { label: 'Take the Last', description: as(-1), icon: 'arrow-down', value: { ...request, conflicts: 'last' } },
    ...lines.map(
      (line, i): Row<WireDerivation> => ({ label: line, icon: 'warning', ...(i === 0 ? { heading: 'What they do not agree on' } : {}) }),
    ),
    ...(rest > 0 ? [{ label: `${rest.toLocaleString('en')} more`, icon: 'ellipsis' }] : []),
  ];
}

/** How many images show each class, in one row a version; nothing where nothing is labelled. */
function classRows(found: readonly WireDerived[]): Row<WireDerivation>[] {
  const labelled = found.filter(({ classes = {} }) => Object.keys(classes).length > 0);
  return labelled.map(({ as, classes = {} }, i) => ({
    label: found.length > 1 ? as : 'Classes',
    description: Object.entries(classes)
      .slice(0, shownClasses)
      .map(([name, images]) => `${name || 'no class'}: ${images.toLocaleString('en')}`)
      .join(', '),
    icon: 'symbol-class',
    ...(i === 0 && found.length > 1 ? { heading: 'Images by class' } : {}),
  }));
}

const shownClasses = 12;
