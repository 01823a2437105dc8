/** How long a person waits: from opening the window to the first squiggle, in the real workbench with the packaged extension. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ownTarget, packageExtension } from '../../scripts/package/vsix.ts';
import { makeSample } from '../../scripts/sample/workspace.ts';
import { launchChromium, openWindow } from '../../workbench/browser.ts';
import { installedServer } from '../../workbench/install.ts';
import { startEditorServer } from '../../workbench/server.ts';
import { median, type Table } from './table.ts';

const runs = 3;

export async function editorBench(): Promise<Table> {
  const folder = mkdtempSync(join(tmpdir(), 'datapin-editor-bench-'));
  try {
    const vsix = join(folder, 'datapin.vsix');
    packageExtension(ownTarget()!, vsix);
    const rounds: Round[] = [];
    for (let run = 0; run < runs; run++) rounds.push(await openOnce(join(folder, String(run)), vsix));
    const row = (label: string, key: keyof Round) => [label, median(rounds.map((round) => round[key])).toFixed(2)];
    return {
      title: 'From opening the window to the first diagnostic',
      method: `VS Code's server and a headless Chromium on this machine, a fresh profile each time, the sample workspace, median of ${runs}. The clock starts when the page is opened.`,
      columns: ['what is seen', 'seconds'],
      rows: [
        row('the explorer with the files', 'explorer'),
        row('the first squiggle, with valohai.yaml opened as soon as the explorer is there', 'squiggle'),
        row('of that: from opening the file to its squiggle', 'fileToSquiggle'),
      ],
      versions: { 'code-server': '4.139.1' },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Seconds. */
interface Round {
  explorer: number;
  squiggle: number;
  fileToSquiggle: number;
}

async function openOnce(folder: string, vsix: string): Promise<Round> {
  const workspace = join(folder, 'workspace');
  makeSample(workspace);
  const env = { DATAPIN_HOME: join(folder, 'registry') };
  mkdirSync(env.DATAPIN_HOME);
  await using ending = new AsyncDisposableStack();
  const server = await startEditorServer({ program: installedServer(), folder: join(folder, 'editor'), vsix: [vsix], env });
  ending.defer(server.stop);
  const browser = await launchChromium();
  ending.defer(() => browser.close());
  const opened = performance.now();
  const window = await openWindow(browser, server.address(workspace));
  const explorer = performance.now();
  await window.open('valohai.yaml');
  await window.page.locator('[class*="squiggly-"]').first().waitFor();
  const squiggle = performance.now();
  return { explorer: (explorer - opened) / 1000, squiggle: (squiggle - opened) / 1000, fileToSquiggle: (squiggle - explorer) / 1000 };
}
