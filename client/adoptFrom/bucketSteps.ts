/** What of a bucket: a prefix that is typed, or folders and files that are chosen while looking around. */
import { browse, type WireStored } from '../../server/protocol/requests.ts';
import { size } from '../../server/protocol/words.ts';
import type { Context } from '../context.ts';
import { checkS3Location } from '../names.ts';
import type { Ask, CheckedChoice } from '../questions.ts';
import { named } from './lastSteps.ts';
import { parentOf } from './typed.ts';

export function bucketWay(context: Context): Ask {
  return async (ask) => {
    const way = await ask.list<'type' | 'browse'>({
      about: 'S3 Bucket',
      placeholder: 'Credentials come from the environment or the AWS profile in the settings',
      choices: () => [
        { label: 'Browse…', description: 'look into buckets, and choose folders and files', icon: 'list-tree', value: 'browse' },
        { label: 'Type a Location…', description: 's3://bucket/prefix', icon: 'edit', value: 'type' },
      ],
    });
    return way === 'type' ? typedBucket(context) : lookAround(context);
  };
}

function typedBucket(context: Context): Ask {
  return async (ask) => {
    const location = await ask.text({
      about: 'S3 Bucket',
      prompt: 'Bucket and prefix. A prefix with * is a pattern.',
      placeholder: 's3://bucket/prefix',
      start: 's3://',
      check: checkS3Location,
    });
    return named({ context, locations: [location] });
  };
}

/** The buckets; a bucket that may not be listed among others is typed. */
function lookAround(context: Context): Ask {
  return async (ask) => {
    const bucket = await ask.list<string>({
      about: 'S3 Bucket',
      placeholder: 'A bucket, or type its name',
      choices: async (token) => {
        const { entries } = await context.server.send(browse, { location: 's3://' }, token);
        return entries.map(({ name, location }) => ({ label: name, icon: 'database', value: location }));
      },
      typed: (text) => {
        const location = `s3://${text
          .trim()
          .replace(/^s3:\/\//, '')
          .replace(/\/*$/, '/')}`;
        return checkS3Location(location) === undefined ? location : undefined;
      },
    });
    return folderStep(context, bucket, new Set());
  };
}

/** One folder, whose items are checked; `chosen` keeps what was checked in others, too. */
function folderStep(context: Context, folder: string, chosen: Set<string>): Ask {
  return async (ask) => {
    const shown: WireStored[] = [];
    let after: string | undefined;
    let hasMore = true;
    while (true) {
      const elsewhere = [...chosen].filter((location) => parentOf(location) !== folder).length;
      const answer = await ask.several<string>({
        about: folder,
        placeholder: `${elsewhere > 0 ? `${elsewhere} checked elsewhere` : 'Nothing checked: all of it'}. Type name/ to open a folder`,
        more: () => hasMore,
        open: { tooltip: 'Open', fits: (location) => location.endsWith('/') },
        choices: async (token) => {
          if (hasMore) {
            const page = await context.server.send(browse, { location: folder, ...(after === undefined ? {} : { after }) }, token);
            shown.push(...page.entries);
            after = page.after;
            hasMore = page.after !== undefined;
          }
          return shown.map((entry) => choiceOf(entry, chosen));
        },
        typed: (text) => shown.find(({ type, name }) => type === 'folder' && `${name}/` === text)?.location,
      });
      for (const { location } of shown) chosen.delete(location);
      for (const location of answer.checked) chosen.add(location);
      if (answer.done === 'open') return folderStep(context, answer.value, chosen);
      if (answer.done === 'accept') return named({ context, locations: chosen.size > 0 ? [...chosen] : [folder] });
    }
  };
}

function choiceOf({ type, name, location, bytes }: WireStored, chosen: ReadonlySet<string>): CheckedChoice<string> {
  return {
    label: type === 'folder' ? `${name}/` : name,
    icon: type === 'folder' ? 'folder' : 'file',
    ...(bytes === undefined ? {} : { description: size(bytes) }),
    value: location,
    checked: chosen.has(location),
  };
}
