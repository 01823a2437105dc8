import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { tempFolder } from '../support/temp.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the launcher', () => {
  // it runs on whatever Node there is, so it is asked as a program would ask it
  const ask = (expression: string) => {
    const script = `import('./scripts/launch.mjs').then((launch) => console.log(${expression})).catch((error) => console.log(error.message))`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout.trim();
  };
  const answers = [
    { what: 'a Node that cannot install', ask: "launch.checkNode('18.20.4')", says: /^Datapin needs Node 20 or newer.* Node 18\.20\.4\./ },
    { what: 'a Node that can install', ask: "launch.checkNode('20.0.0')", says: /^undefined$/ },
    { what: 'a packaged Node', ask: "launch.chooseNode('20.0.0', '/there/node')", says: /^\/there\/node$/ },
    { what: 'no packaged Node and a new one', ask: "launch.chooseNode('22.18.0') === process.execPath", says: /^true$/ },
    {
      what: 'no packaged Node and an old one',
      ask: "launch.chooseNode('22.17.9')",
      says: /^Datapin needs Node 22\.18 or newer.* Node 22\.17\.9\./,
    },
  ];
  for (const { what, ask: expression, says } of answers) test(what, () => assert.match(ask(expression), says));

  test('installs when packages are missing or older than the lock file', (t) => {
    const folder = tempFolder(t);
    const needsInstall = () => ask(`launch.needsInstall(${JSON.stringify(folder)})`);
    const write = (name: string, time: number) => {
      writeFileSync(join(folder, name), '{}');
      utimesSync(join(folder, name), time, time);
    };
    write('package-lock.json', 1000);
    assert.equal(needsInstall(), 'true');
    mkdirSync(join(folder, 'node_modules'));
    write('node_modules/.package-lock.json', 2000);
    assert.equal(needsInstall(), 'false');
    write('package-lock.json', 3000);
    assert.equal(needsInstall(), 'true');
    renameSync(join(folder, 'node_modules'), join(folder, 'elsewhere'));
    symlinkSync('elsewhere', join(folder, 'node_modules'));
    assert.equal(needsInstall(), 'false', 'a link leads to what another folder looks after');
  });
});
