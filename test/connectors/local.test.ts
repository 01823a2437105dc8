import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as nodeTest from 'node:test';
import { pathToFileURL } from 'node:url';
import { createLocalConnector } from '../../server/connectors/local/connector.ts';
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
