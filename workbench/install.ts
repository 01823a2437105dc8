/** Installs the VS Code server that npm's code-server carries, in this folder, when it is first needed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../scripts/npm.ts';

const here = import.meta.dirname;
const product = join(here, 'node_modules', 'code-server', 'lib', 'vscode');
const stamp = join(here, 'node_modules', '.installed');

/** The server's entry point. Half a minute and some 600 MB the first time; throws in words when npm fails. */
export function installedServer(say: (line: string) => void = () => {}): string {
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    say('Installing the VS Code server (once, about half a minute) …');
    npm(['ci', '--ignore-scripts'], here);
    // its own dependencies; `npm ci` would refuse the lock file that it ships
    npm(['install', '--ignore-scripts', '--omit=dev'], product);
    writeFileSync(stamp, wanted);
  }
  return join(product, 'out', 'server-main.js');
}
