import { DatapinError } from '../../core/errors.ts';
import { versionNamed } from '../../core/named.ts';
import type { CliCommand } from '../command.ts';
import { versionJson } from '../json.ts';

export const deprecateCommand: CliCommand = {
  declare: (program) =>
    program
      .command('deprecate')
      .description('say that a version should no longer be used, and why; it stays readable')
      .argument('<ref>')
      .option('--why <text>', 'the reason, as whoever uses it will read it')
      .option('--use <ref>', 'the version to use instead')
      .option('--undo', 'take it back'),
  async run(context, [ref], { why, use, undo }) {
    if (undo === true && (why !== undefined || use !== undefined)) throw misuse('--undo takes neither --why nor --use.');
    if (undo !== true && why === undefined) throw misuse('The reason is missing.');
    const { registry } = context.app();
    const version = versionNamed(registry, ref!);
    const successor = use === undefined ? undefined : versionNamed(registry, use as string);
    registry.versions.deprecate(version, undo === true ? undefined : { why: why as string, use: successor });
    const now = registry.versions.find(version.dataset, version.name)!;
    const name = `${version.dataset}:${version.name}`;
    if (!now.deprecated) return { json: versionJson(now), text: `${name} is not deprecated\n` };
    const { why: reason, use: instead } = now.deprecated;
    return { json: versionJson(now), text: `${name} is deprecated: ${reason}\n${instead ? `use ${instead}\n` : ''}` };
  },
};

function misuse(message: string): DatapinError {
  return new DatapinError('usage', message, {
    hint: 'datapin deprecate <ref> --why <text> [--use <ref>], or datapin deprecate <ref> --undo',
  });
}
