import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeImages } from './images.ts';

const template = join(import.meta.dirname, '..', '..', 'sample');

/**
 * Makes the sample workspace: the files of `sample/`, 300 images and one commit. Whatever is already there stays as it is.
 * Answers whether it was made.
 */
export function makeSample(folder: string): boolean {
  if (existsSync(folder)) return false;
  mkdirSync(dirname(folder), { recursive: true });
  // renamed when complete: an interrupted start leaves nothing that looks ready
  const draft = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  cpSync(template, draft, { recursive: true, filter: (source) => basename(source) !== '__pycache__' });
  writeImages(join(draft, 'images'));
  commit(draft);
  renameSync(draft, folder);
  return true;
}

/** One commit with a fixed date and author, so that its id is the same everywhere. */
function commit(folder: string): void {
  const date = '2026-01-01T00:00:00Z';
  // the user's own hooks, signing and templates have no say here
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Datapin sample');
  git('config', 'user.email', 'sample@datapin.invalid');
  git('config', 'core.autocrlf', 'false');
  git('add', '--all');
  git('commit', '--quiet', '--message=Three steps over handwritten digits');
}
