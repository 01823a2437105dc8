/** What is known so far of what shall be adopted. */
import type { WireAdoption } from '../../server/protocol/requests.ts';
import type { Context } from '../context.ts';

export interface Draft {
  context: Context;
  locations: string[];
  /** Id of the source, where the person named it. */
  from?: string;
  /** What the name is made of, when not of the locations. */
  called?: string;
}

export function adoptionOf({ locations, from }: Draft): WireAdoption {
  return { locations, ...(from === undefined ? {} : { from }) };
}
