/** References of a pipeline file: defaults of inputs, of steps and of overrides, in either spelling; URIs in every other string. */
import { parseReference } from '../../core/ref.ts';
import { placed } from '../../formats/pipelineFile/file.ts';
import { inputsOf } from '../../formats/pipelineFile/lists.ts';
import type { Part, PipelineFile, TextAt } from '../../formats/pipelineFile/types.ts';
import { type FoundReference, referenceInSlot, type Slot, uriTokens } from './found.ts';
import { commentStart } from './inText.ts';

export interface References {
  references: FoundReference[];
  slots: Slot[];
}

/** What was found in a part, where the part began the last time. */
export type PartReferences = WeakMap<Part, References & { start: number }>;

/** Only parts that are not in `known` are searched, and only those that moved are placed anew; it is filled for the next time. */
export function findPipelineReferences(file: PipelineFile, known: PartReferences): References {
  const all: References = { references: [], slots: [] };
  for (const { start, part } of file.parts) {
    const before = known.get(part) ?? { ...searched(part), start: 0 };
    const own = before.start === start ? before : moved(before, start);
    known.set(part, own);
    for (const found of own.references) all.references.push(found);
    for (const slot of own.slots) all.slots.push(slot);
  }
  return all;
}

function moved({ references, slots, start: from }: References & { start: number }, start: number): References & { start: number } {
  const by = { start: start - from };
  return {
    start,
    references: references.map((found) => ({ ...found, range: placed(by, found.range) })),
    slots: slots.map((slot) => ({ ...slot, range: placed(by, slot.range) })),
  };
}

function searched(part: Part): References {
  const slots = slotsOf(part);
  return { references: [...slots.flatMap(referenceInSlot), ...part.mentions.flatMap(mentionsIn)], slots };
}

/** Every text of every input's `default`; what is shared by an alias counts once, where it is written. */
function slotsOf({ items, text }: Part): Slot[] {
  const isFetched = ({ text: value, range }: TextAt) => text[range.start] === '*' && range.end - range.start !== value.length;
  const texts = items
    .flatMap(inputsOf)
    .flatMap(({ defaults }) => defaults)
    .filter((one) => !isFetched(one));
  const byStart = new Map(texts.map((one) => [one.range.start, one]));
  return [...byStart.values()].map((one) => ({ ...one, dynamic: false }));
}

/** Line by line, since a command of several lines may hold comments of the shell. */
function mentionsIn(scalar: TextAt): FoundReference[] {
  return [...scalar.text.matchAll(/[^\r\n]+/g)].flatMap((line) => {
    const code = line[0].slice(0, commentStart(line[0], 'hash'));
    return uriTokens(code).map((token): FoundReference => {
      const start = scalar.range.start + line.index + token.start;
      const range = { start, end: start + token.text.length };
      return { text: token.text, range, parsed: parseReference(token.text), expectation: 'mention' };
    });
  });
}
