/** Where the images of items lie: in the customer's own storage, on the web, or in SuperAnnotate. */
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import type { Access, SourceItem } from '../../core/source.ts';
import { isSigned } from '../../kit/http/canonical.ts';
import type { Integration, Item, SaApi } from './api.ts';
import { itemLocation } from './location.ts';

export interface Place {
  /** Undefined: under the root, by the name of the item. */
  location: string | undefined;
  access?: (expired: boolean) => Promise<Access>;
  /** An image that was uploaded is never replaced by another. */
  signature?: string;
}

export interface Places {
  /** Undefined where only the person knows: the image counts among those of `rest`. */
  ofItem(item: Item, project: { id: string; isExternal: boolean }): Promise<Place | undefined>;
  /** The same of an address as it was attached: a URL, or a key in an integration, which has this name or id. */
  ofAddress(address: string, integration: string | undefined): Promise<Place | undefined>;
  /** What is to be said at the end. */
  rest(): SourceItem[];
}

export interface PlaceOptions {
  api: SaApi;
  /** Where keys of integrations, and images that have no address, lie. */
  root: string | undefined;
  /** Whether SuperAnnotate can be asked. */
  hasToken: boolean;
}

export function createPlaces({ api, root, hasToken }: PlaceOptions): Places {
  let asked: Promise<Integration[]> | undefined;
  const unplaced = new Map<string, number>();
  const ofAddress: Places['ofAddress'] = async (address, integration) => {
    if (isAddress(address)) return ofLink(address);
    const key = encodePath(address.replace(/^\/+/, ''));
    if (root !== undefined) return { location: root + key };
    if (hasToken) asked ??= api.integrations();
    const known = (await asked) ?? [];
    const found = chosen(known, integration);
    const scheme = found && schemes[found.source];
    if (found?.bucket !== undefined && scheme !== undefined) return { location: `${scheme}://${found.bucket}/${key}` };
    const why = hasToken ? whyNot(known, integration) : noToken;
    unplaced.set(why, (unplaced.get(why) ?? 0) + 1);
    return undefined;
  };
  return {
    ofAddress,
    async ofItem(item, { id: project, isExternal }) {
      const { path, integration } = item;
      if (path !== undefined && (isAddress(path) || isExternal)) return ofAddress(path, integration);
      if (root !== undefined) return { location: undefined };
      const location = itemLocation({ project, item: item.id });
      return { location, signature: location, access: () => api.imageAccess(project, item) };
    },
    rest: () => [...unplaced].map(([why, count]) => nowhere(count, why)),
  };
}

const schemes: Readonly<Record<string, string>> = { aws: 's3', gcp: 'gs' };

function isAddress(path: string): boolean {
  return /^(https?|s3|gs|az):\/\//i.test(path);
}

/** A signed link is the customer's own: SuperAnnotate has no fresh one. */
function ofLink(url: string): Place {
  if (!isSigned(url)) return { location: url };
  return { location: url, access: async (expired) => (expired ? expiredLink() : { url }) };
}

function expiredLink(): never {
  throw new DatapinError('web.expired', 'The link that was attached to SuperAnnotate has expired, and it has no other.', {
    hint: 'Attach the image again, or adopt it where you have it: --root s3://bucket/prefix/.',
  });
}

/** The one that is named, else the only one that has a bucket. */
function chosen(integrations: readonly Integration[], name: string | undefined): Integration | undefined {
  if (name !== undefined) return integrations.find((one) => one.id === name) ?? integrations.find((one) => one.name === name);
  const buckets = integrations.filter(({ bucket }) => bucket !== undefined);
  return buckets.length === 1 ? buckets[0] : undefined;
}

const noToken = 'in an integration of SuperAnnotate, which cannot be asked without SA_TOKEN';

function whyNot(integrations: readonly Integration[], name: string | undefined): string {
  const names = integrations.map(
    (one) => `${one.name}${one.bucket === undefined ? '' : ` (${schemes[one.source] ?? one.source}://${one.bucket}/)`}`,
  );
  const there = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`;
  if (name === undefined) return `in an integration that is not named; ${there}`;
  const known = integrations.some((one) => one.name === name || one.id === name);
  return known
    ? `in the integration ${name}, which names no bucket that Datapin reads`
    : `in the integration ${name}, which is not known; ${there}`;
}

function nowhere(count: number, why: string): SourceItem {
  const images = count === 1 ? 'An image lies' : `${count.toLocaleString('en')} images lie`;
  const problem = new DatapinError('source.location', `${images} ${why}.`, {
    hint: 'Name where the keys lie: --root s3://bucket/ or --root <folder>.',
  });
  return { problem, at: 'integrations' };
}
