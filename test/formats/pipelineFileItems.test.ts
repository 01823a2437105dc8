/** Everything that an item of a pipeline file holds, and where each text of it stands. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { itemsOf, placed } from '../../server/formats/pipelineFile/file.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { mark, parseMarked } from '../support/markedText.ts';
import { type Found, itemCases, rangeCases } from './pipelineFileItemCases.ts';

describe('every text of an item, where it stands', () => {
  for (const [about, marked, expected] of itemCases) {
    test(about, () => {
      for (const [head, tail] of surroundings) {
        const whole = `${head}${marked}${tail}`;
        const { text } = parseMarked(whole);
        const { file } = parsePipelineFile(text);
        const items = [...itemsOf(file)].filter(({ item }) => item.kind !== 'endpoint' || item.name?.text !== 'around');
        const ranges = items.flatMap(({ start, item }) => textRanges(item).map((range) => placed({ start }, range)));
        assert.equal(mark(text, distinct(ranges)), whole);
        assert.deepEqual(
          items.map(({ item }) => bare(item)),
          [expected],
        );
      }
    });
  }
});

const surroundings: [head: string, tail: string][] = [
  ['', ''],
  ['\ufeff# first\n- endpoint: {name: around}\n', '- endpoint: {name: around}\n# last\n'],
];

describe('whole things, where they stand', () => {
  for (const [about, marked, pick] of rangeCases) {
    test(about, () => {
      const { text } = parseMarked(marked);
      const [at] = itemsOf(parsePipelineFile(text).file);
      assert.equal(mark(text, pick(at!.item)), marked);
    });
  }
});

/** Ranges of all that has a text, at any depth; a domain value has none. */
function textRanges(value: unknown): { start: number; end: number }[] {
  if (Array.isArray(value)) return value.flatMap(textRanges);
  if (typeof value !== 'object' || value === null) return [];
  const { range, ...rest } = value as { text?: string; range?: { start: number; end: number } };
  const below = Object.entries(rest).flatMap(([key, part]) => (key === 'step' && isDomainValue(part) ? [] : textRanges(part)));
  return range && rest.text !== undefined ? [range, ...below] : below;
}

/** The item with texts in place of texts with ranges, and without what it does not have. */
function bare(value: unknown): Found {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value as Found;
  const { text, range: _, ...rest } = value as { text?: string; range?: unknown };
  if (text !== undefined && !('node' in rest)) return text;
  const kept = Object.entries(rest).filter(([key, part]) => !isNothing(part) && !(key === 'step' && isDomainValue(part)));
  return Object.fromEntries(kept.map(([key, part]) => [key, bare(part)]));
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function isDomainValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'command' in value;
}

/** What is a socket and its only piece at once is marked once. */
function distinct(ranges: { start: number; end: number }[]) {
  return [...new Map(ranges.map((range) => [`${range.start} ${range.end}`, range])).values()];
}
