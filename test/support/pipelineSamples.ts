/** Pipeline files and Python scripts as their users write them: test/fixtures/pipeline-files. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'fixtures', 'pipeline-files');

/** Names, relative to their folder, with `/`. */
export const sampleNames: readonly string[] = globSync('**/*.{yaml,py}', { cwd: folder })
  .map((name) => name.replaceAll('\\', '/'))
  .sort();

/** Each with its text. */
export function pipelineSamples(): [name: string, text: string][] {
  return sampleNames.map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}
