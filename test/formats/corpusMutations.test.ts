/** Samples with one thing changed: our shape says that something is wrong exactly where the schema of the format does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Json } from '../../server/core/execution.ts';
import { parseYaml } from '../../server/formats/pipelineFile/dialect.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import type { PipelineCode } from '../../server/formats/pipelineFile/types.ts';
import { type Random, seeded } from '../support/random.ts';

const folder = new URL('../fixtures/pipeline-files/', import.meta.url);
const shapeCodes: readonly PipelineCode[] = [
  'wrong-type',
  'missing-key',
  'unknown-key',
  'invalid-value',
  'conflicting-keys',
  'malformed-edge',
];
const rounds = 60;

/** What the schema lets through and whoever reads the file does not, or not as it was meant. */
const stricter: readonly [about: string, RegExp][] = [
  ['an edge of one, which is no edge', /^An edge is a list of two, .* this has [01]\.$/],
  ['an end of an edge without its three parts', /must be written node\.type\.key/],
  ['a parameter of a pipeline without a name', /^This pipeline parameter needs the key "name"\.$/],
  ['a parameter of a pipeline with two kinds of target', /can have "target" or "targets", not both/],
  ['a task type that is none', /cannot be the "type": it is grid_search/],
  ['an answer to failures that is none', /cannot be the "on-child-error"/],
  ['a flag of several values', /^A flag takes one value/],
];

const validate = schema();
const used = new Set<string>();

describe('samples with one thing changed', () => {
  for (const [file, value] of samples()) {
    test(file, () => {
      agree(value, `${file} as it is`);
      const random = seeded(hashOf(file));
      for (let round = 0; round < rounds; round++) {
        const changed = structuredClone(value);
        agree(changed, `${file}, round ${round}: ${mutate(changed, random)}`);
      }
    });
  }
});

test('every way to be stricter was met', () => {
  const missed = stricter.filter(([about]) => !used.has(about)).map(([about]) => about);
  assert.deepEqual(missed, []);
});

function agree(value: Json, about: string): void {
  const text = JSON.stringify(value); // which is YAML, too
  const found = parsePipelineFile(text).problems.filter(({ code }) => shapeCodes.includes(code));
  const own = found.filter(({ message }) => !isStricter(message));
  const isValid = validate(value);
  const details = `${about}\n${JSON.stringify(validate.errors?.slice(0, 2))}\n${found.map(({ message }) => message).join('\n')}\n${text}`;
  assert.ok(isValid ? own.length === 0 : found.length > 0, details);
}

function isStricter(message: string): boolean {
  const row = stricter.find(([, pattern]) => pattern.test(message));
  if (row) used.add(row[0]);
  return row !== undefined;
}

/** Changes one thing somewhere below the value, and says which. */
function mutate(value: Json, random: Random): string {
  const places = placesIn(value);
  const { parent, key, path } = random.pick(places);
  const target = parent as Record<string, Json>;
  const kind = random.pick(['drop', 'rename', 'replace', 'misspell', 'add', 'swap'] as const);
  const old = target[key]!;
  switch (kind) {
    case 'drop':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete target[key];
      break;
    case 'rename':
      if (Array.isArray(parent)) target[key] = [old];
      else {
        delete target[key];
        target[`${key}x`] = old;
      }
      break;
    case 'replace':
      target[key] = random.pick<Json>([null, true, 7, 1.5, 'text', [], {}, ['a', 1], { a: 1 }, '']);
      break;
    case 'misspell':
      target[key] = typeof old === 'string' ? random.pick([`${old}x`, old.toUpperCase(), old.slice(1), `${old} `.repeat(20)]) : [old, old];
      break;
    case 'add':
      if (Array.isArray(parent)) parent.push(random.pick<Json>([old, 'text', 3, null]));
      else target[random.pick(wellKnownKeys)] = random.pick<Json>(['text', 2, true, [], {}, [{ name: 'n' }]]);
      break;
    case 'swap':
      target[key] = random.pick(places).value;
      break;
  }
  return `${kind} ${path}`;
}

const wellKnownKeys = [
  'name',
  'type',
  'step',
  'task',
  'wsgi',
  'target',
  'targets',
  'multiple',
  'on-child-error',
  'download',
  'port',
  'on-error',
];

interface Place {
  parent: Json;
  key: string;
  value: Json;
  path: string;
}

function placesIn(value: Json, path = ''): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    { parent: value, key, value: structuredClone(inner) as Json, path: `${path}/${key}` },
    ...placesIn(inner as Json, `${path}/${key}`),
  ]);
}

/** With the kinds of item that the schema has and does not use, less what is only a warning here. */
function schema(): ValidateFunction {
  const root = JSON.parse(readFileSync(new URL('expected/valohai-yaml.schema.json', folder), 'utf8'));
  root.items.properties.deployment = { $ref: '/schemas/deployment' };
  root.items.properties.blueprint = { $ref: '/schemas/pipeline' };
  delete root.$defs['https://valohai.com/schemas/deployment'].properties.defaults.required;
  return new Ajv2020({ strict: false, allErrors: true, logger: false }).compile(root);
}

/** Samples as values: whatever YAML made of them, written out again. */
function samples(): [file: string, value: Json][] {
  const answers = JSON.parse(readFileSync(new URL('expected/lint.json', folder), 'utf8')) as Record<string, unknown>;
  return Object.keys(answers).flatMap((file) => {
    const value = valueOfFile(file);
    return Array.isArray(value) && value.length > 0 ? [[file, value] as [string, Json]] : [];
  });
}

/** Nothing for what is no YAML. */
function valueOfFile(file: string): Json | undefined {
  const document = parseYaml(readFileSync(new URL(file, folder), 'utf8').replace(/^\ufeff/, ''));
  return document.errors.length > 0 ? undefined : (document.toJS() as Json);
}

function hashOf(text: string): number {
  return [...text].reduce((hash, char) => (Math.imul(hash, 31) + char.codePointAt(0)!) | 0, 7);
}
