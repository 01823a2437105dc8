/** Signed links as ways to files: good for a while, and then over, or asked for again with the key of the tool that gave them. */
import { DatapinError } from '../core/errors.ts';
import type { Access, Pointer } from '../core/source.ts';

export interface SignedLink {
  url: string;
  /** "Sama". */
  tool: string;
  /** Environment variable of the tool's key. */
  secret: string;
  /** Whether the key is known. */
  hasKey(): Promise<boolean>;
  /** A new link, asked for with the key. */
  fresh(): Promise<Access>;
  /** How a person gets fresh links without a key: "export the project again". */
  again: string;
}

/** `Pointer.access`. Throws `web.expired` where the link is over and there is no key to ask with. */
export function signedAccess({ url, tool, secret, hasKey, fresh, again }: SignedLink): NonNullable<Pointer['access']> {
  return async (expired) => {
    if (!expired) return { url };
    if (await hasKey()) return fresh();
    throw new DatapinError('web.expired', `${tool} no longer gives the image under this link.`, {
      hint: `Set ${secret}, so that a fresh link can be asked for, or ${again} and adopt it while its links are good.`,
    });
  };
}

/**
 * `Pointer.access` of a link that stands in a list, which nobody can be asked for again. `at`: where it stands; `hint`: how
 * a person gets another. Throws `web.expired` where it is over.
 */
export function listedLink(url: string, { at, hint }: { at: string; hint: string }): NonNullable<Pointer['access']> {
  return async (expired) => {
    if (!expired) return { url };
    throw new DatapinError('web.expired', `The link at ${at} has expired.`, { hint });
  };
}
