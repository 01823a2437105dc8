/** What a person does in the workbench, and what they see, in the words of the extension. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { positionAt } from '../support/markedText.ts';
import { until } from '../support/poll.ts';
import type { Workbench } from '../support/workbench.ts';

export interface Gestures {
  /** An item of one of our trees by what is read out of it, e.g. `version v1`. */
  item(view: 'Datasets' | 'Executions', spoken: string | RegExp): Locator;
  /** Opens an item of a tree, unless it is open. */
  expand(item: Locator): Promise<void>;
  /** Waits for a question by its title, and answers it. */
  answer(title: string, text: string): Promise<void>;
  /** Goes into a folder in the dialog for folders, until it shows what is in there, and takes it. */
  chooseFolder(title: string, name: string, holds: string): Promise<void>;
  /** Chooses from a list by its title. */
  choose(title: string, label: string): Promise<void>;
  /** Puts the cursor behind a text of the active editor's file. */
  cursorBehind(file: string, text: string): Promise<void>;
  /** Waits for the active tab by its title. */
  tab(title: string): Promise<void>;
  /** Chooses from the menu that was opened. */
  chooseInMenu(label: string): Promise<void>;
  /** A notification, among all that are kept: those that pop up go away by themselves. */
  said(text: string): Promise<Locator>;
  /** The line of the active editor that holds a text. */
  line(text: string | RegExp): Locator;
  /** The text of the Problems panel. */
  problems(): Promise<string>;
  /** A card of the lineage page by what is read out of it. */
  card(spoken: string | RegExp): Locator;
}

export function gesturesOf({ page, command, webview }: Workbench): Gestures {
  const quickInput = page.locator('.quick-input-widget');
  const asked = (title: string) => quickInput.locator('.quick-input-title', { hasText: title }).waitFor();
  return {
    item: (view, spoken) => pane(page, view).getByRole('treeitem', { name: spoken }),
    async expand(item) {
      await item.waitFor();
      if ((await item.getAttribute('aria-expanded')) === 'false') await item.click();
    },
    async answer(title, text) {
      await asked(title);
      await quickInput.locator('input[type=text]').fill(text);
      await page.keyboard.press('Enter');
      // what was typed is checked first; another list that is opened meanwhile would take the question away
      await quickInput.locator('.quick-input-title', { hasText: title }).waitFor({ state: 'hidden' });
    },
    async chooseFolder(title, name, holds) {
      await asked(title);
      // by its name: rows are used again, and keep hidden texts of what they showed before
      const row = (label: string) => quickInput.getByRole('option', { name: label, exact: true });
      await row(name).click();
      await row(holds).waitFor();
      await quickInput.getByRole('button', { name: 'Adopt', exact: true }).click();
    },
    async choose(title, label) {
      await asked(title);
      await quickInput.locator('.monaco-list-row', { hasText: label }).first().click();
    },
    async cursorBehind(file, text) {
      const content = readFileSync(file, 'utf8');
      const { line, character } = positionAt(content, content.indexOf(text) + text.length);
      await page.keyboard.press('ControlOrMeta+p');
      await quickInput.locator('input[type=text]').fill(`:${line + 1}:${character + 1}`);
      await quickInput.locator('.monaco-list-row', { hasText: /line/ }).first().waitFor();
      await page.keyboard.press('Enter');
      await quickInput.waitFor({ state: 'hidden' }); // what is typed earlier is still its own
    },
    tab: (title) => page.locator(`.tab.active[data-resource-name="${title}"], .tab.active[aria-label^="${title}"]`).first().waitFor(),
    async chooseInMenu(label) {
      // by the keyboard: a menu that has just opened takes no clicks
      await page.locator('.monaco-menu .action-item', { hasText: label }).first().hover();
      await page.keyboard.press('Enter');
    },
    async said(text) {
      const centre = page.locator('.notifications-center');
      const said = centre.locator('.notification-list-item', { hasText: text });
      // the centre closes by itself when its last notification goes, which may be at this very moment
      const open = async () => {
        if (!(await centre.isVisible())) await command('Notifications: Show Notifications');
        return said.first().isVisible();
      };
      await until(open, { what: `a notification: ${text}`, timeout: 60_000, every: 250 });
      return said;
    },
    line: (text) => page.locator('.editor-instance .view-line', { hasText: text }),
    async problems() {
      await command('Problems: Focus on Problems View');
      return page.locator('.markers-panel').innerText();
    },
    card: (spoken) => webview().getByRole('treeitem', { name: spoken }),
  };
}

function pane(page: Page, title: string): Locator {
  return page.locator('.pane', { has: page.locator(`.pane-header[aria-label^="${title}"]`) });
}
