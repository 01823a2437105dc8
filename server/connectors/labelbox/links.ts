/** Links to images of which Labelbox has the only copy. */
import type { Access, SourceContext } from '../../core/source.ts';
import { canonicalLocation, isSigned } from '../../kit/http/canonical.ts';
import type { Link } from '../../kit/linkedConnector.ts';
import { signedAccess } from '../../kit/signedAccess.ts';
import { createLabelboxApi } from './api.ts';
import { type Asking, secretName } from './graphql.ts';
import { keptLocation, parseKept } from './location.ts';
import type { DataRow } from './row.ts';

/** Where Labelbox may be sent its key. */
export function originsOf({ setting }: Pick<SourceContext, 'setting'>): ReadonlySet<string> {
  return new Set([setting('endpoint'), setting('restEndpoint')].flatMap((address) => URL.parse(address)?.origin ?? []));
}

/** Whether an address is that of an upload into Labelbox: the customer has no other. */
function isUpload(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.hostname === 'storage.labelbox.com' || /^labelbox-/.test(url.searchParams.get('KeyName') ?? ''));
}

export interface RowPlace {
  location: string | undefined;
  access?: (expired: boolean) => Promise<Access>;
  signature?: string;
}

export function placeOf({ id, address }: DataRow, context: SourceContext): RowPlace {
  if (address === undefined || !(isUpload(address) || isSigned(address))) return { location: address };
  const access = signedAccess({
    url: address,
    tool: 'Labelbox',
    secret: secretName,
    hasKey: async () => (await context.optionalSecret(secretName)) !== undefined,
    fresh: async () => ({ url: await createLabelboxApi(context).rowData(id) }),
    again: 'export the project again',
  });
  // an upload has an id of its own in its address, and is never replaced by another
  return isUpload(address)
    ? { location: keptLocation({ row: id }), access, signature: canonicalLocation(address) }
    : { location: address, access };
}

/** Of what `keptLocation` names. Throws what asking throws. */
export async function freshLink(context: Asking, location: string): Promise<Link> {
  const kept = parseKept(location);
  if ('mask' in kept) {
    const headers = { authorization: `Bearer ${await context.secret(secretName)}` };
    return { url: `${context.setting('restEndpoint').replace(/\/+$/, '')}/${kept.mask}`, headers };
  }
  const url = await createLabelboxApi(context).rowData(kept.row);
  return { url, signature: canonicalLocation(url) };
}
