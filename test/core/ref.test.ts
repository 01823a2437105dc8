/** Runs the language-neutral vectors of the reference grammar. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatReference, formatUri, isReferenceUri, parseExecutionReference, parseReference, type Span } from '../../server/core/ref.ts';

type Pair = [number, number];

interface ReferenceVector {
  about: string;
  text: string;
  ref?: {
    kind: string | null;
    spelling: string;
    name: string;
    version: string | null;
    digest: string | null;
    spans: { name: Pair; version: Pair | null; digest: Pair | null };
  };
  problem?: { code: string; span: Pair };
}

interface Vectors {
  references: ReferenceVector[];
  executions: { text: string; execution: { project: string; number: number | 'latest' } | null }[];
}

const file = join(import.meta.dirname, '..', 'vectors', 'references.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

for (const vector of vectors.references) {
  test(`reference: ${vector.about}`, () => assert.deepEqual(asVector(vector.text), { ref: vector.ref, problem: vector.problem }));
}

test('vectors: there are many, each text once, and their ranges lie in the text', () => {
  const texts = vectors.references.map(({ text }) => text);
  assert.equal(new Set(texts).size, texts.length);
  assert.ok(texts.length >= 60);
  for (const { text, ref, problem } of vectors.references) {
    for (const range of [ref?.spans.name, ref?.spans.version, ref?.spans.digest, problem?.span]) {
      if (range) assert.ok(range[0] <= range[1] && range[1] <= text.length, text);
    }
  }
});

test('every reference survives being written again', () => {
  for (const { text } of vectors.references) {
    const { ref } = parseReference(text);
    if (!ref) continue;
    const again = parseReference(formatReference(ref)).ref;
    assert.deepEqual([again?.name, again?.version, again?.digest], [ref.name, ref.version, ref.digest], text);
    if (ref.version === undefined || ref.digest !== undefined || ref.spelling === 'short') continue;
    assert.equal(formatUri({ ...ref, version: ref.version }), text);
    assert.ok(isReferenceUri(text));
  }
});

for (const { text, execution } of vectors.executions) {
  test(`execution: ${text}`, () => assert.deepEqual(parseExecutionReference(text) ?? null, execution));
}

function asVector(text: string): Pick<ReferenceVector, 'ref' | 'problem'> {
  const { ref, problem } = parseReference(text);
  if (problem) return { ref: undefined, problem: { code: problem.code, span: pair(problem.span) } };
  const { kind = null, spelling, name, version = null, digest = null, spans } = ref;
  return {
    ref: {
      kind,
      spelling,
      name,
      version,
      digest,
      spans: {
        name: pair(spans.name),
        version: spans.version ? pair(spans.version) : null,
        digest: spans.digest ? pair(spans.digest) : null,
      },
    },
    problem: undefined,
  };
}

function pair({ start, end }: Span): Pair {
  return [start, end];
}
