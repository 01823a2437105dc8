import type { Version } from '../../core/dataset.ts';
import { count, size } from '../../protocol/words.ts';
import type { CliCommand } from '../command.ts';
import { versionJson } from '../json.ts';
import { table } from '../print.ts';

export const listCommand: CliCommand = {
  declare: (program) => program.command('list').description('datasets, or the versions of one').argument('[dataset]'),
  async run(context, [dataset]) {
    const { datasets, versions } = context.app().registry;
    if (dataset === undefined) {
      const all = datasets.list();
      const rows = all.map((one) => [one.name, one.kind, count(one.versions, 'version'), one.latest ? `newest ${one.latest}` : '']);
      return { json: all, text: all.length > 0 ? table(rows) : 'No datasets yet. Adopt one: datapin adopt <folder> --as <dataset>\n' };
    }
    const all = versions.list(datasets.get(dataset).name);
    const rows = all.map((version) => [
      `${version.dataset}:${version.name}`,
      count(version.files, 'file'),
      size(version.bytes),
      version.createdAt.slice(0, 16).replace('T', ' '),
      version.hash.slice(0, 12),
      version.aliases.join(', '),
      deprecationMark(version),
    ]);
    return { json: all.map((version) => versionJson(version)), text: table(rows) };
  },
};

function deprecationMark({ deprecated }: Version): string {
  if (!deprecated) return '';
  return `deprecated: ${deprecated.why}${deprecated.use ? `; use ${deprecated.use}` : ''}`;
}
