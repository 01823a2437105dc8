/** Items that were parsed earlier, at the place where they stand now. */
import type { Span } from '../../core/ref.ts';
import type { ParsedSegment } from './types.ts';

export function moved(segment: ParsedSegment, start: number): ParsedSegment {
  const by = start - segment.start;
  if (by === 0) return segment;
  return { text: segment.text, start, file: shifted(segment.file, by), problems: shifted(segment.problems, by) };
}

/** Every range in a value of this room. A `step` is a domain value: it holds no ranges, and foreign data that may look like one. */
function shifted<T>(value: T, by: number): T {
  if (Array.isArray(value)) return value.map((item) => shifted(item, by)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'range') return [key, { start: (item as Span).start + by, end: (item as Span).end + by }];
      return [key, isDomainValue(key, item) ? item : shifted(item, by)];
    }),
  ) as T;
}

function isDomainValue(key: string, value: unknown): boolean {
  return key === 'step' && typeof value === 'object' && value !== null && 'command' in value;
}
