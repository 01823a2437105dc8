/** The requests that are made of V7 Darwin. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext } from '../../core/source.ts';
import { askTool, saidNo } from '../../kit/toolAnswers.ts';
import { type Fields, objectOf, objectsOf, textOf } from '../../kit/values.ts';

export const secretNames = ['V7_API_KEY', 'DARWIN_API_KEY'] as const;
export const secretTitle = 'API key of V7';

export type Asking = Pick<SourceContext, 'web' | 'optionalSecret' | 'setting' | 'signal'>;

export interface Dataset {
  slug: string;
  name: string;
  items: number | undefined;
}

export interface Release {
  name: string;
  status: string;
  /** Counts up; 0 where V7 does not say. */
  version: number;
  /** `json` and `darwin_json_2` are Darwin JSON. */
  format: string;
  madeAt: string | undefined;
  /** Of images, as V7 counts them when the release is made. */
  images: number | undefined;
  /** A signed link to the zip, once it is made. */
  link: string | undefined;
}

/** A bucket of the customer's own, from which V7 reads. */
export interface Storage {
  name: string;
  provider: string;
  bucket: string;
}

export interface V7Api {
  /** Slug of the team whose key it is. */
  team(): Promise<string>;
  datasets(): Promise<Dataset[]>;
  /** Newest first. */
  releases(team: string, dataset: string): Promise<Release[]>;
  storages(team: string): Promise<Storage[]>;
}

export function createV7Api(context: Asking): V7Api {
  const ask = async (path: string, about: string): Promise<unknown> => {
    const { value } = await askTool(context.web, {
      url: `${baseUrl(context)}/api/${path}`,
      credentials: { headers: await keyHeaders(context) },
      headers: { accept: 'application/json' },
      tool: 'V7',
      secret: secretTitle,
      about,
      signal: context.signal,
    });
    const errors = objectOf(value)?.errors ?? objectOf(value)?.error;
    if (errors !== undefined && errors !== null) throw saidNo('V7', about, value);
    return value;
  };
  const list = async (path: string, about: string): Promise<Fields[]> => {
    const value = await ask(path, about);
    if (Array.isArray(value)) return objectsOf(value);
    throw saidNo('V7', about, 'there is no list');
  };
  const ofTeam = (team: string) => `teams/${encodeURIComponent(team)}`;
  return {
    async team() {
      const answer = objectOf(await ask('users/token_info', 'team of the key'));
      const slug = textOf(objectOf(answer?.selected_team)?.slug);
      if (slug) return slug;
      throw saidNo('V7', 'team of the key', 'there is no team');
    },
    datasets: async () => (await list('datasets', 'datasets')).flatMap(toDataset),
    async releases(team, dataset) {
      const path = `v2/${ofTeam(team)}/datasets/${encodeURIComponent(dataset)}/exports`;
      const releases = (await list(path, `dataset ${dataset}`)).flatMap(toRelease);
      return releases.sort((a, b) => b.version - a.version);
    },
    storages: async (team) => (await list(`${ofTeam(team)}/storage`, `storage of ${team}`)).flatMap(toStorage),
  };
}

/** Where V7 is, without a slash at the end. */
export function baseUrl(context: Pick<Asking, 'setting'>): string {
  return context.setting('baseUrl').replace(/\/+$/, '');
}

/** Throws `secret.missing`. */
export async function keyHeaders(context: Pick<Asking, 'optionalSecret'>): Promise<Record<string, string>> {
  const key = await keyOf(context);
  if (key) return { authorization: `ApiKey ${key}` };
  throw noKey();
}

/** `inBucket`: the image that is asked for lies in a bucket of the customer's own. */
export function noKey(inBucket = false): DatapinError {
  const bucket = inBucket ? ' Or name the bucket in which the images lie: --root s3://bucket/.' : '';
  return new DatapinError('secret.missing', `The ${secretTitle} is not known.`, {
    hint: `Set ${secretNames[0]} in the environment; in the editor, Datapin asks for it. The darwin command keeps yours in ~/.darwin/config.yaml, which is not read.${bucket}`,
  });
}

export async function keyOf({ optionalSecret }: Pick<Asking, 'optionalSecret'>): Promise<string | undefined> {
  for (const name of secretNames) {
    const key = await optionalSecret(name);
    if (key) return key;
  }
  return undefined;
}

function toDataset({ slug, name, num_items, num_images }: Fields): Dataset[] {
  const known = textOf(slug);
  if (!known) return [];
  const items = [num_items, num_images].find((count) => typeof count === 'number');
  return [{ slug: known, name: textOf(name) ?? known, items }];
}

function toRelease(value: Fields): Release[] {
  const name = textOf(value.name);
  if (!name) return [];
  const images = objectOf(value.metadata)?.num_images;
  return [
    {
      name,
      status: textOf(value.status) ?? (textOf(value.download_url) ? 'complete' : 'pending'),
      version: typeof value.version === 'number' ? value.version : 0,
      format: textOf(value.format) ?? 'json',
      madeAt: textOf(value.inserted_at),
      images: typeof images === 'number' ? images : undefined,
      link: textOf(value.download_url),
    },
  ];
}

function toStorage({ name, provider, bucket }: Fields): Storage[] {
  const [known, by] = [textOf(bucket), textOf(provider)];
  return known && by ? [{ name: textOf(name) ?? known, provider: by, bucket: known }] : [];
}
