import { toLocation } from '../../app.ts';
import { type AdoptRequest, adopt, planAdoption } from '../../core/adoption.ts';
import { DatapinError } from '../../core/errors.ts';
import { count, size } from '../../protocol/words.ts';
import type { CliCommand } from '../command.ts';
import { versionJson } from '../json.ts';

export const adoptCommand: CliCommand = {
  declare: (program) =>
    program
      .command('adopt')
      .description('make a version from files that already exist; nothing is copied')
      .argument('<location...>', 'folders, files, s3://bucket/prefix')
      .requiredOption('--as <dataset[:version]>', 'what to call it')
      .option('--include <glob...>', 'only these paths')
      .option('--exclude <glob...>', 'not these paths')
      .option('--hash <content|provider>', 'read the bytes, or believe what the store says', 'content')
      .option('--kind <dataset|model>', 'what a new dataset holds (default: "dataset")')
      .option('--dry-run', 'only count'),
  async run(context, locations, options) {
    const request: AdoptRequest = {
      locations: locations.map((location) => toLocation(location, context.cwd)),
      as: options.as as string,
      hash: oneOf('--hash', options.hash, ['content', 'provider']),
      ...(options.kind === undefined ? {} : { kind: oneOf('--kind', options.kind, ['dataset', 'model']) }),
      ...(options.include ? { include: options.include as string[] } : {}),
      ...(options.exclude ? { exclude: options.exclude as string[] } : {}),
    };
    const work = { signal: context.signal, onProgress: context.onProgress };
    if (options.dryRun) {
      const plan = await planAdoption(context.app(), request, work);
      return { json: { dryRun: true, ...plan }, text: `${count(plan.files, 'file')}, ${size(plan.bytes)}\n${notes(plan.notes)}` };
    }
    const { version, existed, relocated, notes: said } = await adopt(context.app(), request, work);
    const ref = `${version.dataset}:${version.name}`;
    const other = request.as.includes(':') && request.as !== ref ? `, so ${request.as} was not made` : '';
    const words = existed
      ? `${ref} was there already with these bytes${other}${relocated ? '; they are now read from here' : ''}`
      : `adopted ${ref}`;
    return {
      json: { ...versionJson(version, existed), relocated, notes: said },
      text: `${words}\nsha256:${version.hash}\n${count(version.files, 'file')}, ${size(version.bytes)}${version.identity === 'provider' ? ', identity: provider' : ''}\n${notes(said)}`,
    };
  },
};

export function oneOf<const T extends string>(option: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found) return found;
  throw new DatapinError('usage', `${option} cannot be "${value}".`, { hint: `It is one of ${allowed.join(', ')}.` });
}

function notes(lines: string[]): string {
  return lines.map((line) => `note: ${line}\n`).join('');
}
