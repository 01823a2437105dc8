/** Real pipeline files: what people wrote at a place is among what is offered there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from 'yaml';
import { choicesAt, keyAt, keysAt, type ShapePath } from '../../server/formats/pipelineFile/shape/lookup.ts';
import { complete } from '../../server/language/completion.ts';
import { hover } from '../../server/language/hover.ts';
import { namesIn } from '../../server/language/names/names.ts';
import { definitionsOf } from '../../server/language/names/subjects.ts';
import { openProject, type SampleProject } from '../support/languageProject.ts';
import { pipelineSamples } from '../support/pipelineSamples.ts';

const file = 'valohai.yaml';

/** Files without a mistake, each as a project. */
function* projects(): Generator<{ name: string; text: string; project: SampleProject }> {
  for (const [name, text] of pipelineSamples()) {
    const project = openProject({ [file]: text });
    const { problems } = project.named(file).analysis;
    if (problems.length === 0 && !text.includes('<<:')) yield { name, text, project };
  }
}

function offered(project: SampleProject, offset: number): string[] | undefined {
  return complete(project.named(file), offset, project.context)?.items.map(({ label }) => label);
}

/** A key or a text, and where it belongs. */
interface Written {
  kind: 'key' | 'value';
  text: string;
  start: number;
  path: ShapePath;
  nodeType: string | undefined;
}

function* written(node: unknown, path: ShapePath, nodeType?: string): Generator<Written> {
  if (isSeq(node)) for (const item of node.items) yield* written(item, [...path, []], nodeType);
  if (isMap(node)) {
    const own = path.length === 3 && path[1] === 'nodes' ? (node.get('type') as string | undefined) : nodeType;
    for (const { key, value } of node.items as Pair<Node, Node>[]) {
      if (!isScalar(key) || !key.range) continue;
      const below = [...path, String(key.value)];
      yield { kind: 'key', text: String(key.value), start: startOf(key), path: below, nodeType: own };
      yield* written(value, below, own);
    }
  }
  if (isScalar(node) && node.range && typeof node.value !== 'object') {
    yield { kind: 'value', text: node.source ?? '', start: startOf(node), path, nodeType };
  }
}

/** Behind the quote. */
function startOf({ range, type }: Scalar): number {
  return range![0] + (type?.startsWith('QUOTE') ? 1 : 0);
}

function* everything(text: string): Generator<Written> {
  const { contents } = parseDocument(text, { version: '1.1' });
  if (isSeq(contents)) for (const item of contents.items) yield* written(item, []);
}

test('keys', () => {
  let seen = 0;
  for (const { name, text, project } of projects()) {
    for (const one of everything(text)) {
      if (one.kind !== 'key' || !keyAt(one.path, one.nodeType) || text[one.start - 1] === '"') continue;
      seen++;
      const where = `${name}: ${one.path.join(' ')}`;
      // a top-level key that is there already can only be that one
      if (one.path.length > 1) assert.ok(offered(project, one.start)?.includes(one.text), where);
      assert.match(
        hover(project.named(file), one.start, project.context)?.contents.value ?? '',
        new RegExp(`^\\*\\*${one.text}\\*\\*: `),
        where,
      );
    }
  }
  assert.ok(seen > 1500, `${seen} keys`);
});

test('words', () => {
  let seen = 0;
  for (const { name, text, project } of projects()) {
    for (const one of everything(text)) {
      if (one.kind !== 'value' || !choicesAt(one.path, one.nodeType).some(({ value }) => value === one.text)) continue;
      seen++;
      assert.ok(offered(project, one.start)?.includes(one.text), `${name}: ${one.path.join(' ')} ${one.text}`);
    }
  }
  assert.ok(seen > 200, `${seen} words`);
});

test('a key that is there is not offered beside itself', () => {
  let seen = 0;
  for (const { name, text, project } of projects()) {
    for (const one of everything(text)) {
      const siblings = keysAt(one.path.slice(0, -1), one.nodeType);
      if (one.kind !== 'key' || one.path.length !== 3 || !siblings.has(one.text)) continue;
      seen++;
      const others = [...everything(text)].filter((other) => other.kind === 'key' && isBeside(text, other, one)).map((other) => other.text);
      const labels = offered(project, one.start) ?? [];
      assert.deepEqual(
        others.filter((other) => labels.includes(other)),
        [],
        `${name}: ${one.path.join(' ')}`,
      );
    }
    if (seen > 400) return;
  }
});

test('names', () => {
  let seen = 0;
  for (const { name, text, project } of projects()) {
    for (const { kind, name: label, span, isDefinition, subject } of namesIn(project.named(file), project.context)) {
      if (isDefinition || !/^(?:step|task|node|input|parameter|deployment|endpoint)$/.test(kind)) continue;
      if (definitionsOf(subject, project).length === 0) continue;
      seen++;
      const labels = offered(project, span.start) ?? [];
      // what edges lead to a file of an endpoint is one name of two parts
      assert.ok(
        labels.some((one) => one === label || one.startsWith(`${label}.`)),
        `${name}: ${kind} ${label} at ${text.slice(0, span.start).split('\n').length}: ${labels}`,
      );
    }
  }
  assert.ok(seen > 150, `${seen} names`);
});

/** In the same mapping of a top-level item: between them no other item begins. */
function isBeside(text: string, other: Written, one: Written): boolean {
  if (other === one || other.start === one.start || other.path.length !== one.path.length || other.path[0] !== one.path[0]) return false;
  const [from, to] = [Math.min(other.start, one.start), Math.max(other.start, one.start)];
  return !/^\s*- (?:step|pipeline|task|endpoint|deployment|blueprint):/m.test(text.slice(from, to));
}
