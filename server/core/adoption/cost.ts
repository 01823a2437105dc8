/** What it takes to read files from a store: requests, money and time, as estimates that are made of public figures. */

export interface Requests {
  list: number;
  head: number;
  get: number;
}

export interface PlannedStore extends Requests {
  /** Scheme of its locations: `s3`. */
  store: string;
  /** To be read. */
  bytes: number;
  /** US dollars; absent where nobody can tell. */
  cost?: number;
  /** An estimate. */
  seconds: number;
}

/** US dollars per GB that leaves the store, and per 1,000 requests; list prices of the first tier, out to the internet. */
interface Price {
  gigabyte: number;
  list: number;
  /** GET and HEAD. */
  get: number;
}

const free: Price = { gigabyte: 0, list: 0, get: 0 };
const prices: Readonly<Record<string, Price>> = {
  file: free,
  content: free,
  hf: free,
  /** Amazon S3 Standard in us-east-1. */
  s3: { gigabyte: 0.09, list: 0.005, get: 0.0004 },
  /** Google Cloud Storage, Standard, North America. */
  gs: { gigabyte: 0.12, list: 0.005, get: 0.0004 },
  /** Azure Blob Storage, Hot. */
  az: { gigabyte: 0.087, list: 0.005, get: 0.0004 },
};

/** Requests and bytes a second that one machine can be expected to get through: a fast disk, a bucket over 1 Gbit/s, a web server. */
interface Rate {
  requests: number;
  bytes: number;
}

const disk: Rate = { requests: 20_000, bytes: 1e9 };
const web: Rate = { requests: 50, bytes: 2e7 };
const rates: Readonly<Record<string, Rate>> = { file: disk, content: disk, s3: { requests: 300, bytes: 1e8 } };

/** Keys in a page of a listing. */
export const keysInPage = 1000;

export function estimated(store: string, { list, head, get, bytes }: Requests & { bytes: number }): PlannedStore {
  const price = prices[store];
  const rate = rates[store] ?? web;
  const seconds = Math.max((list + head + get) / rate.requests, bytes / rate.bytes);
  const cost = price && (bytes / 1e9) * price.gigabyte + (list * price.list + (head + get) * price.get) / 1000;
  return { store, list, head, get, bytes, seconds, ...(cost === undefined ? {} : { cost }) };
}
