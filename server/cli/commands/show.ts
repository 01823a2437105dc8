import { versionNamed } from '../../core/named.ts';
import { originInWords } from '../../core/origin.ts';
import { count, size } from '../../protocol/words.ts';
import type { CliCommand } from '../command.ts';
import { versionJson } from '../json.ts';
import { facts } from '../print.ts';

export const showCommand: CliCommand = {
  declare: (program) => program.command('show').description("one version's facts and origin").argument('<ref>'),
  async run(context, [ref]) {
    const version = versionNamed(context.app().registry, ref!);
    const { integrity, deprecated } = version;
    return {
      json: versionJson(version),
      text: facts([
        [version.kind, `${version.dataset}:${version.name}`],
        ['hash', `sha256:${version.hash}`],
        ['identity', version.identity],
        ['files', `${count(version.files, 'file')}, ${size(version.bytes)}`],
        ['created', `${version.createdAt} by ${version.createdBy}`],
        ['origin', originInWords(version.origin)],
        ['aliases', version.aliases.join(', ')],
        ['integrity', integrity ? `${integrity.state}, checked ${integrity.checkedAt}` : 'not checked yet'],
        ['deprecated', deprecated && `${deprecated.why} (${deprecated.at} by ${deprecated.by})`],
        ['use instead', deprecated?.use],
      ]),
    };
  },
};
