/** Tars as tools write them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { before, describe, test } from 'node:test';
import { tarMembers } from '../../server/kit/archives/tar.ts';
import { withoutProgram } from '../support/environment.ts';
import { collected } from '../support/pieces.ts';
import { tempFolder } from '../support/temp.ts';

const home = tempFolder(nodeTest, 'tars');

describe('what tools write', { skip: withoutProgram('tar', 'python3') }, () => {
  const tree = join(home, 'tree');
  const deep = `${'deep folder/'.repeat(15)}größe.txt`;
  before(async () => {
    await mkdir(join(tree, deep, '..'), { recursive: true });
    await writeFile(join(tree, 'a'), 'a'.repeat(10_000));
    await writeFile(join(tree, 'empty'), '');
    await writeFile(join(tree, deep), 'ü');
    await symlink('a', join(tree, 'link'));
    await writeFile(join(tree, 'holes'), 'x');
    await truncate(join(tree, 'holes'), 1 << 20);
  });
  const expected = ['a 10000', `${deep} 2`, 'empty 0', `holes ${1 << 20}`, 'link: a symbolic link, which is not followed'].sort();
  const listed = async (path: string) => {
    const found: string[] = [];
    for await (const item of tarMembers(createReadStream(path), { name: 'x.tar' })) {
      if ('problem' in item) found.push(`${item.problem.code}`);
      else
        found.push('other' in item ? `${item.other}: ${item.kind}` : `${item.path} ${Buffer.concat(await collected(item.bytes())).length}`);
    }
    return found.sort();
  };

  for (const format of ['gnu', 'oldgnu', 'pax', 'posix', 'ustar']) {
    test(`tar --format=${format}`, async () => {
      const tar = join(home, `${format}.tar`);
      execFileSync('tar', [`--format=${format}`, '-cf', tar, '-C', tree, '.']);
      assert.deepEqual(await listed(tar), expected);
    });
  }
  for (const format of ['gnu', 'pax']) {
    test(`tar --format=${format} --sparse`, async () => {
      const tar = join(home, `${format}-sparse.tar`);
      execFileSync('tar', [`--format=${format}`, '-S', '-cf', tar, '-C', tree, '.']);
      assert.deepEqual(await listed(tar), ['archive.unsupported', ...expected.filter((line) => !line.startsWith('holes'))].sort());
    });
  }
  for (const format of ['GNU', 'PAX', 'USTAR']) {
    test(`Python's tarfile, ${format}`, async () => {
      const tar = join(home, `python-${format}.tar`);
      const script = `import sys,tarfile; t=tarfile.open(sys.argv[1],'w',format=tarfile.${format}_FORMAT); t.add(sys.argv[2],arcname='.'); t.close()`;
      execFileSync('python3', ['-c', script, tar, tree]);
      assert.deepEqual(await listed(tar), expected);
    });
  }
});
