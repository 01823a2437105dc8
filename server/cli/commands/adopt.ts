import { toLocation } from '../../app.ts';
import { type AdoptRequest, adopt, planAdoption } from '../../core/adoption.ts';
import { DatapinError } from '../../core/errors.ts';
import { count, size } from '../../protocol/words.ts';
import type { CliCommand, CliContext } from '../command.ts';
import { versionJson } from '../json.ts';
import { noteLines, planText } from '../planText.ts';

export const adoptCommand: CliCommand = {
  declare: (program) =>
    program
      .command('adopt')
      .description('make a version from files that already exist; nothing is copied')
      .argument('<location...>', 'folders, files, lists, exports, s3://bucket/prefix, projects of tools')
      .requiredOption('--as <dataset[:version]>', 'what to call it')
      .option('--from <source>', 'what it is, e.g. coco; files: as they lie (default: found by looking)')
      .option('--root <location>', 'where relative names lie')
      .option('--field <name>', 'which of several fields holds the image')
      .option('--include <glob...>', 'only these paths')
      .option('--exclude <glob...>', 'not these paths')
      .option('--no-ignore', 'also what .datapinignore leaves out')
      .option('--hash <content|provider>', 'read the bytes, or believe what the store says', 'content')
      .option('--kind <dataset|model>', 'what a new dataset holds (default: "dataset")')
      .option('--keep-going', 'leave out what has a problem')
      .option('--dry-run', 'only count'),
  async run(context, locations, options) {
    const request = requestOf(context, locations, options);
    const work = { signal: context.signal, onProgress: context.onProgress };
    if (options.dryRun) {
      const plan = await planAdoption(context.app(), request, work);
      for (const line of plan.problems) context.say(line);
      const refused = plan.problems.length > 0 && !request.keepGoing;
      return { json: { dryRun: true, ...plan }, text: planText(plan), exitCode: refused ? 1 : 0 };
    }
    const { version, existed, relocated, source, notes, leftOut } = await adopt(context.app(), request, work);
    for (const line of leftOut) context.say(line);
    const ref = `${version.dataset}:${version.name}`;
    const other = request.as.includes(':') && request.as !== ref ? `, so ${request.as} was not made` : '';
    const words = existed
      ? `${ref} was there already with these bytes${other}${relocated ? '; they are now read from here' : ''}`
      : `adopted ${ref}`;
    const what = source ? `${source.title}: ${source.why}\n` : '';
    const sums = `${count(version.files, 'file')}, ${size(version.bytes)}${version.identity === 'provider' ? ', identity: provider' : ''}`;
    return {
      json: { ...versionJson(version, existed), relocated, source: source ?? null, notes, leftOut },
      text: `${words}\n${what}sha256:${version.hash}\n${sums}\n${noteLines(notes)}`,
    };
  },
};

function requestOf({ cwd }: CliContext, locations: string[], options: Record<string, unknown>): AdoptRequest {
  const { from, root, field, include, exclude, kind } = options as Record<string, string | undefined> & {
    include?: string[];
    exclude?: string[];
  };
  return {
    locations: locations.map((location) => toLocation(location, cwd)),
    as: options.as as string,
    hash: oneOf('--hash', options.hash, ['content', 'provider']),
    ...(kind === undefined ? {} : { kind: oneOf('--kind', kind, ['dataset', 'model']) }),
    ...(from === undefined ? {} : { from }),
    ...(root === undefined ? {} : { root: toLocation(root, cwd).replace(/\/*$/, '/') }),
    ...(field === undefined ? {} : { field }),
    ...(include ? { include } : {}),
    ...(exclude ? { exclude } : {}),
    ...(options.ignore === false ? { includeIgnored: true } : {}),
    ...(options.keepGoing ? { keepGoing: true } : {}),
  };
}

export function oneOf<const T extends string>(option: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found) return found;
  throw new DatapinError('usage', `${option} cannot be "${value}".`, { hint: `It is one of ${allowed.join(', ')}.` });
}
