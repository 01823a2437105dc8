/** Pictures of the workbench: for the README when they are wanted, and of the moment in which a test failed. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../support/workbench.ts';

const root = join(import.meta.dirname, '..', '..');

/** Themes by the name in the editor's list, and the classes of its window and of a page in it. */
const themes = {
  light: { label: 'Light Modern', kind: 'vs', page: 'vscode-light' },
  dark: { label: 'Dark Modern', kind: 'vs-dark', page: 'vscode-dark' },
  contrast: { label: 'Dark High Contrast', kind: 'hc-black', page: 'vscode-high-contrast' },
} as const;

/** Takes a picture for the README, when `SCREENSHOTS=1` asks for it. */
export async function picture(workbench: Workbench, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return;
  const folder = join(root, 'docs', 'images');
  mkdirSync(folder, { recursive: true });
  await workbench.page.mouse.move(0, 0);
  await workbench.screenshot(join(folder, `${name}.png`));
}

/** Runs a test; when it fails, the error says where the picture of that moment is. */
export async function withPicture(workbench: Workbench, name: string, test: () => Promise<void>): Promise<void> {
  try {
    await test();
  } catch (cause) {
    const folder = join(root, '.cache', 'editor');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name.replace(/\W+/g, '-').slice(0, 60)}.png`);
    await workbench.screenshot(file);
    throw new Error(`${(cause as Error).message}\nThe moment is in ${file}`, { cause });
  }
}

/** Does something in each theme, when `SCREENSHOTS=1` asks for pictures; else once, in the theme that is worn. */
export async function inThemes(workbench: Workbench, look: (theme: keyof typeof themes) => Promise<void>): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return look('light');
  for (const theme of ['dark', 'contrast', 'light'] as const) {
    await wear(workbench, theme, { withPage: false });
    await look(theme);
  }
}

/** Changes the theme, and waits until the window wears it, and its page when there is one. */
export async function wear(
  { page, command, webview }: Workbench,
  theme: keyof typeof themes,
  { withPage = true }: { withPage?: boolean } = {},
): Promise<void> {
  const { label, kind, page: inside } = themes[theme];
  await command('Preferences: Color Theme');
  await page.locator('.quick-input-widget input[type=text]').fill(label);
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first().click();
  await page.locator(`.monaco-workbench.${kind}`).waitFor();
  if (withPage) await webview().locator(`body.${inside}`).waitFor();
}
