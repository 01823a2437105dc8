/** Where the images of an item lie: in the customer's own bucket, or in V7. */
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import type { Access, SourceItem } from '../../core/source.ts';
import { type Asking, baseUrl, createV7Api, keyHeaders, keyOf, noKey, type Storage, secretNames } from './api.ts';
import type { DarwinFile, DarwinItem } from './item.ts';
import { uploadLocation } from './location.ts';
import { hasToken, uploadAccess } from './upload.ts';

export interface Place {
  location: string | undefined;
  access?: (expired: boolean) => Promise<Access>;
  /** An upload is never replaced by another. */
  signature?: string;
}

export interface Places {
  /** Undefined where only the person knows: the file counts among those of `rest`. */
  of(item: DarwinItem, file: DarwinFile): Promise<Place | undefined>;
  /** What is to be said at the end. */
  rest(): SourceItem[];
}

/**
 * A root that is a bucket is where storage keys lie. One that is anything else is where the images lie under the names that
 * people know. Without one, the team's storage is asked for, once.
 */
export function createPlaces(root: string | undefined, context: Asking): Places {
  const isBucket = root !== undefined && /^(s3|gs|az):/i.test(root);
  const teams = new Map<string, Promise<readonly Storage[]>>();
  const unplaced = new Map<string, { count: number; storages: readonly Storage[] }>();
  const strangers = new Set<string>();
  const storagesOf = (team: string) => {
    const asked = teams.get(team) ?? createV7Api(context).storages(team);
    teams.set(team, asked);
    return asked;
  };
  return {
    async of(item, file) {
      if (root !== undefined && !isBucket) return { location: undefined };
      const { storageKey } = file;
      const team = item.team ?? file.upload?.team;
      if (storageKey !== undefined) {
        if (root !== undefined) return { location: root + encodePath(storageKey) };
        const storages = team !== undefined && (await keyOf(context)) ? await storagesOf(team) : [];
        if (storages.length > 1) {
          unplaced.set(team!, { count: (unplaced.get(team!)?.count ?? 0) + 1, storages });
          return undefined;
        }
        const scheme = schemes[storages[0]?.provider ?? ''];
        if (scheme) return { location: `${scheme}://${storages[0]!.bucket}/${encodePath(storageKey)}` };
      }
      const origin = URL.parse(file.url ?? '')?.origin;
      if (origin !== undefined && origin !== new URL(baseUrl(context)).origin) strangers.add(origin);
      return hosted(file, context);
    },
    rest: () => [
      ...[...unplaced].map(([team, facts]) => severalStorages(team, facts)),
      ...[...strangers].map((origin) => ({
        note: `The export comes from ${origin}; V7 is asked at ${baseUrl(context)} (DARWIN_BASE_URL).`,
      })),
    ],
  };
}

const schemes: Readonly<Record<string, string>> = { aws: 's3', gcp: 'gs' };

/** In V7; where the export was made with a token, no key is needed for as long as that is good. */
function hosted({ upload, url, storageKey }: DarwinFile, context: Asking): Place {
  if (upload) {
    const access = async (expired: boolean) => {
      if (await keyOf(context)) return uploadAccess(context, upload);
      if (!hasToken(url)) throw noKey(storageKey !== undefined);
      if (expired) throw tokenExpired();
      return { url };
    };
    return { location: uploadLocation(upload), signature: `upload ${upload.id}`, access };
  }
  if (url === undefined) return { location: undefined };
  const own = URL.parse(url)?.origin === new URL(baseUrl(context)).origin;
  if (own)
    return { location: url, access: async () => ({ url, ...((await keyOf(context)) ? { headers: await keyHeaders(context) } : {}) }) };
  return hasToken(url) ? { location: url, access: async () => ({ url }) } : { location: url };
}

function tokenExpired(): DatapinError {
  return new DatapinError('web.expired', 'The token with which the release was exported is over.', {
    hint: `Export it again with tokens, or set ${secretNames[0]}.`,
  });
}

function severalStorages(team: string, { count, storages }: { count: number; storages: readonly Storage[] }): SourceItem {
  const names = storages.map(({ name, provider, bucket }) => `${name} (${schemes[provider] ?? provider}://${bucket}/)`);
  const files = count === 1 ? 'A file lies' : `${count.toLocaleString('en')} files lie`;
  const problem = new DatapinError(
    'source.location',
    `${files} in a storage of ${team}, which has ${storages.length}: ${names.join(', ')}. The release does not say in which.`,
    { hint: `Name the bucket: --root s3://${storages[0]!.bucket}/.` },
  );
  return { problem, at: `storage of ${team}` };
}
