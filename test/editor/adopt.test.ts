/** Adopting from anywhere, deriving and comparing in the real workbench: one window. */
import nodeTest, { after, before, describe } from 'node:test';
import type { Locator } from 'playwright-core';
import { until } from '../support/poll.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { tempFolder } from '../support/temp.ts';
import type { Workbench } from '../support/workbench.ts';
import { fillBucket, prepareVersions } from './adoptData.ts';
import { type Gestures, gesturesOf } from './gestures.ts';
import { inThemes, picture } from './pictures.ts';
import { startSession, withoutSession } from './session.ts';
import { stepsIn } from './steps.ts';
import { startToolServer, type ToolServer } from './toolServer.ts';

describe('adopting, deriving and comparing in the editor', { skip: withoutSession() || withoutRgw() }, () => {
  let workbench: Workbench;
  let tool: ToolServer;
  let store: Rgw;
  after(() => workbench?.stop()); // first: an editor that still runs would write into the folder after it was removed
  const home = tempFolder(nodeTest, 'editor');
  let page: Workbench['page'];
  let see: Gestures;

  before(async () => {
    tool = await startToolServer('right-key');
    store = await startRgw();
    await fillBucket(store);
    const settings = { 'datapin.sources': { 'sama.url': tool.url }, 'datapin.s3.endpoint': store.endpoint };
    const env = { AWS_ACCESS_KEY_ID: store.accessKeyId, AWS_SECRET_ACCESS_KEY: store.secretAccessKey, AWS_REGION: 'us-east-1' };
    ({ workbench } = await startSession(home, { prepare: prepareVersions, settings, env }));
    page = workbench.page;
    see = gesturesOf(workbench);
  });
  after(async () => {
    await tool?.stop();
    await store?.stop();
  });

  const step = stepsIn(() => workbench);

  step('the wizard asks where from, goes back, checks what is typed', async () => {
    await workbench.showContainer('Datapin');
    await see.item('Datasets', 'dataset digits, 2 versions').waitFor(); // a palette that is opened earlier does not know our commands
    await begin('Links');
    await see.asked('Adopt From: Links');
    await page.locator('.quick-input-widget input').fill('ftp://host/x');
    await page.locator('.quick-input-widget', { hasText: 'is no link' }).waitFor();
    await see.back();
    await see.choose('Adopt From', 'Folder');
    await see.chooseFolder('Adopt a folder', 'images', '9');
    await see.asked('Adopt From: Name');
    await see.back();
    await see.choose('Adopt From', 'Folder');
    await see.chooseFolder('Adopt a folder', 'images', '9');
  });

  step('a summary says what would be adopted; then it is', async () => {
    await see.answer('Adopt From: Name', 'fresh');
    await see.row('Adopt From: fresh', /300 files/).waitFor();
    await see.choose('Adopt From: fresh', 'Adopt');
    await see.item('Datasets', 'dataset fresh, 1 version').waitFor();
  });

  step('folders and files of a bucket are chosen while looking around, and adopted together', async () => {
    await begin('S3 Bucket');
    await see.choose('Adopt From: S3 Bucket', 'Browse');
    await see.choose('Adopt From: S3 Bucket', 'photos');
    await see.check('Adopt From: s3://photos/', 'top.jpg');
    await see.openRow('Adopt From: s3://photos/', 'raw/');
    await see.asked('Adopt From: s3://photos/raw/');
    await see.row('Adopt From: s3://photos/raw/', 'july/').waitFor();
    await see.back();
    await see.checked('Adopt From: s3://photos/', 'top.jpg').waitFor();
    await page.keyboard.type('raw/'); // the way of the keyboard
    await see.check('Adopt From: s3://photos/raw/', 'july/');
    await page.locator('.quick-input-widget input[placeholder*="1 checked elsewhere"]').waitFor();
    await see.accept();
    await see.answer('Adopt From: Name', 'photos');
    await see.row('Adopt From: photos', /3 files/).waitFor();
    await see.choose('Adopt From: photos', 'Adopt');
    await see.item('Datasets', 'dataset photos, 1 version').waitFor();
  });

  step('the key of a tool is asked for when it is needed, again when it is refused, and forgotten', async () => {
    await begin('Sama');
    await see.choose('Adopt From: Sama', 'Project');
    await see.answer('Adopt From: Project of Sama', '7');
    await see.answer('Adopt From: Name', 'far');
    await see.answer('Adopt From: API key of Sama', 'wrong-key');
    await page.locator('.quick-input-widget', { hasText: 'refuse' }).waitFor();
    await see.answer('Adopt From: API key of Sama', 'right-key');
    await see.row('Adopt From: far', 'Try Again').waitFor(); // the project has no tasks, which the tool says only now
    await page.keyboard.press('Escape');
    await workbench.command('Datapin: Forget Secret');
    await see.choose('Forget secret', 'API key of Sama');
    await page.locator('.statusbar-item', { hasText: 'Forgot the API key of Sama' }).waitFor();
  });

  step('what is wrong is shown line by line, and the rest is adopted', async () => {
    await begin('Folder');
    await see.chooseFolder('Adopt a folder', 'broken', 'annotations');
    await see.answer('Adopt From: Name', 'broken');
    await see.choose('Adopt From: broken', 'Show What Is Wrong');
    await see.tab('Problems');
    await see.line('gone.jpg').waitFor();
    const said = await see.said('1 thing is wrong with broken. Nothing was adopted.');
    await said.getByRole('button', { name: 'Adopt the Rest' }).click();
    await see.item('Datasets', 'dataset broken, 1 version').waitFor();
  });

  step('a sample is derived, after a look at what it would hold', async () => {
    await see.fromMenu(see.item('Datasets', /^version v2, 300 files/), 'Derive...', {
      there: see.question('Derive from digits:v2'),
      select: () => see.expand(see.item('Datasets', /^dataset digits,/)),
    });
    await see.choose('Derive from digits:v2', 'Sample');
    await see.answer('Derive from digits:v2: Sample', '10');
    await see.answer('Derive from digits:v2: Seed', '7');
    await see.answer('Derive from digits:v2: Name', 'digits-sample');
    await see.row('Derive from digits:v2: digits-sample', /10 images, 11 files/).waitFor();
    await see.choose('Derive from digits:v2: digits-sample', 'Derive');
    await see.item('Datasets', /^version v1, 11 files/).waitFor();
  });

  step('two selected versions are compared: files by what became of them', async () => {
    await selectBoth('Compare Selected', see.item('Comparison', /^Added 1,/));
    for (const group of ['Added 1', 'Removed 1', 'Changed 1', 'Moved 1']) await see.item('Comparison', new RegExp(`^${group},`)).waitFor();
    await see.item('Comparison', /^moved moved.2000\.png, from 2.2000\.png/).waitFor();
  });

  step('a changed image opens beside what it was', async () => {
    await see.item('Comparison', /^changed 0.0000\.png/).click();
    await page.locator('.tab.active', { hasText: 'digits:v1 · 0000.png ↔ digits:v2 · 0000.png' }).waitFor();
    await until(async () => (await widths()).filter((width) => width === 28).length === 2, { what: 'both pictures' });
    await inThemes(workbench, (theme) => picture(workbench, `comparison-${theme}`));
  });

  step('what is in one version only opens alone', async () => {
    await see.item('Comparison', /^added notes\.txt/).click();
    await see.line('checked by ada').waitFor();
    await see.tab('digits:v2 · notes.txt');
  });

  step('versions that do not agree are merged as a person says', async () => {
    await selectBoth('Merge...', see.question('Merge digits:v2, digits:v1: Name'));
    await see.answer('Merge digits:v2, digits:v1: Name', 'both');
    await see
      .row('Merge digits:v2, digits:v1: both', /0\/0000\.png/)
      .first()
      .waitFor();
    await picture(workbench, 'merge');
    await see.choose('Merge digits:v2, digits:v1: both', 'Take the Last');
    await see.item('Datasets', 'dataset both, 1 version').waitFor();
  });

  step('what is dropped on a dataset is adopted under its name, or another', async () => {
    await workbench.showContainer('Explorer');
    const folder = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'other' });
    const icon = page.locator('.activitybar .action-item', { has: page.locator('[aria-label^="Datapin"]') });
    await see.dragTo(folder, icon, see.item('Datasets', /^dataset digits,/));
    await see.asked('Adopt /');
    await page.locator('.quick-input-widget', { hasText: 'Becomes digits:v3' }).waitFor();
    await see.answer('Adopt /', 'dropped');
    await see.item('Datasets', 'dataset dropped, 1 version').waitFor();
  });

  step('the wizard and its summary look right in every theme', () =>
    inThemes(workbench, async (theme) => {
      await workbench.command('Datapin: Adopt From...');
      await see.row('Adopt From', 'Links').waitFor();
      await picture(workbench, `adopt-from-${theme}`);
      await see.choose('Adopt From', 'Folder');
      await see.chooseFolder('Adopt a folder', 'images', '9');
      await see.answer('Adopt From: Name', 'scans');
      await see.row('Adopt From: scans', /300 files/).waitFor();
      await picture(workbench, `adopt-summary-${theme}`);
      await page.keyboard.press('Escape');
    }),
  );

  async function begin(source: string): Promise<void> {
    await workbench.command('Datapin: Adopt From...');
    await see.choose('Adopt From', source);
  }

  /** The two versions of the digits, and something from their menu. */
  async function selectBoth(label: string, there: Locator): Promise<void> {
    const first = see.item('Datasets', /^version v1, 300 files/).first();
    const select = async () => {
      const newer = see.item('Datasets', /^version v2, 300 files/);
      await newer.click();
      // what is in it would push the other one out of sight
      if ((await newer.getAttribute('aria-expanded')) === 'true') await newer.click();
      await first.click({ modifiers: ['ControlOrMeta'] });
    };
    await see.fromMenu(first, label, { there, select });
  }

  /** Of the pictures that are shown. */
  async function widths(): Promise<number[]> {
    const inFrames = page
      .frames()
      .map((frame) =>
        frame.locator('img').evaluateAll((all) => all.map((one) => (one as unknown as { naturalWidth: number }).naturalWidth)),
      );
    return (await Promise.all(inFrames)).flat();
  }
});
