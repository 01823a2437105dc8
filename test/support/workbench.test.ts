import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { after, before, describe, test } from 'node:test';
import { tempFolder } from './temp.ts';
import { startWorkbench, type Workbench, withoutWorkbench } from './workbench.ts';

describe('the workbench for tests', { skip: withoutWorkbench() }, () => {
  const home = tempFolder(nodeTest, 'workbench');
  const folder = join(home, 'folder');
  let workbench: Workbench;
  before(async () => {
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(join(folder, 'hello.txt'), 'hello\n');
    writeFileSync(join(folder, 'deep', 'down.txt'), 'under\n');
    workbench = await startWorkbench({ folder, dir: home, settings: { 'editor.lineNumbers': 'off' } });
  });
  after(() => workbench?.stop());

  test('shows the folder', async () => {
    const rows = workbench.page.locator('.explorer-folders-view .monaco-list-row');
    assert.deepEqual(await rows.allInnerTexts(), ['deep', 'hello.txt']);
  });

  test('opens a file by its path', async () => {
    await workbench.open('deep/down.txt');
    await workbench.page.locator('.view-line', { hasText: 'under' }).waitFor();
  });

  test('runs a command by its title, with the settings it was given', async () => {
    await workbench.open('hello.txt');
    await workbench.command('Transform to Uppercase');
    await workbench.page.locator('.view-line', { hasText: 'HELLO' }).waitFor();
    assert.equal(await workbench.page.locator('.line-numbers').count(), 0);
  });

  test('shows a view container', async () => {
    await workbench.showContainer('Search');
    await workbench.page.locator('.search-view').waitFor();
  });

  test('takes pictures', async () => {
    const file = join(home, 'shot.png');
    await workbench.screenshot(file);
    assert.equal(readFileSync(file).subarray(1, 4).toString(), 'PNG');
  });
});
