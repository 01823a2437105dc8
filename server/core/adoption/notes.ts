/** What is worth knowing of an adoption: said once each, and left-out files by their number when they are many. */
import type { Skipped } from '../connector.ts';

export interface Notes {
  add(note: string): void;
  /** The same, not counted. */
  addOnce(note: string): void;
  leftOut(item: Pick<Skipped, 'skipped' | 'reason'>): void;
  lines(): string[];
}

/** Left-out files that are named, of each reason; different notes. */
const named = 5;
const different = 1000;

export function createNotes(): Notes {
  const said = new Map<string, number>();
  const reasons = new Map<string, { names: string[]; count: number }>();
  const add = (note: string) => {
    if (said.size < different || said.has(note)) said.set(note, (said.get(note) ?? 0) + 1);
  };
  return {
    add,
    addOnce(note) {
      if (!said.has(note)) add(note);
    },
    leftOut({ skipped, reason }) {
      const known = reasons.get(reason) ?? { names: [], count: 0 };
      reasons.set(reason, known);
      known.count++;
      if (known.names.length < named) known.names.push(skipped);
    },
    lines() {
      const omitted = [...reasons].flatMap(([reason, { names, count }]) => {
        const more = count - names.length;
        const lines = names.map((name) => `${name} was left out: ${reason}.`);
        return more > 0 ? [...lines, `${more.toLocaleString('en')} more ${more === 1 ? 'was' : 'were'} left out: ${reason}.`] : lines;
      });
      return [...omitted, ...[...said].map(([note, times]) => (times > 1 ? `${note} (${times.toLocaleString('en')} times)` : note))];
    },
  };
}
