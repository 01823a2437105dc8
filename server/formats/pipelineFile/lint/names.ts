/** Names that are given twice. */
import type { NamedItem, PipelineProblem } from '../types.ts';
import { quoted } from './problem.ts';

/**
 * A problem at each name that an earlier item has already. `what` is the kind of item: `input`. Two at one place were both
 * fetched by an alias, and it is said where they are written.
 */
export function* duplicates(
  items: readonly Pick<NamedItem, 'name'>[],
  { where, what, severity }: { where: string; what: string; severity?: PipelineProblem['severity'] },
): Generator<PipelineProblem> {
  const seen = new Map<string, number>();
  for (const { name } of items) {
    if (!name) continue;
    const earlier = seen.get(name.text);
    if (earlier !== undefined && earlier !== name.range.start) {
      yield { code: 'duplicate-name', message: `${where} has another ${what} ${quoted(name.text)} above.`, range: name.range, severity };
    }
    seen.set(name.text, name.range.start);
  }
}
