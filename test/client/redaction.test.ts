/** Keys never reach what is written down: the channel that the language client traces to, with a canary. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { redactedChannel } from '../../client/redactedChannel.ts';
import { createRedaction, hidden } from '../../client/redaction.ts';

const canary = 'canary/"key"+1';

/** How the canary may be written into a log. */
const spellings: [how: string, text: string][] = [
  ['plain', `Bearer ${canary}!`],
  ['in JSON', JSON.stringify({ secrets: { KEY: canary } }, null, 4)],
  ['in a query', `https://host/?key=${encodeURIComponent(canary)}&b=1`],
  ['in base64', `Basic ${Buffer.from(canary).toString('base64')}`],
  ['twice', `${canary} ${canary}`],
];

for (const [how, text] of spellings) {
  test(`a key is hidden ${how}`, () => {
    const redaction = createRedaction();
    assert.equal(redaction.apply(text), text, 'nothing is known yet');
    redaction.hide(canary);
    const clean = redaction.apply(text);
    assert.ok(clean.includes(hidden));
    assert.deepEqual(
      ['canary', Buffer.from(canary).toString('base64')].filter((part) => clean.includes(part)),
      [],
    );
  });
}

test('a key that begins as another one leaves nothing of itself', () => {
  const redaction = createRedaction();
  redaction.hide('abcd');
  redaction.hide('abcdefgh');
  assert.equal(redaction.apply('abcdefgh abcd'), `${hidden} ${hidden}`);
});

test('what is too short for a key hides no words', () => {
  const redaction = createRedaction();
  redaction.hide('a');
  redaction.hide('');
  assert.equal(redaction.apply('a banana'), 'a banana');
});

/** A channel that keeps what it is told. */
function channel(): { channel: vscode.LogOutputChannel; told: string[] } {
  const told: string[] = [];
  const keep = (...parts: unknown[]) => void told.push(parts.map(String).join(' '));
  const methods = { trace: keep, debug: keep, info: keep, warn: keep, error: keep, append: keep, appendLine: keep, replace: keep };
  return {
    told,
    channel: { name: 'Datapin', logLevel: 1, onDidChangeLogLevel: () => undefined, ...methods } as unknown as vscode.LogOutputChannel,
  };
}

test('every way to write into the channel is clean, errors and further arguments among them', () => {
  const redaction = createRedaction();
  redaction.hide(canary);
  const { channel: inner, told } = channel();
  const outer = redactedChannel(inner, redaction);
  outer.trace(`Sending request: ${canary}`);
  outer.debug('with', { key: canary });
  outer.info(canary, canary);
  outer.warn('x', [canary]);
  outer.error(new Error(`refused: ${canary}`));
  outer.append(canary);
  outer.appendLine(canary);
  outer.replace(canary);
  assert.equal(told.length, 8);
  assert.deepEqual(
    told.filter((text) => text.includes('canary')),
    [],
  );
});

test('the rest of the channel is the channel itself', () => {
  const { channel: inner } = channel();
  const outer = redactedChannel(inner, createRedaction());
  assert.deepEqual([outer.name, outer.logLevel], ['Datapin', 1]);
});
