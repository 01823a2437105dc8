/** A data row of an export, with what was said of it in each project. */
import type { Fields } from '../../kit/values.ts';
import { listOf, numberOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';

export interface DataRow {
  id: string;
  /** What people call it: its global key, else its external id, else its id. */
  name: string;
  /** Where the image lies, often behind a signed link; undefined when that is not told. */
  address: string | undefined;
  /** In words, why there is no address, where the reason is known. */
  homeless: string | undefined;
  width: number | undefined;
  height: number | undefined;
  projects: ProjectOfRow[];
  /** As it came, without embeddings. */
  whole: unknown;
}

export interface ProjectOfRow {
  id: string;
  name: string;
  /** One for each time that it was labelled; skipped ones are not among them. */
  labels: LabelOfRow[];
  /** Whether somebody has labelled it, or has said that there is nothing to label. */
  done: boolean;
}

export interface LabelOfRow {
  id: string;
  /** `Default`, `Video`. */
  kind: string;
  objects: Fields[];
  classifications: Fields[];
  relationships: Fields[];
  /** Of a video: everything, as it comes. */
  timeline: Fields | undefined;
}

/** Undefined for what is no data row. */
export function toDataRow(value: unknown): DataRow | undefined {
  const fields = objectOf(value);
  const row = objectOf(fields?.data_row) ?? (fields && 'row_data' in fields ? fields : undefined);
  const id = textOf(row?.id);
  if (!fields || !row || !id) return undefined;
  const { embeddings: _, ...whole } = fields;
  const media = objectOf(fields.media_attributes);
  return {
    id,
    name: textOf(row.global_key) ?? textOf(row.external_id) ?? id,
    ...addressIn(row.row_data),
    width: numberOf(media?.width),
    height: numberOf(media?.height),
    projects: Object.entries(objectOf(fields.projects) ?? {}).map(([project, said]) => toProject(project, objectOf(said))),
    whole,
  };
}

/** What a registered address is, which may also be a text, or a description of many files. */
export function addressIn(rowData: unknown): Pick<DataRow, 'address' | 'homeless'> {
  const address = textOf(rowData);
  if (address !== undefined && /^(https?|s3|gs|az|file):\/\//i.test(address)) return { address, homeless: undefined };
  if (objectOf(rowData) || address?.trimStart().startsWith('{')) {
    return {
      address: undefined,
      homeless: 'is described by an object (tiles of a map, slices of a scan, a conversation) and is no single file',
    };
  }
  return { address: undefined, homeless: undefined };
}

const finished = /^(done|in_?review|in_?rework)$/i;

function toProject(id: string, said: Fields | undefined): ProjectOfRow {
  const labels = objectsOf(said?.labels).filter((label) => objectOf(label.performance_details)?.skipped !== true);
  const status = textOf(objectOf(said?.project_details)?.workflow_status) ?? '';
  return { id, name: textOf(said?.name) ?? id, labels: labels.map(toLabelOfRow), done: labels.length > 0 || finished.test(status) };
}

function toLabelOfRow(label: Fields): LabelOfRow {
  const annotations = objectOf(label.annotations) ?? {};
  const kind = textOf(label.label_kind) ?? 'Default';
  const isTimeline = kind === 'Video' || objectOf(annotations.frames) !== undefined;
  return {
    id: textOf(label.id) ?? '',
    kind,
    objects: isTimeline ? [] : objectsOf(annotations.objects),
    classifications: objectsOf(annotations.classifications),
    relationships: objectsOf(listOf(annotations.relationships)),
    timeline: isTimeline ? annotations : undefined,
  };
}
