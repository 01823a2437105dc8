/** Temp folders that go when the test (or the file) that asked for them is over. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A test context `t`, or the module `node:test` itself for a folder that the whole file shares. */
export interface Owner {
  after(cleanUp: () => void | Promise<void>): void;
}

/** Absolute path, without symbolic links, of a new empty folder. */
export function tempFolder(owner: Owner, name = 'test'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `datapin-${name}-`)));
  owner.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}
