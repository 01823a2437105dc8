/** Exports of the first kind: a list with an entry for each label, so that an image may stand in several. */
import { type Fields, numberOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { addressIn, type DataRow, type LabelOfRow } from './row.ts';

/** The data row's id, by which entries belong together; undefined for what is no such entry. */
export function legacyId(value: unknown): string | undefined {
  const entry = objectOf(value);
  if (!entry || !('Labeled Data' in entry) || !('Label' in entry)) return undefined;
  return textOf(entry['DataRow ID']) ?? textOf(entry.ID);
}

/** All entries of one data row. */
export function toLegacyRow(id: string, entries: readonly unknown[]): DataRow {
  const all = objectsOf(entries);
  const first = all[0] ?? {};
  const media = objectOf(first['Media Attributes']);
  const project = textOf(first['Project Name']) ?? '';
  const labels = all.filter((entry) => entry.Skipped !== true && entry.Label !== 'Skip').map(toLabel);
  return {
    id,
    name: textOf(first['Global Key']) ?? textOf(first['External ID']) ?? id,
    ...addressIn(first['Labeled Data']),
    width: numberOf(media?.width),
    height: numberOf(media?.height),
    projects: [{ id: project, name: project, labels, done: labels.length > 0 }],
    whole: entries.length === 1 ? first : { entries },
  };
}

function toLabel(entry: Fields): LabelOfRow {
  const label = objectOf(entry.Label) ?? {};
  const { objects, classifications, relationships, ...others } = label;
  return {
    id: textOf(entry.ID) ?? '',
    kind: 'Default',
    // the oldest ones have their shapes under the names of their classes
    objects: [
      ...objectsOf(objects),
      ...Object.entries(others).flatMap(([title, shapes]) => objectsOf(shapes).map((shape) => ({ title, ...shape }))),
    ],
    classifications: objectsOf(classifications),
    relationships: objectsOf(relationships),
    timeline: undefined,
  };
}
