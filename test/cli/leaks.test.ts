/** `datapin check` over steps whose inputs have files in common. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { openApp } from '../../server/app.ts';
import { deriveAll } from '../../server/core/derive/derive.ts';
import { given, request } from '../core/deriveWorld.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { runCheck } from './runCheck.ts';

const root = tempFolder(suite, 'cli-leaks');
const home = join(root, 'home');
const pictures = Array.from({ length: 30 }, (_, i) => `${i}.png: ${i % 2 ? 'cat' : 'dog'}`);

suite.before(async () => {
  const app = openApp({ home });
  given(app, 'all:v1', [...pictures, 'LICENSE', 'classes.json']);
  given(app, 'few:v1', ['val/b.png=3.png', 'val/c.png=4.png', 'val/d.png', 'LICENSE']);
  const parts = [
    { name: 'train', fraction: 0.8 },
    { name: 'val', fraction: 0.2 },
  ];
  await deriveAll(app, request(['all:v1'], { as: 'all', split: { parts, by: 'class', seed: 1 } }));
  await app.close();
});

const step = (train: string, val: string) =>
  `- step:\n    name: s\n    image: a\n    command: echo\n    inputs:\n      - name: train\n        default: ${train}\n      - name: val\n        default: ${val}\n`;

describe('inputs that have files in common', () => {
  const cases: [train: string, val: string, said: string | undefined][] = [
    ['all:v1', 'few:v1', 'train and val share 2 files, e.g. 3.png (= val/b.png).'],
    ['all:v1', 'all-val:v1', 'train and val share 6 files, e.g. '],
    ['all:v1', 'all:v1', 'train and val share 30 files, e.g. 0.png.'],
    ['all-train:v1', 'all-val:v1', undefined],
    ['all-train:v1', 'all:v9', undefined],
  ];
  for (const [i, [train, val, said]] of cases.entries()) {
    test(`${train} and ${val}`, async () => {
      const folder = writeFiles(join(root, `p${i}`), { 'valohai.yaml': step(train, val) });
      const { text, json, exitCode } = await runCheck('--json', { cwd: folder, home });
      const leaks = json!.findings.filter(({ code }) => code === 'split-leak');
      assert.deepEqual(
        leaks.map(({ severity }) => severity),
        said === undefined ? [] : ['warning', 'warning'],
        text,
      );
      for (const { message } of leaks) assert.ok(String(message).startsWith(said!), String(message));
      if (val !== 'all:v9') assert.equal(exitCode, 0);
      if (said !== undefined) assert.equal((await runCheck('--strict', { cwd: folder, home })).exitCode, 1);
    });
  }
});
