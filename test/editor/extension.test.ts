/** The packaged extension in the real workbench: one window, from an empty registry to a model whose lineage is drawn. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { after, before, describe } from 'node:test';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';
import type { Workbench } from '../support/workbench.ts';
import { type Gestures, gesturesOf } from './gestures.ts';
import { picture, wear } from './pictures.ts';
import { type Session, startSession, withoutSession } from './session.ts';
import { stepsIn } from './steps.ts';

describe('the extension in the editor', { skip: withoutSession() }, () => {
  let session: Session;
  let workbench: Workbench;
  after(() => workbench?.stop()); // first: an editor that still runs would write into the folder after it was removed
  const home = tempFolder(nodeTest, 'editor');
  let page: Workbench['page'];
  let see: Gestures;

  before(async () => {
    session = await startSession(home);
    workbench = session.workbench;
    page = workbench.page;
    see = gesturesOf(workbench);
  });

  const step = stepsIn(() => workbench);

  step('an empty registry offers to adopt; a folder adopted by the palette appears in the tree', async () => {
    await workbench.showContainer('Datapin');
    await page.locator('.pane-body .monaco-button', { hasText: 'Adopt a Folder' }).waitFor();
    await workbench.command('Datapin: Adopt Files');
    await see.chooseFolder('Adopt a folder', 'images', '9');
    await see.answer('Adopt /', 'digits');
    await see.item('Datasets', 'dataset digits, 1 version').waitFor();
    await see.item('Datasets', /^version v1, 300 files/).waitFor();
  });

  step('a version opens into folders and files, and an image opens in its preview', async () => {
    await see.expand(see.item('Datasets', /^version v1/));
    await see.expand(see.item('Datasets', /^folder /).first());
    await see
      .item('Datasets', /^file .*png/)
      .first()
      .click();
    await see.tab('0000.png');
    await page.locator('.statusbar-item', { hasText: '28x28' }).waitFor();
    await picture(workbench, 'datasets');
    await see.item('Datasets', 'dataset digits').click(); // closes it: what is out of sight is not in the page
  });

  step('an unknown version is underlined in YAML, in Python and in a notebook', async () => {
    const files = ['look.ipynb', 'train.py', 'valohai.yaml'];
    for (const file of files) {
      await workbench.open(file);
      await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    }
    const listed = (problems: string) => [...files, 'v9'].every((text) => problems.includes(text));
    await until(async () => listed(await see.problems()), { what: 'all of them in the list of problems' });
    await page.locator('.tab', { hasText: 'look.ipynb' }).click({ button: 'middle' });
    await page.locator('.tab', { hasText: 'look.ipynb' }).waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+j'); // closes the panel
    await picture(workbench, 'unknown-version');
  });

  step('completion offers the versions after the colon', async () => {
    await workbench.open('valohai.yaml');
    await see.cursorBehind(pipelineFile(), 'digits:v9');
    for (let i = 0; i < ':v9'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type(':');
    const offer = page.locator('.suggest-widget .monaco-list-row', { hasText: 'v1' }).first();
    await offer.waitFor();
    await picture(workbench, 'completion');
    await offer.click();
    await see.line('default: digits:v1').waitFor();
    await page.keyboard.press('ControlOrMeta+s');
    await page.locator('.tab.active:not(.dirty)').waitFor();
  });

  step('hovering shows the card of a version; its definition is the manifest', async () => {
    await see.cursorBehind(pipelineFile(), 'digits:v');
    await workbench.command('Show or Focus Hover');
    await page.locator('.monaco-hover', { hasText: '300 files' }).first().waitFor();
    await picture(workbench, 'hover');
    await page.keyboard.press('Escape');
    await workbench.command('Go to Definition');
    await see.tab('digits v1.sha256');
    await see.line('0/0000.png').waitFor();
  });

  step('a step that is run from the palette appears, ends, and leaves a version', async () => {
    await workbench.open('valohai.yaml');
    await run('preprocess');
    await see.item('Executions', /^execution 1, preprocess, complete/).waitFor();
    await see.item('Datasets', 'dataset digits-prepared, 1 version').waitFor();
    await run('train', async () => {
      await see.choose('Run train', 'epochs');
      await see.answer('Parameter epochs', '20');
      await page.locator('.quick-input-title', { hasText: 'Run train' }).waitFor();
      await picture(workbench, 'run-step');
    });
    await see.item('Executions', /^execution 2, train, complete/).waitFor();
    await see.item('Datasets', 'model digits-model, 1 version').waitFor();
    await run('evaluate');
    await see.item('Executions', /^execution 3, evaluate, complete/).waitFor();
  });

  step('a click on an execution shows its log', async () => {
    await see.item('Executions', /^execution 2/).click();
    await see.tab('sample-2.log');
    await see.line('"epoch": 20').waitFor();
    await picture(workbench, 'log');
  });

  step('a reference is copied, and its lineage is shown from where it is written', async () => {
    await see.item('Datasets', 'model digits-model').click({ button: 'right' });
    await see.chooseInMenu('Copy Reference');
    await page.locator('.statusbar-item', { hasText: 'Copied digits-model:latest' }).waitFor();
    await workbench.open('valohai.yaml');
    await see.cursorBehind(pipelineFile(), 'digits:v');
    await workbench.command('Datapin: Show Lineage');
    await see.tab('Lineage: digits:v1');
    await see.card(/digits:v1/).waitFor();
    await workbench.command('Datapin: Show Lineage'); // from where nothing is written
    await see.choose('Show lineage', 'digits-model');
    await see.choose('Show lineage', 'v1');
    await see.tab('Lineage: digits-model:v1');
  });

  step('everything is drawn, a click shows the details, and they lead to the manifest', async () => {
    await page.setViewportSize({ width: 1900, height: 820 }); // room for the whole graph
    await page.keyboard.press('ControlOrMeta+b');
    await workbench.command('Datapin: Show Whole Lineage');
    await see.tab('Lineage');
    await see.card(/digits-model/).click();
    await workbench.webview().getByRole('button', { name: 'Open manifest' }).click();
    await see.tab('digits-model v1.sha256');
    await see.line('model.json').waitFor();
    await page.keyboard.press('ControlOrMeta+w');
    await page.locator('.tab', { hasText: 'Lineage' }).click();
    await workbench.webview().getByText('made by sample:2').waitFor(); // the page was made anew, and shows what it showed
  });

  step('the lineage looks right in every theme', async () => {
    for (const theme of ['dark', 'contrast', 'light'] as const) {
      await wear(workbench, theme);
      await see.card(/digits-model/).waitFor();
      await picture(workbench, `lineage-${theme}`);
    }
    await page.keyboard.press('ControlOrMeta+b');
    await page.setViewportSize({ width: 1500, height: 900 });
  });

  step('tree and lineage follow what the command line does', async () => {
    await session.datapin('adopt', 'images/1', '--as', 'ones');
    await see.card(/ones/).waitFor();
    await see.item('Datasets', 'dataset ones').waitFor();
  });

  step('a folder is adopted from the explorer', async () => {
    await workbench.showContainer('Explorer');
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'images' }).click({ button: 'right' });
    await see.chooseInMenu('Adopt Files');
    await see.answer('Adopt /', 'digits');
    const said = await see.said('digits:v1 holds the same bytes already');
    await said.getByRole('button', { name: 'Show', exact: true }).click();
    await see.item('Datasets', /^version v1, 300 files/).waitFor();
  });

  step('a verification says what is whole, and what is broken', async () => {
    await inMenu('Verify Integrity');
    await (await see.said('digits:v1 is whole: 300 files read')).waitFor();
    // a menu that opens while its tree is drawn again has lost its item
    await see.item('Datasets', /^version v1, .*integrity whole/).waitFor();
    writeFileSync(join(session.folder, 'images', '0', '0000.png'), 'no image');
    await inMenu('Verify Integrity');
    await (await see.said('digits:v1 is broken: 0/0000.png')).waitFor();
    await see.item('Datasets', /^version v1, .*integrity broken/).waitFor();
  });

  step('a version is deprecated, and that is undone', async () => {
    await inMenu('Deprecate');
    await see.answer('Deprecate digits:v1', 'wrong labels');
    await see.item('Datasets', /^version v1, .*deprecated: wrong labels/).waitFor();
    await inMenu('Undo Deprecation');
    await see.item('Datasets', /^version v1, (?!.*deprecated)/).waitFor();
  });

  step('a running execution is stopped', async () => {
    await run('patient');
    await see.item('Executions', /^execution 4, patient, started/).waitFor();
    await workbench.command('Datapin: Stop Execution');
    await see.choose('Stop execution', 'sample:4');
    await see.item('Executions', /^execution 4, patient, stopped/).waitFor();
  });

  step('an execution goes on while the language server crashes and comes back', async () => {
    await run('patient');
    await see.item('Executions', /^execution 5, patient, started/).waitFor();
    const [first] = await session.languageServers();
    process.kill(first!, 'SIGKILL');
    await until(async () => (await session.languageServers()).some((pid) => pid !== first), { what: 'another language server' });
    writeFileSync(session.go, '');
    await see.item('Executions', /^execution 5, patient, complete/).waitFor();
    rmSync(session.go);
  });

  step('an execution goes on while the window is loaded again, and ends in the new one', async () => {
    await run('patient');
    await see.item('Executions', /^execution 6, patient, started/).waitFor();
    await page.reload();
    await see.item('Executions', /^execution 6, patient, started/).waitFor();
    await see.card(/digits-model/).waitFor();
    writeFileSync(session.go, '');
    await see.item('Executions', /^execution 6, patient, complete/).waitFor();
  });

  const pipelineFile = () => join(session.folder, 'valohai.yaml');

  async function run(name: string, change?: () => Promise<void>): Promise<void> {
    await workbench.command('Datapin: Run Step');
    await see.choose('Run step', name);
    await change?.();
    await see.choose(`Run ${name}`, 'Run');
  }

  async function inMenu(label: string): Promise<void> {
    await see.item('Datasets', /^version v1/).click({ button: 'right' });
    await see.chooseInMenu(label);
  }
});
