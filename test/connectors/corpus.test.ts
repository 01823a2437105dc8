/** Every sample file and folder, adopted: what it is taken for, how many files it makes, and their hash or what is wrong. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { test as each } from 'node:test';
import { pathToFileURL } from 'node:url';
import { planAdoption } from '../../server/core/adoption/plan.ts';
import { adopt } from '../../server/core/adoption.ts';
import { asDatapinError } from '../../server/core/errors.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { sourceWorld } from '../support/sourceContext.ts';

/** Nothing beyond this machine is asked: no key, and only what lies here is read. */
const world = sourceWorld(test, { secrets: {} });
const here = new Set(['file', 'content']);
const shown = 5;

const folders = needsCorpus.skip ? [] : readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());

each('the samples are where this test looks for them', needsCorpus, (t) => {
  if (folders.length < 16) t.assert.fail(`There are only ${folders.length} folders of samples.`);
});

for (const { name: tool } of folders) {
  each(`every sample of ${tool}`, needsCorpus, async () => {
    const lines: string[] = [];
    for (const place of placesIn(tool)) lines.push(...(await outcomeOf(place)));
    matchesGolden(`corpus/${tool}.txt`, `${lines.join('\n')}\n`);
  });
}

/** Folders with a slash at their end, each before what is in it. */
function placesIn(folder: string): string[] {
  const entries = readdirSync(join(corpus, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const within = entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? placesIn(path) : [path];
  });
  return [`${folder}/`, ...within];
}

async function outcomeOf(place: string): Promise<string[]> {
  const request = { locations: [pathToFileURL(join(corpus, place)).href], as: 'sample' };
  try {
    const plan = await planAdoption(world, request);
    const head = `${place}  ${plan.source?.id ?? 'files'}, ${plan.files} files, ${plan.bytes} bytes`;
    if (plan.problems.length > 0) return [head, ...few(plan.problems)];
    if (plan.stores.some(({ store }) => !here.has(store))) return [`${head}, elsewhere`, ...notes(plan.notes)];
    const { version, notes: said } = await adopt(world, request);
    return [`${head}, sha256:${version.hash}`, ...notes(said)];
  } catch (error) {
    const { code, message, details } = asDatapinError(error);
    return [`${place}  ${code}: ${message.replaceAll(corpus, '')}`, ...few(details)];
  }
}

function notes(lines: readonly string[]): string[] {
  return few(lines.map((line) => `note: ${line}`));
}

function few(lines: readonly string[]): string[] {
  const first = lines.slice(0, shown).map((line) => `  ${line.replaceAll(corpus, '')}`);
  return lines.length > shown ? [...first, `  and ${lines.length - shown} more`] : first;
}
