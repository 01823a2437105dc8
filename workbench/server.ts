/** The VS Code server: the real workbench, its extensions in a real Node extension host, shown by a browser. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGuarded } from '../scripts/guarded.ts';
import { quietSettings } from './settings.ts';

export interface ServerOptions {
  /** `server-main.js` of the server. */
  program: string;
  /** Folder for all that it writes; made when missing. */
  folder: string;
  /** Extensions to install first. */
  vsix?: readonly string[];
  /** User settings, over the quiet ones. */
  settings?: Record<string, unknown>;
  /** Environment of the server and, by it, of the extensions; `undefined` takes a variable away. */
  env?: Record<string, string | undefined>;
  /** Asked of the browser when given; without it any process of this machine may connect. */
  token?: string;
}

export interface EditorServer {
  /** Address of the workbench with a folder open in it. */
  address(workspace: string): string;
  /** What the server wrote. */
  output(): string;
  readonly ended: Promise<unknown>;
  /** Ends the server and all it started. */
  stop(): Promise<void>;
}

/** Starts the server on a free port of 127.0.0.1. */
export async function startEditorServer(options: ServerOptions): Promise<EditorServer> {
  const { program, folder, vsix = [], token } = options;
  const data = join(folder, 'data');
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2));
  const folders = ['--server-data-dir', data, '--user-data-dir', data, '--extensions-dir', join(folder, 'extensions')];
  const common = [program, ...folders, '--accept-server-license-terms'];
  const env = environment(folder, options.env);
  for (const file of vsix) execFileSync(process.execPath, [...common, '--install-extension', file, '--force'], { env, stdio: 'pipe' });

  const access = token ? ['--connection-token', token] : ['--without-connection-token'];
  const quiet = ['--disable-workspace-trust', '--disable-telemetry', '--telemetry-level', 'off', '--skip-welcome'];
  const server = startGuarded(process.execPath, [...common, '--host', '127.0.0.1', '--port', '0', ...access, ...quiet], { env });
  try {
    const [, port] = await server.says(/Web UI available at http:\/\/[^:\s]+:(\d+)/, 60_000);
    const address = (workspace: string) =>
      `http://127.0.0.1:${port}/?${new URLSearchParams({ ...(token ? { tkn: token } : {}), folder: workspace })}`;
    const stop = async () => {
      await server.stop();
    };
    return { address, output: server.output, ended: server.ended, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The caller's environment, with every folder that the server would write to moved. */
function environment(folder: string, added: ServerOptions['env']): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_CONFIG_HOME: join(folder, 'xdg'), XDG_DATA_HOME: join(folder, 'xdg'), ...added };
  // an editor's own terminal leaves these behind, and they would tie the server to that editor
  for (const name of Object.keys(env)) if (name.startsWith('VSCODE_')) delete env[name];
  return env;
}
