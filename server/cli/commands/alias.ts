import { DatapinError } from '../../core/errors.ts';
import { versionNamed } from '../../core/named.ts';
import type { CliCommand } from '../command.ts';
import { table } from '../print.ts';

export const aliasCommand: CliCommand = {
  declare: (program) =>
    program
      .command('alias')
      .description('point an alias at a version; without one, show where aliases pointed')
      .argument('<dataset>')
      .argument('[alias]')
      .argument('[version]'),
  async run(context, [dataset, alias, version]) {
    const app = context.app();
    if (alias !== undefined && version !== undefined) {
      const target = versionNamed(app.registry, `${dataset}:${version}`);
      app.registry.datasets.setAlias(dataset!, alias, target.name);
      const ref = `${dataset}:${target.name}`;
      return { json: { dataset, alias, version: target.name, ref }, text: `${dataset}:${alias} -> ${ref}\n` };
    }
    if (alias !== undefined)
      throw new DatapinError('usage', 'A version is missing.', { hint: 'datapin alias <dataset> <alias> <version>' });
    versionNamed(app.registry, `${dataset}:latest`);
    const moves = app.registry.datasets.aliasMoves(dataset!);
    const rows = moves.map((move) => [move.movedAt, `${move.alias} -> ${move.to}`, move.from ? `was ${move.from}` : '', move.movedBy]);
    return { json: moves, text: table(rows) };
  },
};
