/** What the editor knows of pipeline files and notebooks: one window on a project whose first steps have been run. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { after, before, describe } from 'node:test';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';
import type { Workbench } from '../support/workbench.ts';
import { type Gestures, gesturesOf } from './gestures.ts';
import { picture } from './pictures.ts';
import { type Session, startSession, withoutSession } from './session.ts';
import { stepsIn } from './steps.ts';
import { claimsIn, packYamlStandIn } from './yamlStandIn.ts';

describe('the language in the editor', { skip: withoutSession() }, () => {
  let session: Session;
  let workbench: Workbench;
  after(() => workbench?.stop()); // first: an editor that still runs would write into the folder after it was removed
  const home = tempFolder(nodeTest, 'editor');
  const claims = join(home, 'claims.json');
  let page: Workbench['page'];
  let see: Gestures;

  before(async () => {
    const beside = [packYamlStandIn(home, { record: claims, files: Object.keys(ours) })];
    session = await startSession(home, { prepare, beside });
    workbench = session.workbench;
    page = workbench.page;
    see = gesturesOf(workbench);
  });

  const step = stepsIn(() => workbench);

  step('above a step stands how it went the last time, and Run opens its form', async () => {
    await workbench.open('valohai.yaml');
    await lens('sample:2 complete').waitFor();
    await picture(workbench, 'pipeline-file');
    await lens('Run').nth(1).click();
    await page.locator('.quick-input-title', { hasText: 'Run train' }).waitFor();
    await page.keyboard.press('Escape');
  });

  step('an unknown version is changed to the nearest one by the keyboard', async () => {
    await see.cursorBehind(pipelineFile(), 'digits:v');
    await page.keyboard.press('ControlOrMeta+.');
    await action('Change to "v2"').waitFor();
    await picture(workbench, 'quick-fix');
    await page.keyboard.press('Enter');
    await see.line('default: digits:v2').waitFor();
    await save('default: digits:v2');
    await until(async () => (await fileProblems('valohai.yaml', 'v9')) === 0, { what: 'its problem to go' });
    for (const other of ['look.ipynb', 'train.py']) assert.equal(await fileProblems(other, 'v9'), 1, `${other} was never opened`);
    await page.keyboard.press('ControlOrMeta+j'); // closes the panel
  });

  step('the card of a version shows what is in it, and leads to its lineage', async () => {
    await see.cursorBehind(pipelineFile(), 'digits:v');
    await workbench.command('Show or Focus Hover');
    const card = page.locator('.monaco-hover', { hasText: '30 files' });
    const image = card.locator('img').first();
    await image.waitFor();
    await until(() => image.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth > 0), {
      what: 'the picture',
    });
    await card.getByText('Lineage', { exact: true }).click();
    await see.tab('Lineage: digits:v2');
    await see.card(/digits:v2/).waitFor();
    await page.keyboard.press('ControlOrMeta+w');
  });

  step('the call hierarchy of a version is its lineage', async () => {
    await see.cursorBehind(pipelineFile(), 'digits-prepared/lat');
    await workbench.command('Peek Call Hierarchy');
    await page.locator('.call-hierarchy .monaco-list-row', { hasText: 'sample:1' }).waitFor();
    await picture(workbench, 'call-hierarchy');
    await page.keyboard.press('Escape');
    await page.locator('.call-hierarchy').waitFor({ state: 'detached' });
  });

  step('a step is renamed wherever it is named', async () => {
    await see.cursorBehind(pipelineFile(), 'name: tra');
    await page.keyboard.press('F2');
    await page.locator('.rename-box input').fill('fitting');
    await page.keyboard.press('Enter');
    await see.line('name: fitting').waitFor();
    await save('name: fitting');
    assert.deepEqual(
      readFileSync(pipelineFile(), 'utf8').match(/.*\b(?:train|fitting)$/gm),
      ['    name: fitting', '      - name: train', '        step: fitting'],
      'the node keeps its name',
    );
  });

  step('keys and the ends of edges are completed', async () => {
    await see.cursorBehind(pipelineFile(), 'step:\n    name: fitting');
    await page.keyboard.press('Enter');
    await type('envi');
    await suggestion('environment').first().click();
    await see.line(/environment:/).waitFor();
    await workbench.command('Undo');
    await see.cursorBehind(pipelineFile(), 'evaluate.input.model]');
    await page.keyboard.press('Enter');
    await type('- [preprocess.output.*, trai');
    await suggestion('train').waitFor();
    await page.keyboard.press('Escape');
    await workbench.command('File: Revert File');
  });

  step('a reference in a cell of a notebook is mended, too', async () => {
    await workbench.open('look.ipynb');
    await page.locator('.cell .squiggly-warning').first().waitFor();
    await page.locator('.cell .view-line', { hasText: 'digits' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ControlOrMeta+.');
    await action('Change to "v2"').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cell .view-line', { hasText: 'dataset://digits/v2' }).waitFor();
  });

  step('the YAML extension is told that our files are spoken for', async () => {
    await until(() => existsSync(claims), { what: 'a claim' });
    const [claim, ...more] = claimsIn(claims);
    assert.ok(claim && more.length === 0, 'it is made once');
    const claimed = Object.entries(claim.schemas).map(([file, schema]) => [file, schema?.startsWith(`${claim.name}:`) ?? false]);
    assert.deepEqual(Object.fromEntries(claimed), ours);
    assert.deepEqual(Object.keys(JSON.parse(claim.content)), ['$comment'], 'the schema says nothing of any key');
  });

  const pipelineFile = () => join(session.folder, 'valohai.yaml');
  const lens = (text: string) => page.locator('.codelens-decoration a', { hasText: text });
  const action = (text: string) => page.locator('.action-widget .monaco-list-row', { hasText: text });
  const suggestion = (text: string) => page.locator('.suggest-widget .monaco-list-row', { hasText: text });

  /** How many lines of the Problems panel are about a file and say a text. */
  async function fileProblems(file: string, text: string): Promise<number> {
    const lines = (await see.problems()).split('\n');
    const own = lines.slice(lines.indexOf(file) + 1);
    const end = own.findIndex((line) => /\.(?:ipynb|py|yaml)$/.test(line));
    return own.slice(0, end < 0 ? undefined : end).filter((line) => line.includes(text)).length;
  }

  /** As fast as a person: a faster one outruns the editor's offers. */
  const type = (text: string) => page.keyboard.type(text, { delay: 60 });

  /** Until the file holds what is shown. */
  async function save(text: string): Promise<void> {
    await page.keyboard.press('ControlOrMeta+s');
    await until(() => readFileSync(pipelineFile(), 'utf8').includes(text), { what: `${text} on disk` });
  }
});

/** Files that the YAML extension might ask after, and whether they are ours. */
const ours: Record<string, boolean> = {
  'file:///a/valohai.yaml': true,
  'file:///a/b/datapin.yaml': true,
  'file:///a/compose.yaml': false,
  'file:///a/my-valohai.yaml': false,
};

/** Two versions of the data, and an execution of each of the first two steps. */
async function prepare({ datapin }: Pick<Session, 'datapin'>): Promise<void> {
  await datapin('adopt', 'images', '--as', 'digits:v1');
  await datapin('run', 'preprocess', '-i', 'images=digits:v1', '--watch');
  await datapin('run', 'train', '--watch');
  await datapin('adopt', 'images/1', '--as', 'digits:v2');
}
