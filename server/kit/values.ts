/** Looking into values of which nothing is known. */
import { canonicalJson } from '../core/labels.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects among the members of a list. */
export function objectsOf(value: unknown): Fields[] {
  return listOf(value).flatMap((member): Fields[] => {
    const fields = objectOf(member);
    return fields ? [fields] : [];
  });
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** An address of a file in a store or on the web, by its scheme. */
export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^(https?|s3|gs|az|hf):\/\//i.test(value);
}

/** In the order of their texts: tools give their classes in any order, and a version must not change with it. */
export function inOrder<T>(values: readonly T[]): T[] {
  const texts = values.map((value): [string, T] => [canonicalJson(value), value]);
  return texts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
