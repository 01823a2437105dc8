import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ownTarget, packBuilt } from '../../scripts/package/vsix.ts';

const root = join(import.meta.dirname, '..', '..');

/** The extension as users get it: a VSIX of what is built in `dist/`, packed again only after a build. */
export function packagedExtension(): string {
  const built = join(root, 'dist', 'datapin.mjs');
  if (!existsSync(built)) throw new Error('dist/ is not there: build first (npm run build).');
  const target = ownTarget();
  if (!target) throw new Error(`Datapin is not made for ${process.platform}-${process.arch}.`);
  const vsix = join(root, '.cache', 'test', 'datapin.vsix');
  const newest = Math.max(...[built, join(root, 'package.json')].map((file) => statSync(file).mtimeMs));
  if (!existsSync(vsix) || statSync(vsix).mtimeMs < newest) packBuilt(target, vsix);
  return vsix;
}
