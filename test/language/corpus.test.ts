/** Real pipeline files and Python, whole and damaged: every feature answers, whatever the text. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { complete } from '../../server/language/completion.ts';
import { definition } from '../../server/language/definition.ts';
import { diagnose } from '../../server/language/diagnostics.ts';
import { analyse, type DocumentCache, newDocumentCache } from '../../server/language/document.ts';
import { hover } from '../../server/language/hover.ts';
import { manifestUri } from '../../server/protocol/manifestUri.ts';
import { now, sampleCatalog } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { type Random, seeded } from '../support/random.ts';

const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'pipeline-files');
const skip = existsSync(corpus) ? false : 'the corpus is not here';
const files = skip ? [] : globSync('**/*.{yaml,py}', { cwd: corpus }).sort();

interface Expected {
  parse: string;
  steps?: string[];
  pipelines?: Record<string, unknown>;
}

test('every file of the corpus is read', { skip }, () => {
  assert.ok(files.length > 100);
  for (const file of files) exercise(file, readFileSync(join(corpus, file), 'utf8'), newDocumentCache());
});

test('steps and pipelines are those that upstream finds', { skip }, () => {
  const lint = JSON.parse(readFileSync(join(corpus, 'expected', 'lint.json'), 'utf8')) as Record<string, Expected>;
  const readable = Object.entries(lint).filter(([, { parse }]) => parse === 'ok');
  assert.ok(readable.length > 90);
  for (const [file, expected] of readable) {
    const parsed = parsePipelineFile(readFileSync(join(corpus, file), 'utf8'));
    assert.deepEqual(
      parsed.problems.filter(({ code }) => code === 'yaml-syntax'),
      [],
      file,
    );
    assert.deepEqual(unique(parsed.file.steps.map(({ step }) => step.name)), expected.steps?.toSorted() ?? [], file);
    assert.deepEqual(unique(parsed.file.pipelines.map(({ name }) => name?.text ?? '')), Object.keys(expected.pipelines ?? {}).sort(), file);
  }
});

test('2,000 damaged texts are read, and reading after an edit gives what a new reading gives', { timeout: 120_000 }, () => {
  const random = seeded(20_261_122);
  const texts = [...samples, ...files.map((file): [string, string] => [file, readFileSync(join(corpus, file), 'utf8')])].filter(
    ([, text]) => text.length < 20_000,
  );
  for (let round = 0; round < 500; round++) {
    const [file, original] = random.pick(texts);
    const cache = newDocumentCache();
    let text = original;
    for (let edit = 0; edit < 4; edit++) {
      text = mutated(text, random);
      const offset = random.below(text.length + 1);
      try {
        assert.deepEqual(exercise(file, text, cache, offset), exercise(file, text, newDocumentCache(), offset));
      } catch (cause) {
        throw new Error(`round ${round}, edit ${edit}, ${file}, offset ${offset}:\n${text}`, { cause });
      }
    }
  }
});

const samples: [file: string, text: string][] = [
  ['valohai.yaml', withInputs('- name: a\n  default: [digits:v1, "dataset://digits/v2"]\n- {name: b, default: digits:latest}')],
  [
    'valohai.yaml',
    '- step: &a {name: a, image: b, command: c}\n- step:\n    <<: *a\n    name: d\n    command: |\n      run dataset://digits/v1\n',
  ],
  [
    'a.py',
    'import valohai as v\ninputs: dict = {"a": f"x{y}", "b": ["digits:v1"]}\nv.prepare(step="a", default_inputs=inputs)\n"""doc"""\nx = dataset(r"digits:v9") + \'\'\'dataset://digits/v1\'\'\'\n',
  ],
];

/** Asks everything at one place, and answers it all. */
function exercise(file: string, text: string, cache: DocumentCache, offset = Math.floor(text.length / 2)): unknown[] {
  const isPython = file.endsWith('.py');
  const uri = `file:///project/${isPython ? basename(file) : 'valohai.yaml'}`;
  const document = TextDocument.create(uri, isPython ? 'python' : 'yaml', 1, text);
  const analysis = analyse(document, cache);
  const place = { offset, catalog: sampleCatalog, now, manifestUri };
  for (const { range } of analysis.references) assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length);
  return [
    analysis,
    diagnose(document, analysis, sampleCatalog),
    complete(document, analysis, place),
    hover(document, analysis, place),
    definition(document, analysis, place),
  ];
}

function mutated(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const size = random.below(random.pick([2, 10, 80]));
  const piece = random.pick(pieces);
  return random.pick([
    () => text.slice(0, at) + piece + text.slice(at),
    () => text.slice(0, at) + text.slice(at + size),
    () => text.slice(0, at) + text.slice(at, at + size) + text.slice(at),
    () => text.slice(0, at) + piece + text.slice(at + size),
    () => text.slice(0, at),
    () => text.replaceAll('\n', random.pick(['\r\n', '\n\n', '\n'])),
  ])();
}

const pieces = [
  '\n',
  '\n- ',
  '\n    ',
  ' ',
  '\t',
  ':',
  ': ',
  '- ',
  '"',
  "'",
  '"""',
  '`',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  '#',
  ' # ',
  '&a ',
  '*a',
  '<<: *a',
  '!x ',
  '!!str ',
  '|',
  '>-',
  '%',
  '@',
  '\\',
  '\\x',
  '\0',
  '\ufeff',
  '😀',
  '\ud800',
  'ü',
  '\u2028',
  '---\n',
  '\n...\n',
  '<<<<<<< HEAD\n',
  'default: ',
  'default: digits:',
  'inputs:\n',
  'dataset://',
  'dataset://digits/v1',
  'digits:v9',
  'f"{',
  '{x}',
  'valohai.prepare(default_inputs={"a": "digits:',
  'dataset("',
];

function unique(names: string[]): string[] {
  return [...new Set(names)].sort();
}
