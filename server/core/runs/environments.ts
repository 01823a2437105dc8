/** Named places to run, each with its engine and its price. */
import { DatapinError } from '../errors.ts';

export interface Environment {
  name: string;
  engine: string;
  /** Currency units per hour. */
  pricePerHour: number;
}

/** The environment of a run; `local` when none is asked for. Throws `engine.unknown`. */
export function environmentFor(name: string | undefined, variables: NodeJS.ProcessEnv = process.env): Environment {
  if (name !== undefined && name !== 'local') {
    throw new DatapinError('engine.unknown', `There is no environment "${name}".`, { hint: 'Use local, which is this machine.' });
  }
  return { name: 'local', engine: 'process', pricePerHour: priceOf(variables.DATAPIN_PRICE_PER_HOUR) };
}

function priceOf(text: string | undefined): number {
  if (!text) return 0;
  const price = Number(text);
  if (Number.isFinite(price) && price >= 0) return price;
  throw new DatapinError('usage', `DATAPIN_PRICE_PER_HOUR is "${text}", which is no price.`, { hint: 'Give it a number, e.g. 1.25.' });
}
