/** A log handed out in parts: nothing twice, nothing left out, from any offset, and bounded in memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogLine } from '../../server/core/engine.ts';
import { createLogReaders, type LogReaders } from '../../server/lsp/logReader.ts';
import { until } from '../support/poll.ts';

async function* lines(texts: Iterable<string>): AsyncGenerator<LogLine> {
  for (const text of texts) yield { time: '2026-01-01T00:00:00Z', stream: 'stdout', text };
}

async function readAll(readers: LogReaders, offset = 0): Promise<{ text: string; parts: number }> {
  let text = '';
  for (let parts = 1; ; parts++) {
    const part = await readers.read('p:1', offset);
    assert.equal(part.offset, offset + part.text.length);
    text += part.text;
    offset = part.offset;
    if (part.ended) return { text, parts };
  }
}

test('a short log is one part', async () => {
  const readers = createLogReaders(() => lines(['one', 'two']));
  assert.deepEqual(await readers.read('p:1', 0), { text: 'one\ntwo\n', offset: 8, ended: true });
  assert.deepEqual(await readers.read('p:1', 8), { text: '', offset: 8, ended: true });
  assert.deepEqual(await readers.read('p:1', 4), { text: 'two\n', offset: 8, ended: true });
  assert.deepEqual(await readers.read('p:1', 100), { text: '', offset: 8, ended: true });
});

test('a long log comes in parts, and is read no faster than it is asked for', async () => {
  let read = 0;
  const line = 'x'.repeat(999);
  function* many() {
    for (; read < 3000; read++) yield line;
  }
  const readers = createLogReaders(() => lines(many()));
  const first = await readers.read('p:1', 0);
  assert.ok(first.text.length <= 500_000 && read < 1500, `${read} lines were read for one part`);
  const { text, parts } = await readAll(readers, first.offset);
  assert.equal(first.text + text, `${line}\n`.repeat(3000));
  assert.ok(parts >= 4);
});

test('a log that goes on is not ended, and is followed once', async () => {
  let follows = 0;
  let release: (() => void) | undefined;
  const readers = createLogReaders(async function* () {
    follows++;
    yield* lines(['first']);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    yield* lines(['last']);
  });
  assert.deepEqual(await readers.read('p:1', 0), { text: 'first\n', offset: 6, ended: false });
  assert.deepEqual(await readers.read('p:1', 6), { text: '', offset: 6, ended: false });
  release?.();
  const { text } = await readAll(readers, 6);
  assert.deepEqual([text, follows], ['last\n', 1]);
});

test('a failure is told, and the next read tries again', async () => {
  let fails = true;
  const readers = createLogReaders(() => {
    if (fails) throw new Error('no such job');
    return lines(['there']);
  });
  await assert.rejects(readers.read('p:1', 0), /no such job/);
  fails = false;
  assert.equal((await readers.read('p:1', 0)).text, 'there\n');
});

test('closing ends what is followed', async () => {
  let aborted = false;
  const readers = createLogReaders(async function* (_, signal) {
    yield* lines(['first']);
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    aborted = true;
  });
  await readers.read('p:1', 0);
  readers.close();
  await until(() => aborted, { what: 'the end of the following' });
});
