import { deriveAll } from '../../core/derive/derive.ts';
import type { DeriveResult } from '../../core/derive/request.ts';
import { count, size } from '../../protocol/words.ts';
import type { Answer, CliCommand } from '../command.ts';
import { collect, deriveRequest } from '../derive/options.ts';
import { versionJson } from '../json.ts';
import { table } from '../print.ts';

export const deriveCommand: CliCommand = {
  declare: (program) =>
    program
      .command('derive')
      .description('make a version from versions; nothing is copied, and the recipe is kept')
      .argument('[ref...]', 'versions, in order')
      .requiredOption('--as <dataset[:version]>', 'what to call it; a part of a split is <dataset>-<part>')
      .option('--include <glob...>', 'only images with these paths')
      .option('--exclude <glob...>', 'not these paths')
      .option('--exclude-names <name...>', 'not these paths or file names; @list.txt has one a line')
      .option('--labelled', 'only images with at least one label')
      .option('--classes <names>', 'only images with labels of these classes, and only those labels: cat,dog')
      .option('--sample <n|10%>', 'so many images, by chance')
      .option('--seed <n>', 'what chance follows from', '1')
      .option('--split <parts>', 'a version of each part: train=.8,val=.2')
      .option('--by <class|folder|none>', 'what each part of a split has its share of (default: class where there are labels)')
      .option('--rename <from=to>', 'other beginnings of paths; may be repeated', collect)
      .option('--prefix <folder=ref>', 'puts the files of a version into a folder; may be repeated', collect)
      .option('--conflicts <refuse|first|last>', 'when two versions differ under one path, or in the labels of an image', 'refuse')
      .option('--kind <dataset|model>', 'what a new dataset holds (default: "dataset")')
      .option('--dry-run', 'only count')
      .addHelpText('after', help),
  async run(context, refs, options) {
    const app = context.app();
    const request = await deriveRequest(app, refs, { options, cwd: context.cwd, signal: context.signal });
    const results = await deriveAll(app, request, { signal: context.signal, onProgress: context.onProgress });
    return answer(results, request.split !== undefined);
  },
};

const help = `
The versions are put together, and then, in this order: --include, --exclude, --exclude-names, --labelled, --classes,
--sample, --split, --rename. A label file goes where its image goes; one that speaks of many images is narrowed to those
that are left. The same seed and paths always give the same choice.
datapin verify --recipe <ref> makes a version again and compares it.`;

function answer(results: readonly DeriveResult[], isSplit: boolean): Answer {
  const all = results.map(resultJson);
  const dryRun = results.every(({ version }) => !version);
  const json = isSplit ? { ...(dryRun ? { dryRun } : {}), versions: all } : { ...(dryRun ? { dryRun } : {}), ...all[0]! };
  return { json, text: results.map(resultText).join('\n') };
}

function resultJson({ version, existed, as, ...counts }: DeriveResult) {
  const { files, bytes, notes, conflicts, recipe, images, classes = null } = counts;
  const more = { images, classes, recipe, notes, conflicts };
  return version ? { ...versionJson(version, existed), ...more } : { as, files, bytes, ...more };
}

function resultText(result: DeriveResult): string {
  const { version, existed, as, files, bytes, images, classes, notes, recipe } = result;
  const ref = version ? `${version.dataset}:${version.name}` : as;
  const what = images === files ? count(files, 'file') : `${count(files, 'file')} (${count(images, 'image')})`;
  const head = !version ? `${as} would have` : existed ? `${ref} was there already with these bytes` : `derived ${ref}`;
  const lines = [
    head,
    ...(version ? [`sha256:${version.hash}`] : []),
    `${what}, ${size(bytes)}${version?.identity === 'provider' ? ', identity: provider' : ''}`,
    `from ${recipe}`,
    ...notes.map((line) => `note: ${line}`),
  ];
  const rows = version ? [] : Object.entries(classes ?? {}).map(([name, number]) => [`  ${name || '(no class)'}`, count(number, 'image')]);
  return `${lines.join('\n')}\n${table(rows)}`;
}
