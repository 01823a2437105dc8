/** The label interface of a project: its classes and categories, by name, without colours and ids. */
import { canonicalJson } from '../../core/labels.ts';
import { type Fields, inOrder, listOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { decoded } from './annotation.ts';

export interface KnownClass {
  name: string;
  type: string;
  /** Names of its points, of keypoints. */
  points: readonly string[];
}

export interface Ontology {
  /** By id. */
  classes: ReadonlyMap<string, KnownClass>;
  /** Of `classes.json`; undefined where nothing was told. */
  text: string | undefined;
  /** A project of the first years, whose labels have another shape. */
  isOldest: boolean;
}

/** `value`: JSON, or a text of it. */
export function toOntology(value: unknown): Ontology {
  const project = objectOf(decoded(value));
  const detection = objectOf(project?.object_detection ?? project?.object_tracking);
  const categorization = objectOf(project?.categorization);
  const isOldest =
    project !== undefined && !detection && !categorization && (Array.isArray(project.groups) || Array.isArray(project.objects));
  if (!project || (!detection && !categorization)) return { classes: new Map(), text: undefined, isOldest };
  const keypoints = new Map(objectsOf(detection?.keypoints).map((one) => [one.id, one]));
  const classes = objectsOf(detection?.object_classes).map((one) => {
    const points = objectsOf(keypoints.get(one.keypoint_interface_id)?.points).map(({ name }) => String(name ?? ''));
    return {
      id: String(one.id),
      name: textOf(one.name) ?? '',
      type: textOf(one.annotation_type) ?? '',
      points,
      properties: one.properties,
    };
  });
  const told = {
    type: project.type,
    classes: inOrder(
      classes.map(({ name, type, points, properties }) => ({
        name,
        type,
        ...(points.length > 0 ? { points } : {}),
        properties: objectsOf(properties).map(toProperty),
      })),
    ),
    categories: objectsOf(categorization?.properties).map(toProperty),
  };
  return { classes: new Map(classes.map(({ id, ...rest }) => [id, rest])), text: `${canonicalJson(told)}\n`, isOldest };
}

function toProperty({ name, type, required, options }: Fields): Fields {
  return { name, type, required, ...(Array.isArray(options) ? { options: listOf(options).map(toOption) } : {}) };
}

/** Options may be folders of others. */
function toOption(value: unknown): unknown {
  const option = objectOf(value);
  const children = listOf(option?.children);
  return children.length > 0 ? { name: option?.name, options: children.map(toOption) } : (option?.name ?? value);
}
