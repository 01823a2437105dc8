import type { OriginSource, Version } from '../../core/dataset.ts';
import { DatapinError } from '../../core/errors.ts';
import { versionNamed } from '../../core/named.ts';
import { originInWords } from '../../core/origin.ts';
import { count, problemCount, size } from '../../protocol/words.ts';
import type { Answer, CliCommand, CliContext } from '../command.ts';
import { versionJson } from '../json.ts';
import { facts } from '../print.ts';

export const showCommand: CliCommand = {
  declare: (program) =>
    program
      .command('show')
      .description("one version's facts and origin")
      .argument('<ref>')
      .option('--source', 'what its tool said of each item, one JSON document a line'),
  async run(context, [ref], options) {
    const version = versionNamed(context.app().registry, ref!);
    if (options.source) return showRecord(context, version);
    const { integrity, deprecated, origin } = version;
    const adopted = origin.type === 'adopt' ? origin : undefined;
    return {
      json: versionJson(version),
      text: facts([
        [version.kind, `${version.dataset}:${version.name}`],
        ['hash', `sha256:${version.hash}`],
        ['identity', version.identity],
        ['files', `${count(version.files, 'file')}, ${size(version.bytes)}`],
        ['created', `${version.createdAt} by ${version.createdBy}`],
        ['origin', originInWords(origin)],
        ['source', adopted?.source && sourceInWords(adopted.source)],
        ['aliases', version.aliases.join(', ')],
        ['integrity', integrity ? `${integrity.state}, checked ${integrity.checkedAt}` : 'not checked yet'],
        ['deprecated', deprecated && `${deprecated.why} (${deprecated.at} by ${deprecated.by})`],
        ['use instead', deprecated?.use],
      ]).concat(passedOver(adopted?.leftOut)),
    };
  },
};

function sourceInWords({ id, facts }: OriginSource): string {
  return [id, ...Object.entries(facts).map(([name, value]) => `${name} ${value}`)].join(', ');
}

/** A problem need not have cost a file: a label that cannot be read has none. */
function passedOver(lines: readonly string[] = []): string {
  if (lines.length === 0) return '';
  const number = problemCount(lines);
  return `${count(number, 'problem')} ${number === 1 ? 'was' : 'were'} passed over:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Written as it is read: it may be long. */
async function showRecord(context: CliContext, { dataset, name, origin }: Version): Promise<Answer> {
  const record = origin.type === 'adopt' ? origin.source?.record : undefined;
  if (record === undefined) {
    throw new DatapinError('usage', `Nothing is kept of what a tool said of ${dataset}:${name}.`, {
      hint: 'Records are kept of versions that were adopted from labelling tools.',
    });
  }
  const decoder = new TextDecoder();
  for (const piece of context.app().registry.content.read(record)) await context.write(decoder.decode(piece, { stream: true }));
  return { json: undefined, text: '' };
}
