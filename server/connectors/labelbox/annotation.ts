/** What was said of a data row as labels of its image. */
import { canonicalJson, type Label } from '../../core/labels.ts';
import { type Fields, objectOf } from '../../kit/values.ts';
import { attributesOf, nameOf, tagsOf } from './answers.ts';
import type { DataRow, LabelOfRow, ProjectOfRow } from './row.ts';
import { maskOf, shapeOf } from './shape.ts';
import { tracksOf } from './timeline.ts';

/** Tells where in the version a mask is that lies behind a link; undefined when it is nowhere. */
export type MaskPath = (url: string) => string | undefined;

/**
 * Of all projects. Where an image is in several projects, or was labelled several times in one, its labels say so by the
 * attributes `project` and `labelling`.
 */
export function labelsOf(row: DataRow, maskPath: MaskPath): Label[] {
  const several = row.projects.filter(({ labels }) => labels.length > 0).length > 1;
  return row.projects.flatMap((project) =>
    ofProject(project, maskPath).map((label) => (several ? withAttributes(label, { project: project.name }) : label)),
  );
}

/** Links to masks, each once, in an order that is the same however the export is ordered. */
export function masksOf(row: DataRow): string[] {
  const users = new Map<string, string[]>();
  labelsOf(row, (url) => {
    users.set(url, []);
    return undefined;
  });
  for (const { objects } of row.projects.flatMap(({ labels }) => labels)) {
    for (const object of objects) {
      const mask = maskOf(object);
      if (mask) users.get(mask.url)?.push(canonicalJson(toLabel(object, () => undefined)));
    }
  }
  const keyed = [...users].map(([url, texts]) => ({ url, key: texts.sort().join('\n') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ url }) => url);
}

function ofProject({ labels }: ProjectOfRow, maskPath: MaskPath): Label[] {
  const inOrder = labels.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return inOrder.flatMap((label, i) =>
    ofLabel(label, maskPath).map((one) => (labels.length > 1 ? withAttributes(one, { labelling: i + 1 }) : one)),
  );
}

function ofLabel({ objects, classifications, relationships, timeline }: LabelOfRow, maskPath: MaskPath): Label[] {
  const byId = new Map(objects.map((object) => [object.feature_id, object]));
  return [
    ...objects.map((object) => toLabel(object, maskPath)),
    ...tagsOf(classifications),
    ...relationships.map((relationship) => toRelation(relationship, byId)),
    ...(timeline ? tracksOf(timeline) : []),
  ];
}

function toLabel(object: Fields, maskPath: MaskPath): Label {
  const mask = maskOf(object);
  const { confidence, page, unit } = object;
  const about = Object.entries({ color_rgb: mask?.color, confidence, page, unit }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  const path = mask && maskPath(mask.url);
  const shape = mask ? { type: 'mask' as const, ...(path === undefined ? {} : { path }) } : shapeOf(object);
  return withAttributes({ class: nameOf(object), shape }, { ...attributesOf(object.classifications), ...Object.fromEntries(about) });
}

/** Ids of its ends change; what they are stays. */
function toRelation(relationship: Fields, byId: ReadonlyMap<unknown, Fields>): Label {
  const kind = Object.keys(relationship).find((key) => /_relationship$/.test(key)) ?? 'relationship';
  const ends = objectOf(relationship[kind]);
  const end = (id: unknown) => {
    const object = byId.get(id);
    return object ? { class: nameOf(object), shape: maskOf(object) ? { type: 'mask' } : shapeOf(object) } : null;
  };
  const value = { source: end(ends?.source), target: end(ends?.target) };
  return withAttributes({ class: nameOf(relationship), shape: { type: 'other', kind, value } }, attributesOf(relationship.classifications));
}

function withAttributes(label: Label, more: Record<string, unknown>): Label {
  if (Object.keys(more).length === 0) return label;
  return { ...label, attributes: { ...label.attributes, ...more } };
}
