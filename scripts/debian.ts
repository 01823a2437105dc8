import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Sees to it that Debian packages are installed: with apt-get when that is ours to do.
 * Answers undefined when all are there, else one sentence that says what is missing.
 */
export function ensureDebianPackages(packages: readonly string[], say: (line: string) => void): string | undefined {
  if (!existsSync('/usr/bin/dpkg-query')) return `This is no Debian system: please see to ${packages.join(', ')} yourself.`;
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return undefined;
  const sentence = `Missing on this machine: ${missing.join(', ')}.`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return sentence;
  say(`Installing ${missing.join(', ')} …`);
  const failed = apt('update', '-qq') ?? apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
  return failed === undefined ? undefined : `${sentence} apt-get could not install it: ${failed}`;
}

function isInstalled(name: string): boolean {
  const { status, stdout } = spawnSync('dpkg-query', ['--status', name], { encoding: 'utf8' });
  return status === 0 && /^Status: install ok installed$/m.test(stdout);
}

/** Undefined when it went well, else its last words. */
function apt(...args: string[]): string | undefined {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr, error } = spawnSync('apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').slice(-3).join(' '));
}
