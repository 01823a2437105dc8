/** Real pipeline files and Python, whole: every feature answers, and steps and pipelines are those that upstream finds. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { newDocumentCache } from '../../server/language/document.ts';
import { pipelineSamples, sampleNames } from '../support/pipelineSamples.ts';
import { exercise } from './exercise.ts';

interface Expected {
  parse: string;
  steps?: string[];
  pipelines?: Record<string, unknown>;
}

test('every file of the corpus is read', () => {
  assert.ok(sampleNames.length > 100);
  for (const [name, text] of pipelineSamples()) {
    assert.ok(exercise(name, text, { cache: newDocumentCache(), offset: Math.floor(text.length / 2) }).length > 0, name);
  }
});

test('steps and pipelines are those that upstream finds', () => {
  const texts = new Map(pipelineSamples());
  const lint = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/pipeline-files/expected/lint.json'), 'utf8')) as Record<
    string,
    Expected
  >;
  const readable = Object.entries(lint).filter(([name, { parse }]) => parse === 'ok' && texts.has(name));
  assert.ok(readable.length > 90);
  for (const [name, expected] of readable) {
    const { file, problems } = parsePipelineFile(texts.get(name)!);
    assert.deepEqual(
      problems.filter(({ code }) => code === 'yaml-syntax'),
      [],
      name,
    );
    assert.deepEqual([...file.steps.keys()].sort(), expected.steps?.toSorted() ?? [], name);
    assert.deepEqual([...file.pipelines.keys()].sort(), Object.keys(expected.pipelines ?? {}).sort(), name);
  }
});
