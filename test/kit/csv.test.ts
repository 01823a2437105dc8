import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { checksumOf, checksums } from '../../server/kit/rows/checksums.ts';
import { type CsvOptions, csv } from '../../server/kit/rows/csv.ts';
import { withoutProgram } from '../support/environment.ts';
import { collected, inPieces, pieceSizes } from '../support/pieces.ts';
import { type Random, seeded } from '../support/random.ts';

/** `number {row}` of each row; problems and the error at the end as words. */
async function told(bytes: string | Uint8Array, size: number, options: Partial<CsvOptions> = {}): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const item of csv(inPieces(bytes, size), { name: 'x', ...options })) {
      found.push('problem' in item ? `${item.at}: ${item.problem.message}` : `${item.number} ${JSON.stringify(item.row)}`);
    }
  } catch (error) {
    found.push(`! ${(error as Error).message}`);
  }
  return found;
}

const files: [title: string, text: string | Uint8Array, rows: string[], options?: Partial<CsvOptions>][] = [
  ['commas', 'a,b\n1,2\n3,4\n', ['2 {"a":"1","b":"2"}', '3 {"a":"3","b":"4"}']],
  ['semicolons', 'a;b\n1,5;2\n', ['2 {"a":"1,5","b":"2"}']],
  ['tabs', 'a\tb\n1\t2,3;4\n', ['2 {"a":"1","b":"2,3;4"}']],
  ['separators in quoted names', '"a;b;c",d\n1,2\n', ['2 {"a;b;c":"1","d":"2"}']],
  ['one column', 'url\ns3://b/k\n', ['2 {"url":"s3://b/k"}']],
  ['a mark, CRLF, no newline at the end', '\ufeffa,b\r\n1,2', ['2 {"a":"1","b":"2"}']],
  ['a mark before a quote', '\ufeff"a","b"\n1,2\n', ['2 {"a":"1","b":"2"}']],
  ['line breaks of old Macs', 'a,b\r1,2\r3,4\r', ['! x has the line breaks of an old Mac.']],
  ['mixed line breaks', 'a,b\n1,2\r\n3,4\n', ['2 {"a":"1","b":"2"}', '3 {"a":"3","b":"4"}']],
  ['line breaks in quotes', 'a,b\n"1\n1","2\r\n2"\n3,4\n', ['2 {"a":"1\\n1","b":"2\\n2"}', '5 {"a":"3","b":"4"}']],
  ['quotes in quotes', 'a,b\n"say ""hi""",""\n', ['2 {"a":"say \\"hi\\"","b":""}']],
  ['blank lines', '\na,b\n\n1,2\n\n\n3,4\n\n', ['4 {"a":"1","b":"2"}', '7 {"a":"3","b":"4"}']],
  ['empty cells', 'a,b\n,\n', ['2 {"a":"","b":""}']],
  ['spaces around names', ' a , b\n 1 , 2\n', ['2 {"a":" 1 ","b":" 2"}']],
  ['letters of several bytes', 'größe,数\n😀,ü\n', ['2 {"größe":"😀","数":"ü"}']],
  ['a name that objects have', '__proto__,constructor\n1,2\n', ['2 {"__proto__":"1","constructor":"2"}']],
  ['no names', '1,2\n3,4\n', ['1 {"1":"1","2":"2"}', '2 {"1":"3","2":"4"}'], { header: false }],
  ['a separator that is given', 'a|b\n1|2\n', ['2 {"a":"1","b":"2"}'], { delimiter: '|' }],
  ['a cell too many', 'a,b\n1,2,3\n4,5\n', ['x:2: Row 2 has 3 cells, and there are 2 columns.', '3 {"a":"4","b":"5"}']],
  ['a cell too few', 'a,b\n1\n4,5\n', ['x:2: Row 2 has 1 cell, and there are 2 columns.', '3 {"a":"4","b":"5"}']],
  ['text behind a quote', 'a,b\n"1"x,2\n4,5\n', ['x:2: Row 2 has a double quote where none belongs.', '3 {"a":"4","b":"5"}']],
  ['a quote inside of text', 'a,b\n1,x"y\n4,5\n', ['x:2: Row 2 has a double quote where none belongs.', '3 {"a":"4","b":"5"}']],
  [
    'a quote that is not closed',
    'a,b\n1,2\n"3,4\n5,6\n',
    ['2 {"a":"1","b":"2"}', 'x:3: Row 3 has a double quote that is not closed: what follows was not read.'],
  ],
  ['nothing', '', ['! x is empty.']],
  ['only names', 'a,b\n', []],
  ['the same name twice', 'a,b,a\n1,2,3\n', ['! x has two columns that are called "a".']],
  ['no UTF-8', Buffer.from('a,b\nf\u00fcr,2\n', 'latin1'), ['x:2: Line 2 is no UTF-8.']],
  ['names that are no UTF-8', Buffer.from('f\u00fcr,b\n', 'latin1'), ['! x cannot be read: Line 1 is no UTF-8.']],
  [
    'a quote that goes on for too long',
    `a,b\n1,"${'2\n'.repeat(100)}`,
    ['! x has a row of more than 50 bytes, from line 2.'],
    { limit: 50 },
  ],
  ['a quote that spaces come before', 'a, "b"\n1,2\n', ['! x cannot be read: Row 1 has a double quote where none belongs.']],
  ['a quote that ends the row', 'a,b\n1,"2"\n"3",4\n', ['2 {"a":"1","b":"2"}', '3 {"a":"3","b":"4"}']],
  ['a quote of nothing but line breaks', 'a,b\n"\n\n",2\n', ['2 {"a":"\\n\\n","b":"2"}']],
  ['UTF-16', Buffer.from('\ufeffa,b\n', 'utf16le'), ['! x is written in UTF-16.']],
  ['a row that is too large', `a,b\n1,${'2'.repeat(100)}\n`, ['x:2: Line 2 is longer than 50 bytes.'], { limit: 50 }],
];

