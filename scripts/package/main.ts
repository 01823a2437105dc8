/** `npm run package [-- --all | --target=<target>]`: VSIX files at the top of the repository. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ownTarget, packageExtension, targets } from './vsix.ts';

const root = join(import.meta.dirname, '..', '..');

try {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  for (const target of chosenTargets()) {
    const name = `datapin-${version}-${target}.vsix`;
    packageExtension(target, join(root, name));
    console.log(`${name}  ${(statSync(join(root, name)).size / 1e6).toFixed(2)} MB`);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

function chosenTargets(): readonly (typeof targets)[number][] {
  const { values } = parseArgs({ options: { all: { type: 'boolean' }, target: { type: 'string' } } });
  if (values.all) return targets;
  const target = values.target ? targets.find((name) => name === values.target) : ownTarget();
  if (!target) throw new Error(`Datapin is packaged for ${targets.join(', ')}.`);
  return [target];
}
