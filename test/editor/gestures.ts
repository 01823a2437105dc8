/** What a person does in the workbench, and what they see, in the words of the extension. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { positionAt } from '../support/markedText.ts';
import { until } from '../support/poll.ts';
import type { Workbench } from '../support/workbench.ts';

export interface Gestures {
  /** An item of one of our trees by what is read out of it, e.g. `version v1`. */
  item(view: 'Comparison' | 'Datasets' | 'Executions', spoken: string | RegExp): Locator;
  /** Opens an item of a tree, unless it is open. */
  expand(item: Locator): Promise<void>;
  /** Waits for a question by its title. */
  asked(title: string): Promise<void>;
  /** Goes back to the question before. */
  back(): Promise<void>;
  /** A row of the list that is asked under a title. */
  row(title: string, text: string | RegExp): Locator;
  /** Checks a row of a list of which several can be chosen. */
  check(title: string, label: string): Promise<void>;
  /** A row that is checked. */
  checked(title: string, label: string): Locator;
  /** Presses the button behind a row. */
  openRow(title: string, label: string): Promise<void>;
  /** Takes what is checked. */
  accept(): Promise<void>;
  /** Waits for a question by its title, and answers it. */
  answer(title: string, text: string): Promise<void>;
  /** Goes into a folder in the dialog for folders, until it shows what is in there, and takes it. */
  chooseFolder(title: string, name: string, holds: string): Promise<void>;
  /** Drags something over a container's icon, which opens it, and drops it there. */
  dragTo(dragged: Locator, over: Locator, target: Locator): Promise<void>;
  /** Chooses from a list by its title. */
  choose(title: string, label: string): Promise<void>;
  /** Puts the cursor behind a text of the active editor's file. */
  cursorBehind(file: string, text: string): Promise<void>;
  /** Waits for the active tab by its title. */
  tab(title: string): Promise<void>;
  /** Chooses from the menu of an item, until it has led to `there`: a menu that opens while its tree is drawn again has lost its item. */
  fromMenu(item: Locator, label: string, way: { there: Locator; select?: () => Promise<void> }): Promise<void>;
  /** The title of a question. */
  question(title: string): Locator;
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
  const question = (title: string) => quickInput.locator('.quick-input-title', { hasText: title });
  const asked = (title: string) => question(title).waitFor();
  const chooseInMenu = async (label: string) => {
    // by the keyboard: a menu that has just opened takes no clicks
    await page.locator('.monaco-menu .action-item', { hasText: label }).first().hover({ timeout: 10_000 });
    await page.keyboard.press('Enter');
  };
  const row = (title: string, text: string | RegExp) =>
    quickInput.filter({ has: page.locator('.quick-input-title', { hasText: title }) }).locator('.monaco-list-row', { hasText: text });
  const checked = (title: string, label: string) => row(title, label).and(page.locator('[aria-checked="true"]'));
  return {
    item: (view, spoken) => pane(page, view).getByRole('treeitem', { name: spoken }),
    async expand(item) {
      await item.waitFor();
      if ((await item.getAttribute('aria-expanded')) === 'false') await item.click();
    },
    asked,
    async check(title, label) {
      await row(title, label).getByRole('checkbox').first().click();
      await checked(title, label).waitFor();
    },
    checked,
    async openRow(title, label) {
      await row(title, label).hover();
      await row(title, label).getByRole('button', { name: 'Open' }).click();
    },
    accept: () => quickInput.getByRole('button', { name: 'OK' }).click(),
    back: () => quickInput.getByRole('button', { name: 'Back' }).click(),
    row,
    async answer(title, text) {
      await asked(title);
      await quickInput.locator('input[type=text], input[type=password]').first().fill(text);
      await page.keyboard.press('Enter');
      // what was typed is checked first; another list that is opened meanwhile would take the question away
      await quickInput.locator('.quick-input-title', { hasText: title }).waitFor({ state: 'hidden' });
    },
    async chooseFolder(title, name, holds) {
      await asked(title);
      // by its name: rows are used again, and keep hidden texts of what they showed before
      const option = (label: string) => quickInput.getByRole('option', { name: label, exact: true });
      await option(name).click();
      await option(holds).waitFor();
      await quickInput.getByRole('button', { name: 'Adopt', exact: true }).click();
    },
    async dragTo(dragged, over, target) {
      const box = await dragged.boundingBox();
      await page.mouse.move(box!.x + 20, box!.y + box!.height / 2);
      await page.mouse.down();
      const hold = async (place: Locator) => {
        const at = (await place.boundingBox())!;
        await page.mouse.move(at.x + 16, at.y + at.height / 2, { steps: 4 });
      };
      // what is dragged over its icon opens a container, after a while
      const open = async () => {
        await hold(over);
        return target.isVisible();
      };
      await until(open, { what: 'the container to open', every: 100 });
      await hold(target);
      await page.mouse.up();
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
    question,
    async fromMenu(item, label, { there, select }) {
      const led = async () => {
        await page.keyboard.press('Escape'); // what was asked in place of it
        await select?.();
        await item.click({ button: 'right', timeout: 5000 });
        await chooseInMenu(label);
        return there.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        );
      };
      await until(led, { what: `what ${label} leads to`, timeout: 60_000 });
    },
    chooseInMenu,
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
