/** Every name of real pipeline files: each can be followed to where it is defined, and renamed without a new mistake in the file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { itemsOf } from '../../server/formats/pipelineFile/file.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { namesIn } from '../../server/language/names/names.ts';
import { definitionsOf } from '../../server/language/names/subjects.ts';
import { rename } from '../../server/language/rename/rename.ts';
import { openProject } from '../support/languageProject.ts';
import { pipelineSamples } from '../support/pipelineSamples.ts';

const file = 'valohai.yaml';
const ownKinds = new Set([
  'step',
  'input',
  'output',
  'parameter',
  'pipeline',
  'pipeline-parameter',
  'node',
  'task',
  'endpoint',
  'deployment',
]);

test('a name is written where it is said to be, and its definition is found', () => {
  let seen = 0;
  for (const [name, text] of pipelineSamples()) {
    const project = openProject({ [file]: text });
    for (const { name: written, span, isDefinition, subject, whole, kind } of namesIn(project.named(file), project.context)) {
      if (!ownKinds.has(kind)) continue;
      seen++;
      assert.equal(text.slice(span.start, span.end), written, name);
      if (!isDefinition) continue;
      assert.ok(whole!.start <= span.start && span.end <= whole!.end, `${name}: ${written}`);
      const home = definitionsOf(subject, project).map(({ occurrence }) => occurrence.span.start);
      assert.ok(home.includes(span.start) || isRepeated(text), `${name}: ${subject}`);
    }
  }
  assert.ok(seen > 500, `${seen} names`);
});

test('after a rename the file has no mistake that it had not', () => {
  let done = 0;
  for (const [name, text] of pipelineSamples()) {
    const project = openProject({ [file]: text });
    const source = project.named(file);
    const before = codesOf(text);
    for (const { span, isDefinition, kind, name: old } of namesIn(source, project.context)) {
      // no edge can speak of a node with a dot in its name, whatever it tries
      if (!isDefinition || !ownKinds.has(kind) || (kind === 'node' && old.includes('.'))) continue;
      const answer = rename(source, span.start, { ...project.context, newName: 'fresh-name' });
      assert.ok(answer, name);
      if ('refused' in answer) continue;
      const [edits] = Object.values(answer.edit.changes!);
      const after = TextDocument.applyEdits(TextDocument.create('', '', 1, text), edits!);
      assert.deepEqual(more(codesOf(after), before), [], `${name}: ${kind} "${old}"\n${after}`);
      done++;
    }
  }
  assert.ok(done > 300, `${done} renames`);
});

function codesOf(text: string): string[] {
  return parsePipelineFile(text).problems.map(({ code }) => code);
}

/** What is in the first list beyond the second. */
function more(codes: readonly string[], known: readonly string[]): string[] {
  const rest = [...known];
  return codes.filter((code) => {
    const at = rest.indexOf(code);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

/** Of two items with one name the last counts. */
function isRepeated(text: string): boolean {
  const names = [...itemsOf(parsePipelineFile(text).file)].map(({ item }) => `${item.kind} ${item.name?.text}`);
  return new Set(names).size < names.length;
}
