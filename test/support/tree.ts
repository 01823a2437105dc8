/** Folders written for a test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Owner, tempFolder } from './temp.ts';

/** A folder with these files, by their paths; what is no text and no bytes becomes JSON. Ends with a slash. */
export function tree(owner: Owner, content: Readonly<Record<string, unknown>>): string {
  const folder = tempFolder(owner, 'tree');
  for (const [path, value] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value));
  }
  return `${folder}/`;
}
