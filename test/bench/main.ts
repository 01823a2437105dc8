/**
 * `npm run bench [name…]`: measures, beside a peer in the same run, prints a table and writes it to bench/results/.
 * Build first (`npm run build`): what is measured is what is shipped. `--dist=<folder>` measures another build, where a
 * bench starts ours, and `--results=<folder>` writes elsewhere.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { adoptBench } from './adopt.ts';
import { editorBench } from './editor.ts';
import { languageBench } from './language.ts';
import { listingBench } from './listing.ts';
import { machine } from './machine.ts';
import { packageBench } from './package.ts';
import type { Bench } from './table.ts';
import { markdown } from './table.ts';
import { versionsBench } from './versions.ts';

const benches: Record<string, Bench> = {
  adopt: adoptBench,
  editor: editorBench,
  language: languageBench,
  listing: listingBench,
  package: packageBench,
  versions: versionsBench,
};
const root = join(import.meta.dirname, '..', '..');

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { dist: { type: 'string', default: join(root, 'dist') }, results: { type: 'string', default: join(root, 'bench', 'results') } },
});
const results = resolve(values.results);
const unknown = wanted.filter((name) => !benches[name]);
if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);

mkdirSync(results, { recursive: true });
for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) {
  const table = await benches[name]!({ dist: resolve(values.dist) });
  const report = { measuredAt: new Date().toISOString(), machine: machine(), ...table };
  const text = markdown(report);
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(results, `${name}.md`), text);
  console.log(text);
}
