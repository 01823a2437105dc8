/**
 * Reads a pipeline file (`valohai.yaml`, `datapin.yaml`). Never throws: broken text gives fewer items and a problem for each fault.
 * Handed its earlier result, it reads only the parts whose text changed, or that of a part whose anchors they use.
 */
import { type Anchor, keptAnchors, type Scope } from './anchors.ts';
import { placedProblem } from './file.ts';
import { lintFile } from './lint/file.ts';
import { PartMemory } from './memory.ts';
import { type Reading, readPart } from './part.ts';
import { earlierReadings } from './reuse.ts';
import { partStarts } from './split.ts';
import type { Item, ItemKind, ParsedPipelineFile, PipelineFile, PlacedItem, PlacedPart } from './types.ts';

export function parsePipelineFile(text: string, previous?: ParsedPipelineFile): ParsedPipelineFile {
  const starts = partStarts(text);
  const readings = readParts(text, starts, previous?.memory.readings ?? []);
  const file = fileOf(readings.map(({ part }, i) => ({ start: starts[i]!, part })));
  const problems = file.parts.flatMap((at) => at.part.problems.map((problem) => placedProblem(at, problem)));
  return { file, problems: [...problems, ...lintFile(file)], memory: new PartMemory(readings) };
}

function readParts(text: string, starts: readonly number[], before: readonly Reading[]): Reading[] {
  const earlier = earlierReadings(text, starts, before);
  const scope = new Map<string, Anchor>();
  return starts.map((start, i) => {
    const known = earlier(i);
    const reading = known && isFresh(known, scope) ? known : readAgain(text.slice(start, starts[i + 1]), scope, known ?? before[i]);
    for (const [name, anchor] of reading.anchors) scope.set(name, anchor);
    return reading;
  });
}

function isFresh({ uses }: Reading, scope: Scope): boolean {
  for (const [name, anchor] of uses) if (scope.get(name) !== anchor) return false;
  return true;
}

function readAgain(text: string, scope: Scope, before: Reading | undefined): Reading {
  const reading = readPart(ownCopy(text), scope);
  return before ? { ...reading, anchors: keptAnchors(reading.anchors, before.anchors) } : reading;
}

/** A slice of a string keeps all of it alive, which a part must not do with each text that its file ever had. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}

function fileOf(parts: readonly PlacedPart[]): PipelineFile {
  const named = { step: new Map(), task: new Map(), endpoint: new Map(), pipeline: new Map(), deployment: new Map() } satisfies Record<
    ItemKind,
    Map<string, PlacedItem>
  >;
  for (const { start, part } of parts) {
    for (const item of part.items) if (item.name) (named[item.kind] as Map<string, PlacedItem<Item>>).set(item.name.text, { start, item });
  }
  const { step: steps, task: tasks, endpoint: endpoints, pipeline: pipelines, deployment: deployments } = named;
  return { parts, steps, pipelines, tasks, endpoints, deployments };
}
