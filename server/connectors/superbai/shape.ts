/** The shape of an object of Superb AI, by its type. */
import type { Shape } from '../../core/labels.ts';
import { type Fields, listOf, numberOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';

/** `masks`: paths of files of the export that hold masks. */
export function toShape(
  type: string,
  annotation: Fields,
  { names, masks }: { names: readonly string[]; masks: ReadonlySet<string> },
): Shape {
  const coord = objectOf(annotation.coord) ?? {};
  const mask = maskIn(annotation, masks);
  if (mask !== undefined) return { type: 'mask', path: mask };
  return simple(type, coord, names) ?? { type: 'other', kind: type, value: annotation.coord ?? withoutLooks(annotation) };
}

function simple(type: string, coord: Fields, names: readonly string[]): Shape | undefined {
  switch (type) {
    case 'box':
      return box(coord);
    case 'rbox':
      return rotatedBox(coord);
    case 'polygon': {
      const rings = ringsOf(coord.points);
      return rings && { type: 'polygon', rings };
    }
    case 'polyline': {
      const lines = ringsOf(coord.points);
      return lines?.length === 1 ? { type: 'line', points: lines[0]! } : undefined;
    }
    case 'keypoint':
    case 'keypoints':
      return keypoints(coord, names);
    default:
      return undefined;
  }
}

function box(coord: Fields): Shape | undefined {
  const [x, y, width, height] = [coord.x, coord.y, coord.width, coord.height].map(numberOf);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return { type: 'box', x, y, width, height };
}

/** Given by its middle. */
function rotatedBox(coord: Fields): Shape | undefined {
  const [cx, cy, width, height] = [coord.cx, coord.cy, coord.width, coord.height].map(numberOf);
  if (cx === undefined || cy === undefined || width === undefined || height === undefined) return undefined;
  const rotation = numberOf(coord.angle) ?? 0;
  const rest = rotation === 0 ? {} : { rotation };
  return { type: 'box', x: rounded(cx - width / 2), y: rounded(cy - height / 2), width, height, ...rest };
}

function rounded(number: number): number {
  return Math.round(number * 1e6) / 1e6;
}

/** A ring, a list of them, or a list of polygons, which are lists of them. */
function ringsOf(points: unknown): number[][] | undefined {
  const list = listOf(points);
  if (list.length === 0) return undefined;
  if (!Array.isArray(list[0])) {
    const ring = flat(list);
    return ring && [ring];
  }
  const rings = list.map(ringsOf);
  return rings.every((ring) => ring !== undefined) ? rings.flat() : undefined;
}

/** Points that were not set have no place: they are among the hidden ones, where they have a name. */
function keypoints({ points, graph }: Fields, names: readonly string[]): Shape | undefined {
  const nodes = objectsOf(Array.isArray(points) ? points : objectOf(graph)?.nodes);
  const known = nodes.map(({ name }, i) => textOf(name) ?? (names.length === nodes.length ? names[i] : undefined));
  const isNamed = known.every((name) => name !== undefined);
  const placed = nodes.map((node, i) => ({ node, name: known[i] })).filter(({ node }) => !isNamed || isPlaced(node));
  const numbers = flat(placed.map(({ node }) => node));
  if (!numbers) return undefined;
  return { type: 'points', points: numbers, ...(isNamed ? { names: placed.map(({ name }) => name!) } : {}) };
}

function isPlaced({ x, y }: Fields): boolean {
  return numberOf(x) !== undefined && numberOf(y) !== undefined;
}

/** Names, or numbers from 0, of the points that are not seen or not set. */
export function hiddenPoints(annotation: Fields, names: readonly string[]): (string | number)[] {
  const coord = objectOf(annotation.coord) ?? {};
  const nodes = objectsOf(coord.points);
  const states = nodes.length > 0 ? nodes : objectsOf(objectOf(coord.graph)?.states);
  return states.flatMap(({ state }, i) => (objectOf(state)?.visible === false ? [textOf(nodes[i]?.name) ?? names[i] ?? i] : []));
}

function flat(points: readonly unknown[]): number[] | undefined {
  const numbers = points.flatMap((point) => [numberOf(objectOf(point)?.x), numberOf(objectOf(point)?.y)]);
  return numbers.length > 0 && numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/** The file that an annotation names, wherever it does. */
function maskIn(value: unknown, masks: ReadonlySet<string>): string | undefined {
  if (masks.size === 0) return undefined;
  if (typeof value === 'string') return masks.has(value) ? value : undefined;
  const members = Array.isArray(value) ? value : Object.values(objectOf(value) ?? {});
  for (const member of members) {
    const found = maskIn(member, masks);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `meta` is how it is drawn: colour and layer. */
function withoutLooks({ meta: _, ...rest }: Fields): Fields {
  return rest;
}
