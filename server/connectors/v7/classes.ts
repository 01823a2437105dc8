/** The classes of a dataset, as a release has them in `.v7/metadata.json`: by name, without colours and ids. */
import { canonicalJson } from '../../core/labels.ts';
import { type Fields, inOrder, listOf, objectOf, objectsOf } from '../../kit/values.ts';

/** Text of `classes.json`; undefined where the value tells no classes. */
export function classesText(value: unknown): string | undefined {
  const metadata = objectOf(value);
  if (!metadata || !Array.isArray(metadata.classes)) return undefined;
  const classes = objectsOf(metadata.classes)
    .filter(isOwn)
    .map(({ name, type, properties, skeleton }) => ({
      name,
      type,
      properties: inOrder(objectsOf(properties).map(toProperty)),
      ...(skeleton === undefined ? {} : { skeleton }),
    }));
  const properties = objectsOf(metadata.properties).map(toProperty);
  return `${canonicalJson({ classes: inOrder(classes), properties: inOrder(properties) })}\n`;
}

function toProperty({ name, type, required, granularity, property_values }: Fields): Fields {
  const values = listOf(property_values).map((one) => objectOf(one)?.value ?? one);
  return { name, type, required, granularity, values: inOrder(values) };
}

/** Not the layers in which V7 keeps masks. */
function isOwn({ type }: Fields): boolean {
  return type !== 'raster_layer';
}