describe('tables', () => {
  for (const [title, text, expected, options] of files) {
    test(title, async () => {
      for (const size of pieceSizes) {
        assert.deepEqual(await told(text, size, options), expected, `pieces of ${size}`);
      }
    });
  }

  test('what Python writes is read as it was meant', { skip: withoutProgram('python3') }, async () => {
    const random = seeded(3);
    for (const [dialect, delimiter] of [
      ['excel', ','],
      ['excel-tab', '\t'],
      ['unix', ','],
    ] as const) {
      const rows = Array.from({ length: 40 }, () => Array.from({ length: 3 }, () => cell(random)));
      const script = `import csv,json,sys\nw=csv.writer(sys.stdout,'${dialect}')\nw.writerows([['one','two','three']]+json.load(sys.stdin))`;
      const text = execFileSync('python3', ['-c', script], {
        input: JSON.stringify(rows),
        env: { ...process.env, PYTHONIOENCODING: 'utf8' },
      });
      const found = await collected(csv(inPieces(text, 64), { name: 'x', delimiter }));
      assert.deepEqual(
        found.map((item) => ('cells' in item ? item.cells : item.problem.message)),
        rows,
      );
    }
  });

  test('lets go of the stream when nobody wants more', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('a,b\n');
        for (;;) yield Buffer.from('1,2\n'.repeat(1000));
      } finally {
        closed = true;
      }
    }
    let taken = 0;
    for await (const _ of csv(endless(), { name: 'x' })) if (++taken === 3) break;
    assert.equal(taken, 3);
    assert.ok(closed);
  });

  test('an error of the stream is the error', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(1 << 17, 'a,b\n');
      throw new RangeError('the disk');
    }
    await assert.rejects(collected(csv(broken(), { name: 'x' })), { message: 'the disk' });
  });
});

function cell(random: Random): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(['a', 'ü', ',', ';', '\t', '"', '\n', ' ', '1'])).join('');
}

const hex = 'ab'.repeat(32);
const lines: [line: string, found: string | [sha256: string, path: string]][] = [
  [`${hex}  a.jpg`, [hex, 'a.jpg']],
  [`${hex} *a.jpg`, [hex, 'a.jpg']],
  [`${hex.toUpperCase()}  a b/ü.jpg`, [hex, 'a b/ü.jpg']],
  [`${hex}   leading space`, [hex, ' leading space']],
  [`\\${hex}  a\\nb\\\\c\\rd`, [hex, 'a\nb\\c\rd']],
  [`${hex}  a\\nb`, [hex, 'a\\nb']],
  [`SHA256 (a (1).jpg) = ${hex}`, [hex, 'a (1).jpg']],
  [`\\SHA256 (a\\\\b) = ${hex}`, [hex, 'a\\b']],
  [`\\${hex}  a\\x`, 'has a name with an escape that is none of \\\\, \\n and \\r'],
  [`${hex.slice(0, 32)}  a.jpg`, 'has a checksum of 32 digits, which is no SHA-256'],
  [`MD5 (a) = ${hex.slice(0, 32)}`, 'has a checksum of 32 digits, which is no SHA-256'],
  [`SHA2-256(a.jpg)= ${hex}`, [hex, 'a.jpg']],
  [`SHA3-256 (a) = ${hex}`, 'has a checksum of SHA3-256, which is no SHA-256'],
  [`${hex} a.jpg`, 'is no checksum and name'],
  [`${hex}`, 'is no checksum and name'],
  [`g${hex.slice(1)}  a.jpg`, 'is no checksum and name'],
  ['a.jpg', 'is no checksum and name'],
];

describe('checksums', () => {
  for (const [text, expected] of lines) {
    test(JSON.stringify(text), () => {
      const found = checksumOf(text);
      assert.deepEqual(typeof found === 'string' ? found : [found.sha256, found.path], expected);
    });
  }

  test('in a file, with comments and blank lines', async () => {
    const text = `# made by hand\n\n${hex}  a\r\n${hex}\n${hex} *b`;
    const found = await collected(checksums(inPieces(text, 5), { name: 'SHA256SUMS' }));
    assert.deepEqual(
      found.map((item) => ('problem' in item ? `${item.at}: ${item.problem.message}` : `${item.number} ${item.path}`)),
      ['3 a', 'SHA256SUMS:4: Line 4 is no checksum and name.', '5 b'],
    );
  });
});
