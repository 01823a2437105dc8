/** What is offered for which problem, and what becomes of an error that nobody foresaw. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentSelector } from '../../client/documentSelector.ts';
import { lineageHtml } from '../../client/lineageHtml.ts';
import { ProblemError, problemOf, remediesOf, wordsOf } from '../../client/problem.ts';
import { readSetting } from '../../client/settings.ts';
import { kindOf } from '../../server/language/document.ts';

test('the longest beginning of a code decides', () => {
  const rows: [code: string, remedies: string[]][] = [
    ['registry.locked', ['retry']],
    ['registry.corrupt', ['registry settings', 'log']],
    ['server.unavailable', ['restart', 'log']],
    ['s3.expired', ['retry', 's3 settings']],
    ['internal', ['log']],
    ['registrylike', []],
    ['adopt.empty', []],
  ];
  for (const [code, remedies] of rows) assert.deepEqual(remediesOf(code), remedies, code);
});

test('any error has words', () => {
  const problem = { code: 'disk.full', message: 'The disk is full.', hint: 'Free some space.' };
  assert.equal(problemOf(new ProblemError(problem)), problem);
  assert.equal(wordsOf(problem), 'The disk is full. Free some space.');
  assert.equal(problemOf(new TypeError('x is not a function')).code, 'internal');
  assert.equal(problemOf(Object.assign(new Error('Canceled'), { name: 'Canceled' })).code, 'cancelled');
  assert.equal(wordsOf(problemOf('plain')), 'plain This is a defect in Datapin: please report it with the log.');
});

test('a setting of the wrong type is as if it were not set', () => {
  const of = (value: unknown) => ({ get: <T>() => value as T });
  assert.equal(readSetting(of('/data/registry'), 'datapin.home'), '/data/registry');
  assert.equal(readSetting(of(7), 'datapin.home'), '');
  assert.deepEqual(readSetting(of('dataset'), 'datapin.python.referenceFunctions'), ['dataset', 'datapin.dataset', 'datapin.model']);
  assert.equal(readSetting(of(undefined), 'datapin.s3.pathStyle'), null);
  assert.equal(readSetting(of(true), 'datapin.s3.pathStyle'), true);
});

test('the page may do nothing but run its own script', () => {
  const html = lineageHtml({
    cspSource: 'https://page.test',
    script: 'https://page.test/lineage.js',
    style: 'https://page.test/lineage.css',
    nonce: 'abc',
  });
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
  assert.equal(
    policy,
    "default-src 'none'; script-src 'nonce-abc'; style-src https://page.test; img-src https://page.test; font-src https://page.test",
  );
  const scripts = [...html.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes);
  assert.deepEqual(scripts, [' nonce="abc" src="https://page.test/lineage.js"']);
});

test('every document that is sent to the server is one that it reads', () => {
  for (const { language, scheme } of documentSelector) {
    assert.ok(kindOf({ uri: `${scheme}:///a.txt`, languageId: language }), `${language} is read`);
  }
  assert.equal(kindOf({ uri: 'file:///a.md', languageId: 'markdown' }), undefined);
});
