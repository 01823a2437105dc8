/** Zips as tools write them, with the tools as judges of what is in them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { before, describe, test } from 'node:test';
import { fileAccess } from '../../server/kit/archives/access.ts';
import { readEntryWhole, zipEntries } from '../../server/kit/archives/zip.ts';
import { withoutProgram } from '../support/environment.ts';
import { tempFolder } from '../support/temp.ts';

const home = tempFolder(nodeTest, 'zips');
const tree = join(home, 'tree');
const big = Array.from({ length: 200_000 }, (_, i) => i).join('\n');

/** Path and bytes of every file, without links and folders. */
async function contents(path: string): Promise<Record<string, string>> {
  const access = await fileAccess(path);
  const found: Record<string, string> = {};
  for await (const item of zipEntries(access)) {
    if ('problem' in item) found[item.at] = item.problem.message;
    else if (!item.isDirectory && !item.isSymlink) found[item.path] = (await readEntryWhole(access, item)).toString();
  }
  return found;
}

const files: Record<string, string> = { big, empty: '', 'sub/größe 数字.txt': 'ü', 'sub/deep/a': 'a'.repeat(1000) };

before(async () => {
  await mkdir(join(tree, 'sub/deep'), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(tree, path), text);
  await symlink('big', join(tree, 'link'));
});

describe('what zip writes', { skip: withoutProgram('zip', 'unzip') }, () => {
  for (const [title, args] of [
    ['as it does by itself', ['-r']],
    ['with links as links', ['-ry']],
    ['stored', ['-r0']],
    ['with best compression', ['-r9']],
    ['without extra fields and folders', ['-rXD']],
    ['with ZIP64 in every member', ['-r', '-fz']],
  ] as const) {
    test(title, async () => {
      const zip = join(home, `${args.join('')}.zip`);
      execFileSync('zip', ['-q', ...args, zip, '.'], { cwd: tree });
      execFileSync('unzip', ['-qqt', zip]);
      assert.deepEqual(await contents(zip), args[0] === '-ry' ? files : { ...files, link: big });
    });
  }

  test('to a pipe: sizes stand behind the bytes', async () => {
    const zip = join(home, 'piped.zip');
    writeFileSync(zip, execFileSync('zip', ['-qr', '-', 'big', 'sub'], { cwd: tree, maxBuffer: 1 << 24 }));
    const { empty, ...others } = files;
    assert.deepEqual(await contents(zip), others);
  });

  test('of what comes from a pipe: its size is not known before', async () => {
    const zip = join(home, 'from-pipe.zip');
    writeFileSync(zip, execFileSync('zip', ['-q', '-', '-'], { input: big, maxBuffer: 1 << 24 }));
    assert.deepEqual(await contents(zip), { '-': big });
  });

  test('encrypted', async () => {
    const zip = join(home, 'secret.zip');
    execFileSync('zip', ['-q', '-P', 'secret', zip, 'big'], { cwd: tree });
    assert.deepEqual(await contents(zip), { 'secret.zip@0': 'The member "big" is encrypted.' });
  });

  test('in parts', async () => {
    const zip = join(home, 'parts.zip');
    execFileSync('zip', ['-q0', '-s', '64k', zip, 'big'], { cwd: tree });
    await assert.rejects(contents(zip), { code: 'archive.unsupported', message: 'parts.zip is one part of several.' });
  });

  test('with something before it, mended or not', async () => {
    const zip = join(home, 'prefixed.zip');
    execFileSync('zip', ['-qr', zip, 'sub'], { cwd: tree });
    writeFileSync(zip, Buffer.concat([Buffer.from('#!/bin/sh\n'), readFileSync(zip)]));
    await assert.rejects(contents(zip), { code: 'archive.malformed' });
    execFileSync('zip', ['-qA', zip]);
    assert.deepEqual(Object.keys(await contents(zip)).sort(), ['sub/deep/a', 'sub/größe 数字.txt']);
  });
});

describe('what Python writes', { skip: withoutProgram('python3') }, () => {
  const write = (name: string, script: string) => {
    const zip = join(home, name);
    const lines = ['import sys,zipfile', 'D=zipfile.ZIP_DEFLATED', "z=zipfile.ZipFile(sys.argv[1],'w')", script, 'z.close()'];
    execFileSync('python3', ['-W', 'ignore', '-c', lines.join('\n'), zip]);
    return zip;
  };
  const cases: [title: string, script: string, expected: Record<string, string>][] = [
    ['deflated', "z.writestr('a','x'*1000,D)", { a: 'x'.repeat(1000) }],
    ['names', "z.writestr('größe/数','1')", { 'größe/数': '1' }],
    ['ZIP64 while writing', "f=z.open('a','w',force_zip64=True); f.write(b'abc'); f.close()", { a: 'abc' }],
    ['a comment of the zip', "z.comment=b'PK'*500; z.writestr('a','1')", { a: '1' }],
    [
      'other methods',
      "z.writestr('a','1',zipfile.ZIP_BZIP2); z.writestr('b','2',zipfile.ZIP_LZMA); z.writestr('c','3')",
      {
        'x.zip@0': 'The member "a" is compressed by a method (12) that Datapin does not know.',
        'x.zip@68': 'The member "b" is compressed by a method (14) that Datapin does not know.',
        c: '3',
      },
    ],
    ['a name twice', "z.writestr('a','1'); z.writestr('a','2')", { a: '1', 'x.zip@32': 'There are two members "a".' }],
  ];
  for (const [title, script, expected] of cases) {
    test(title, async () => assert.deepEqual(await contents(write('x.zip', script)), expected));
  }

  test('more members than fit without ZIP64', async () => {
    const access = await fileAccess(write('many.zip', "[z.writestr(f'{i:05}','') for i in range(70000)]"));
    const found: string[] = [];
    for await (const item of zipEntries(access)) if ('path' in item) found.push(item.path);
    assert.deepEqual(
      found,
      Array.from({ length: 70_000 }, (_, i) => `${i}`.padStart(5, '0')),
    );
  });

  test('a member that lies beyond four gigabytes', async () => {
    const script = "z.fp.seek(5<<30); z.start_dir=5<<30; z.writestr('far/a','x'*1000,D); z.writestr('far/b','2')";
    const zip = write('far.zip', script);
    const access = await fileAccess(zip);
    assert.ok(access.size > 5 * 2 ** 30);
    assert.deepEqual(await contents(zip), { 'far/a': 'x'.repeat(1000), 'far/b': '2' });
  });
});
