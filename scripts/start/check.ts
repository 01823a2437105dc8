import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, launchChromium, openWindow, type WorkbenchWindow } from '../../workbench/browser.ts';
import { installedServer } from '../../workbench/install.ts';
import { startEditorServer } from '../../workbench/server.ts';
import { ensureDebianPackages } from '../debian.ts';
import { makeSample } from '../sample/workspace.ts';
import type { Tour } from './tour.ts';

/** Opens a fresh sample without a person, and throws unless the extension and its language server are seen at work. */
export async function check({ vsix, say, signal }: Pick<Tour, 'vsix' | 'say' | 'signal'>): Promise<void> {
  const missing = findChromium() ? undefined : ensureDebianPackages(['chromium', 'fonts-dejavu-core', 'fonts-liberation'], say);
  if (missing) throw new Error(`${missing} The check looks at the editor through Chromium: install it, or name one in CHROMIUM_PATH.`);
  const program = installedServer(say);
  const folder = mkdtempSync(join(tmpdir(), 'datapin-check-'));
  await using ending = new AsyncDisposableStack();
  ending.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  signal.addEventListener('abort', () => void ending.disposeAsync());

  const workspace = join(folder, 'handwriting');
  makeSample(workspace);
  const env = { DATAPIN_HOME: join(folder, 'registry') };
  mkdirSync(env.DATAPIN_HOME);
  const server = await startEditorServer({ program, folder: join(folder, 'editor'), vsix: [vsix], env });
  ending.defer(server.stop);
  const browser = await launchChromium();
  ending.defer(() => browser.close());
  await look(await openWindow(browser, server.address(workspace)), say);
}

async function look(window: WorkbenchWindow, say: (line: string) => void): Promise<void> {
  say('The editor is open and shows the sample workspace.');
  const titles = await expected('Datapin in the activity bar', async () => {
    await window.showContainer('Datapin');
    return window.page.locator('.sidebar .pane-header .title').allInnerTexts();
  });
  say(`Datapin is in the activity bar, with ${titles.join(', ')}.`);
  const problem = await expected('an unknown version underlined in valohai.yaml', async () => {
    await window.open('valohai.yaml');
    await window.page.locator('[class*="squiggly-"]').first().waitFor();
    await window.command('Problems: Focus on Problems View');
    const row = window.page.locator('.markers-panel .monaco-list-row', { hasText: 'digits' }).filter({ hasNotText: 'valohai.yaml' });
    return row.first().innerText();
  });
  say(`The language server underlines in valohai.yaml: ${problem.replaceAll(/\s+/g, ' ').trim()}`);
  say('The check passed.');
}

async function expected<T>(what: string, see: () => Promise<T>): Promise<T> {
  try {
    return await see();
  } catch (cause) {
    throw new Error(`The check failed: ${what} was expected and not seen.\n${(cause as Error).message}`, { cause });
  }
}
