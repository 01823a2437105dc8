/** Masks: pictures behind links, of which those of Labelbox itself need the key and die a month after the export. */
import { DatapinError } from '../../core/errors.ts';
import type { Access, SourceContext, SourceItem } from '../../core/source.ts';
import { canonicalLocation, isSigned } from '../../kit/http/canonical.ts';
import { originsOf } from './links.ts';
import { keptLocation } from './location.ts';

export const maskFolder = 'masks';

/** Path of an image's mask in the version; `nth` from 1. */
export function maskPath(image: string, nth: number): string {
  return `${maskFolder}/${image}/${nth}.png`;
}

/** Whether only the key opens it. */
export function needsKey(url: string, context: Pick<SourceContext, 'setting'>): boolean {
  return originsOf(context).has(URL.parse(url)?.origin ?? '') && !isSigned(url);
}

export function maskItem(
  url: string,
  { path, at }: { path: string; at: string },
  { key, context }: { key: string | undefined; context: SourceContext },
): SourceItem {
  const headers = key !== undefined && needsKey(url, context) ? { headers: { authorization: `Bearer ${key}` } } : {};
  const [, kept] = /\/(tasks\/[^/?#]+\/masks\/[^?#]+)$/.exec(url) ?? [];
  const access = async (expired: boolean): Promise<Access> => {
    if (expired) throw dead();
    return { url, ...headers };
  };
  return { path, pointer: kept && needsKey(url, context) ? keptLocation({ mask: kept }) : canonicalLocation(url), access, at };
}

export const masksDie =
  'Masks lie in Labelbox, which gives them for 30 days from the export on; then adopt a new export, or their bytes cannot be read again.';

/** One for all of them. */
export function keyless(count: number, at: string): SourceItem {
  const problem = new DatapinError(
    'web.denied',
    `${count === 1 ? 'A mask lies' : `${count.toLocaleString('en')} masks lie`} in Labelbox, which asks for a key.`,
    {
      hint: 'Set LABELBOX_API_KEY; or --keep-going adopts everything but the masks.',
    },
  );
  return { problem, at };
}

function dead(): DatapinError {
  return new DatapinError(
    'web.expired',
    'Labelbox does not give this mask: it keeps masks for 30 days, and for those who may see the project.',
    {
      hint: 'Export the project again, and check whose key it is.',
    },
  );
}
