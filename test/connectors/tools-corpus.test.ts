/** The samples of V7 and Superb AI: what each is taken for, and the files that it gives. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import test, { test as each } from 'node:test';
import { probeLocation } from '../../server/core/probing.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import { outcomeOf } from '../support/toolWorld.ts';

const none = { V7_API_KEY: '', DARWIN_API_KEY: '', SPB_ACCESS_KEY: '', SPB_TEAM_NAME: '' };
const world = sourceWorld(test, { secrets: none });

const samples: [tool: string, paths: string[], root?: string][] = [
  [
    'v7',
    [
      'v7-darwin/release-zips/dataset.zip',
      'v7-darwin/darwin-json-2.0/image_basic_external_storage',
      'v7-darwin/darwin-json-2.0/image_with_properties',
      'v7-darwin/darwin-json-2.0/video/mini_uct.json',
      'v7-darwin/darwin-json-2.0/unit/annotation_with_properties.json',
      'v7-darwin/darwin-json-2.0/unit/annotation_without_properties.json',
      ...['metadata', 'metadata_empty_properties', 'metadata_nested_properties'].map(
        (name) => `v7-darwin/darwin-json-2.0/unit/${name}.json`,
      ),
      'v7-darwin/api/list_exports.releases_api_response.json',
      'v7-darwin/api/list_items.files_content.json',
    ],
  ],
  ['v7-root', ['v7-darwin/darwin-json-2.0/image_basic_external_storage'], 's3://acme-images/'],
  ['superbai', ['superb-ai/synthetic/export.zip', 'superb-ai/synthetic/label.v0.4-wrapped.json', 'superb-ai/api/label.json']],
  ['superbai-root', ['superb-ai/synthetic/export.zip'], 's3://acme-images/street/'],
];

for (const [tool, paths, root] of samples) {
  each(`the samples of ${tool}`, needsCorpus, async () => {
    const reports: string[] = [];
    for (const path of paths) reports.push(`== ${path}`, ...(await reportOf(path, root)));
    matchesGolden(`tools/${tool}.txt`, `${reports.join('\n')}\n`);
  });
}

async function reportOf(sample: string, root: string | undefined): Promise<string[]> {
  const path = join(corpus, sample);
  const place = statSync(path).isDirectory() ? `${path}/` : path;
  const { source, why } = await probeLocation(world, new URL(`file://${place}`).href);
  if (!source) return [`files: ${why}`];
  const { files, made, facts, notes, problems } = await outcomeOf(world, source, { locations: [place], root });
  return [
    `${source.id}: ${why}`,
    ...files.map((file) => `  ${file}`),
    ...Object.entries(made).map(([name, text]) => `  ${name} ${createHash('sha256').update(text).digest('hex')} ${beginning(text)}`),
    ...Object.entries(facts ?? {}).map(([name, value]) => `  ${name}: ${value}`),
    ...notes.map((note) => `  note ${note}`),
    ...problems.map((problem) => `  problem ${problem}`),
  ];
}

function beginning(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text.trimEnd();
}
