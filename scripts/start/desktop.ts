import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { quietSettings } from '../../workbench/settings.ts';
import type { Tour } from './tour.ts';

const run = promisify(execFile);
const windows = process.platform === 'win32';

/** The desktop `code` on the PATH; undefined when there is none, or no screen to show it on. */
export function findDesktop(env: NodeJS.ProcessEnv): string | undefined {
  // in the terminal of a remote window `code` is another program, which only talks to that window
  if (env.VSCODE_IPC_HOOK_CLI) return undefined;
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return undefined;
  const folders = (env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, windows ? 'code.cmd' : 'code')).find((file) => existsSync(file));
}

/** Opens the tour in a window of its own, with settings and extensions of its own, until the window is closed or Ctrl-C. */
export async function openDesktop(code: string, tour: Tour): Promise<void> {
  const { workspace, registry, editor, vsix, say, signal } = tour;
  const user = join(editor, 'desktop');
  const lock = join(user, 'code.lock');
  mkdirSync(join(user, 'User'), { recursive: true });
  // the sample is our own text: asking whether to trust it would only be in the way
  const settings = { ...quietSettings, 'security.workspace.trust.enabled': false };
  writeFileSync(join(user, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
  rmSync(lock, { force: true });

  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const common = ['--user-data-dir', user, '--extensions-dir', join(editor, 'desktop-extensions'), ...root];
  const options = { env: { ...process.env, DATAPIN_HOME: registry }, shell: windows };
  await run(code, [...common, '--install-extension', vsix, '--force'], options);
  say('Datapin is open in VS Code. Close its window, or press Ctrl-C here, to end it.');
  // the editor's process leaves the one that started it; it writes its number into this file
  signal.addEventListener('abort', () => existsSync(lock) && process.kill(Number(readFileSync(lock, 'utf8'))), { once: true });
  try {
    await run(code, [...common, '--new-window', '--wait', workspace], { ...options, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
