/** A headless browser on the workbench, and the few gestures that everyone needs. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // the workbench asks for its gallery: let that fail at once
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const patience = 90_000;
/** Milliseconds until the palette counts as closed by something else. */
const attempt = 5_000;

export interface WorkbenchWindow {
  readonly page: Page;
  /** Runs a command by the title that the command palette shows. */
  command(title: string): Promise<void>;
  /** Opens a file of the folder by its path or name. */
  open(path: string): Promise<void>;
  /** Opens a view container of the activity bar by its title. */
  showContainer(title: string): Promise<void>;
  /** The page inside the webview that is shown. */
  webview(): FrameLocator;
  screenshot(file: string): Promise<void>;
}

/** A Chromium of this machine: `CHROMIUM_PATH`, or where systems put it. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...places].find((place) => place && existsSync(place));
}

/** Throws in words when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chromium is not installed; CHROMIUM_PATH may name one.');
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: root ? ['--no-sandbox', ...flags] : flags });
}

/** Opens the workbench at `address` and waits until its explorer shows the folder. */
export async function openWindow(browser: Browser, address: string): Promise<WorkbenchWindow> {
  const page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
  page.setDefaultTimeout(patience);
  await page.goto(address);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  return {
    page,
    command: (title) => command(page, title),
    open: (path) => open(page, path),
    showContainer: (title) => showContainer(page, title),
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('#active-frame'),
    screenshot: async (path) => {
      await page.screenshot({ path });
    },
  };
}

function command(page: Page, title: string): Promise<void> {
  return pick(page, { key: 'F1', text: `>${title}`, row: title });
}

async function open(page: Page, path: string): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  await pick(page, { key: 'ControlOrMeta+p', text: path, row: name });
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
}

/**
 * Chooses from the palette. What takes the focus closes it, such as a page that has just been loaded, and one that was opened
 * too early knows too little; then it is closed and opened again.
 */
async function pick(page: Page, { key, text, row }: { key: string; text: string; row: string }): Promise<void> {
  const palette = page.locator('.quick-input-widget');
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await page.keyboard.press(key);
      await palette.locator('input[type=text]').fill(text, { timeout: attempt });
      // clicked, since Enter takes the first row, which may still be one of the list before it was filtered
      await palette.locator('.monaco-list-row', { hasText: row }).first().click({ timeout: attempt });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

async function showContainer(page: Page, title: string): Promise<void> {
  const item = page.locator('.activitybar .action-item', { has: page.locator(`[aria-label^="${title}"]`) }).first();
  await item.waitFor();
  if (!(await item.getAttribute('class'))?.split(' ').includes('checked')) await item.click();
  await page.locator('.sidebar .composite.title', { hasText: new RegExp(title, 'i') }).waitFor();
}
