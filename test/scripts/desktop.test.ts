import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findDesktop, openDesktop } from '../../scripts/start/desktop.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';

describe('the desktop editor', { skip: process.platform === 'win32' && 'needs a shell script as a stand-in for the editor' }, () => {
  test('is found on the PATH, but not from inside a remote window', (t) => {
    const bin = tempFolder(t);
    writeFileSync(join(bin, 'code'), '');
    const env = { PATH: `/nowhere:${bin}`, DISPLAY: ':0' };
    assert.equal(findDesktop(env), join(bin, 'code'));
    assert.equal(findDesktop({ ...env, VSCODE_IPC_HOOK_CLI: '/a/socket' }), undefined);
    assert.equal(findDesktop({ ...env, PATH: '/nowhere' }), undefined);
  });

  test('is not used on a Linux without a screen', { skip: process.platform !== 'linux' && 'Linux only' }, (t) => {
    const bin = tempFolder(t);
    writeFileSync(join(bin, 'code'), '');
    assert.equal(findDesktop({ PATH: bin }), undefined);
    assert.equal(findDesktop({ PATH: bin, WAYLAND_DISPLAY: 'wayland-0' }), join(bin, 'code'));
  });

  test('gets the extension first and then the workspace, and ends with Ctrl-C', async (t) => {
    const home = tempFolder(t);
    const log = join(home, 'log');
    const code = join(home, 'code');
    // the first call ends, the second stays, as the editor does, with its number in code.lock
    writeFileSync(
      code,
      `#!/bin/sh
echo "$DATAPIN_HOME" "$@" >> '${log}'
case "$*" in *--wait*) ;; *) exit 0 ;; esac
sleep 60 & echo $! > "$2/code.lock"
echo waiting >> '${log}'
wait
`,
    );
    chmodSync(code, 0o755);
    mkdirSync(join(home, 'workspace'));
    const ctrlC = new AbortController();
    const tour = {
      workspace: join(home, 'workspace'),
      registry: join(home, 'registry'),
      editor: join(home, 'editor'),
      vsix: join(home, 'datapin.vsix'),
      say: () => undefined,
      signal: ctrlC.signal,
    };
    const open = openDesktop(code, tour);
    await until(() => readFileSync(log, 'utf8').includes('waiting'), { what: 'the editor is open' });
    const pid = Number(readFileSync(join(home, 'editor', 'desktop', 'code.lock'), 'utf8'));
    ctrlC.abort();
    await open;
    await until(() => !isAlive(pid), { what: 'the editor has ended' });
    const [install, workspace] = readFileSync(log, 'utf8').split('\n');
    assert.match(install ?? '', new RegExp(`^${tour.registry} --user-data-dir .* --install-extension ${tour.vsix} --force$`));
    assert.match(workspace ?? '', new RegExp(`^${tour.registry} --user-data-dir .* --wait ${tour.workspace}$`));
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
