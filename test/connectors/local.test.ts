import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as nodeTest from 'node:test';
import { pathToFileURL } from 'node:url';
import { createLocalConnector } from '../../server/connectors/local/connector.ts';
import { notThere } from '../../server/connectors/local/errors.ts';
import { tempFolder } from '../support/temp.ts';
import { connectorContract } from './contract.ts';

const home = tempFolder(nodeTest, 'local');

connectorContract('local', {
  nothingThere: 'folder.missing',
  async open() {
    const folder = await mkdtemp(join(home, 'place-'));
    return {
      connector: createLocalConnector(),
      folder: `${pathToFileURL(folder).href}/`,
      async put(path, bytes) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), bytes);
      },
      remove: (path) => rm(join(folder, path)),
    };
  },
});

nodeTest.describe('what is not there', () => {
  const missing = Object.assign(new Error('gone'), { code: 'ENOENT' });
  const cases: [path: string, hint: string][] = [
    ['/d/none', 'Check the path.'],
    ['/d/coco/**/*.png', "Adopt the folder /d/coco with --include '**/*.png'."],
    ['/d/a?.png', "Adopt the folder /d with --include 'a?.png'."],
    ['/d/{a,b}/x', "Adopt the folder /d with --include '{a,b}/x'."],
    ['/*.png', "Adopt the folder / with --include '*.png'."],
  ];
  for (const [path, hint] of cases) nodeTest.test(path, () => assert.equal(notThere(path, missing).hint, hint));

  nodeTest.test('a name of megabytes is cut', () => assert.ok(notThere(`/${'x'.repeat(5_000_000)}`, missing).message.length < 300));
});
