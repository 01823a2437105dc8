import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** What `vsce --target` and better-sqlite3 both have a name for. */
export const targets = [
  'linux-x64',
  'linux-arm64',
  'alpine-x64',
  'alpine-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
] as const;

export type Target = (typeof targets)[number];

/** This machine's target; undefined when there is none for it. */
export function ownTarget(): Target | undefined {
  const { glibcVersionRuntime } = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header;
  const system = process.platform === 'linux' && glibcVersionRuntime === undefined ? 'alpine' : process.platform;
  return targets.find((target) => target === `${system}-${process.arch}`);
}

/** Builds `dist/` for a target and packs it into `file`. Throws with the tool's words when that fails. */
export function packageExtension(target: Target, file: string): void {
  node('esbuild.mjs', `--target=${target}`);
  packBuilt(target, file);
}

/** Packs `dist/` as it is, which must have been built for that target. */
export function packBuilt(target: Target, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // the project names no repository: its README keeps the links it has
  const asItIs = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  node(vsce, 'package', ...asItIs, '--target', target, '--out', file);
}

function node(...args: string[]): void {
  try {
    execFileSync(process.execPath, args, { cwd: root, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args[0]} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
