/** Size of what a person installs, and of its parts. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTarget, packageExtension } from '../../scripts/package/vsix.ts';
import type { Table } from './table.ts';

const root = join(import.meta.dirname, '..', '..');

export async function packageBench(): Promise<Table> {
  const folder = mkdtempSync(join(tmpdir(), 'datapin-package-'));
  try {
    const target = ownTarget()!;
    const vsix = join(folder, 'datapin.vsix');
    packageExtension(target, vsix);
    const part = (label: string, at: string, fits: RegExp): [string, number] => {
      const names = readdirSync(join(root, 'dist', at)).filter((name) => fits.test(name));
      return [label, names.reduce((sum, name) => sum + statSync(join(root, 'dist', at, name)).size, 0)];
    };
    return {
      title: 'Size of the package',
      method: `The VSIX for ${target} as \`npm run package\` makes it, and its unpacked parts (without source maps).`,
      columns: ['part', 'bytes'],
      rows: [
        ['the package', statSync(vsix).size],
        part('client', 'client', /\.cjs$/),
        part('server side, all entries and shared parts', 'server', /\.mjs$/),
        part('database library', 'server', /\.node$/),
        part('lineage page', 'webview', /\.(js|css)$/),
      ],
      versions: {},
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
