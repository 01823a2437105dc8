/** References of a pipeline file: defaults of inputs, of steps and of overrides, in either spelling; URIs in every other string. */
import { parseReference } from '../core/ref.ts';
import type { PipelineFile, TextAt } from '../formats/pipelineFile/types.ts';
import { type FoundReference, referenceInSlot, type Slot, uriTokens } from './references.ts';

export function findPipelineReferences(file: PipelineFile): { references: FoundReference[]; slots: Slot[] } {
  const slots = pipelineSlots(file);
  const starts = new Set(slots.map(({ range }) => range.start));
  const mentions = file.mentions
    // a default was read as a slot already; its scalar begins there, or at the quote before it
    .filter(({ range }) => !starts.has(range.start) && !starts.has(range.start + 1))
    .flatMap(mentionsIn)
    .filter(({ range }) => !starts.has(range.start));
  return { references: [...slots.flatMap(referenceInSlot), ...mentions], slots };
}

/** Every text of every input's `default`; what several steps share by an alias counts once. */
function pipelineSlots(file: PipelineFile): Slot[] {
  const nodes = file.pipelines.flatMap((pipeline) => pipeline.nodes);
  const texts = [...file.steps, ...nodes].flatMap(({ inputs }) => inputs.flatMap((input) => input.defaults));
  const byStart = new Map(texts.map((text) => [text.range.start, text]));
  return [...byStart.values()].map((text) => ({ ...text, dynamic: false }));
}

/** Line by line, since a command of several lines may hold comments of the shell. */
function mentionsIn(scalar: TextAt): FoundReference[] {
  return [...scalar.text.matchAll(/[^\n]+/g)].flatMap((line) => {
    if (line.index > 0 && /^\s*#/.test(line[0])) return [];
    return uriTokens(line[0]).map((token): FoundReference => {
      const start = scalar.range.start + line.index + token.start;
      const range = { start, end: start + token.text.length };
      return { text: token.text, range, parsed: parseReference(token.text), expectation: 'mention' };
    });
  });
}
