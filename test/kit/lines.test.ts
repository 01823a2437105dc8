import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asDatapinError } from '../../server/core/errors.ts';
import { lines } from '../../server/kit/rows/lines.ts';
import { collected, inPieces, pieceSizes } from '../support/pieces.ts';
import { seeded } from '../support/random.ts';

/** `number@offset text` of each line; a problem as `at: message`. */
async function told(bytes: string | Uint8Array, size: number, limit?: number): Promise<string[]> {
  const found = await collected(lines(inPieces(bytes, size), { name: 'x', limit }));
  return found.map((line) => ('problem' in line ? `${line.at}: ${line.problem.message}` : `${line.number}@${line.offset} ${line.text}`));
}

const texts: [title: string, bytes: string | Uint8Array, lines: string[]][] = [
  ['nothing', '', []],
  ['one line', 'a\n', ['1@0 a']],
  ['no newline at the end', 'a\nb', ['1@0 a', '2@2 b']],
  ['only a newline', '\n', ['1@0 ']],
  ['blank lines', '\n\na\n\n', ['1@0 ', '2@1 ', '3@2 a', '4@4 ']],
  ['CRLF', 'a\r\nb\r\n', ['1@0 a', '2@3 b']],
  ['CRLF without the last LF', 'a\r\nb\r', ['1@0 a', '2@3 b']],
  ['both kinds', 'a\nb\r\n\r\nc', ['1@0 a', '2@2 b', '3@5 ', '4@7 c']],
  ['a CR inside of a line', 'a\rb\n', ['1@0 a\rb']],
  ['letters of several bytes', 'ü\n数字\n😀\n', ['1@0 ü', '2@3 数字', '3@10 😀']],
  ['a mark of UTF-8', '\ufeffa\nb\n', ['1@3 a', '2@5 b']],
  ['a mark of UTF-8 and nothing else', '\ufeff', ['1@3 ']],
  ['a mark that is not the first', 'a\n\ufeffb\n', ['1@0 a', '2@2 \ufeffb']],
  ['a NUL', 'a\0b\n', ['1@0 a\0b']],
  ['other separators of Unicode', 'a\u2028b\u0085c\n', ['1@0 a\u2028b\u0085c']],
  ['half a letter', Buffer.from([0x61, 0xc3, 0x0a, 0x62, 0x0a]), ['x:1: Line 1 is no UTF-8.', '2@3 b']],
  ['Latin-1', Buffer.from('a\nf\u00fcr\nb', 'latin1'), ['1@0 a', 'x:2: Line 2 is no UTF-8.', '3@6 b']],
];

describe('lines', () => {
  for (const [title, bytes, expected] of texts) {
    test(title, async () => {
      for (const size of pieceSizes) assert.deepEqual(await told(bytes, size), expected, `pieces of ${size}`);
    });
  }

  test('any text is what its lines make', async () => {
    const random = seeded(7);
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: random.below(40) }, () => random.pick(['a', 'ü', '😀', '\n', '\r\n', ' '])).join('');
      const found = await collected(lines(inPieces(text, 1 + random.below(5)), { name: 'x' }));
      const expected = text.split(/\r?\n/);
      if (expected.at(-1) === '') expected.pop();
      assert.deepEqual(
        found.map((line) => 'text' in line && line.text),
        expected,
      );
    }
  });

  for (const [text, limit, expected] of [
    ['12345\n', 5, ['1@0 12345']],
    ['12345\r\n', 5, ['1@0 12345']],
    ['123456\n12\n', 5, ['x:1: Line 1 is longer than 5 bytes.', '2@7 12']],
    ['12345678\n12\n', 5, ['x:1: Line 1 is longer than 5 bytes.', '2@9 12']],
    ['1\n12345678901234567890', 5, ['1@0 1', 'x:2: Line 2 is longer than 5 bytes.']],
    ['üü\nüüü\n', 5, ['1@0 üü', 'x:2: Line 2 is longer than 5 bytes.']],
  ] as const) {
    test(`a limit of ${limit} bytes for ${JSON.stringify(text)}`, async () => {
      for (const size of pieceSizes) assert.deepEqual(await told(text, size, limit), expected, `pieces of ${size}`);
    });
  }

  for (const mark of [
    [0xff, 0xfe],
    [0xfe, 0xff],
  ]) {
    test(`refuses UTF-16 (${mark})`, async () => {
      const bytes = Buffer.concat([Buffer.from(mark), Buffer.from('a\nb\n', 'utf16le')]);
      await assert.rejects(told(bytes, 1), { code: 'source.malformed', message: 'x is written in UTF-16.' });
    });
  }

  test('asks for no more than is taken, and lets go of the stream', async () => {
    let asked = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          asked += 1;
          yield Buffer.from('a line\n');
        }
      } finally {
        closed = true;
      }
    }
    let taken = 0;
    for await (const _ of lines(endless(), { name: 'x' })) if (++taken === 3) break;
    assert.equal(asked, 3);
    assert.ok(closed);
  });

  test('leaves when it is told to', async () => {
    const leave = new AbortController();
    const read = async () => {
      for await (const _ of lines(inPieces('a\nb\nc\n', 1), { name: 'x', signal: leave.signal })) leave.abort();
    };
    assert.equal(
      await read().then(
        () => 'read',
        (error) => asDatapinError(error).code,
      ),
      'cancelled',
    );
  });
});
