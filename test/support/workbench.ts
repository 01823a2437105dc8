/** The real VS Code in a headless browser, for end-to-end tests. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium, openWindow, type WorkbenchWindow } from '../../workbench/browser.ts';
import { installedServer } from '../../workbench/install.ts';
import { type EditorServer, type ServerOptions, startEditorServer } from '../../workbench/server.ts';

export interface WorkbenchOptions extends Pick<ServerOptions, 'vsix' | 'settings' | 'env'> {
  /** The folder to open. Files may be changed in it: hand in a copy. */
  folder: string;
  /** Where the editor keeps its own files, e.g. a temp folder. */
  dir: string;
}

export interface Workbench extends WorkbenchWindow {
  /** What the server wrote. */
  log(): string;
  /** Ends browser and server, and waits for both. */
  stop(): Promise<void>;
}

/** The reason to skip a test that needs the workbench, or false when it can be had. Fits `test(name, { skip })`. */
export function withoutWorkbench(): string | false {
  return findChromium() === undefined && 'Chromium not installed';
}

/** Ten to twenty seconds. The caller stops it; should the caller die, server and browser end by themselves. */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { folder, dir, ...rest } = options;
  let server: EditorServer | undefined;
  let browser: Browser | undefined;
  const stop = async () => {
    await browser?.close();
    await server?.stop();
  };
  try {
    mkdirSync(dir, { recursive: true });
    server = await startEditorServer({ program: installedServer(), folder: join(dir, 'editor'), ...rest });
    browser = await launchChromium();
    const window = await openWindow(browser, server.address(folder));
    return { ...window, log: server.output, stop };
  } catch (cause) {
    const said = server?.output() ?? '';
    await stop();
    throw new Error(`The workbench did not start.\n${said}`, { cause });
  }
}
