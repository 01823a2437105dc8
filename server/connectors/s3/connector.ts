/** Objects of S3 and of every store that speaks as it does: `s3://bucket/key`. */
import type { Connector, Listed } from '../../core/connector.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import { kept } from '../../core/kept.ts';
import { createS3Api } from './api.ts';
import { buckets, folder } from './browse.ts';
import { listLocation, wordsOf } from './listing.ts';
import { parseLocation } from './location.ts';
import { inspectObject } from './objects.ts';
import { keepsVersions } from './pages.ts';
import { readObject, readRange } from './reading.ts';
import type { S3Options } from './settings.ts';

/** Requests in flight that a store answers faster than one after another. */
const concurrency = 16;

/** Nothing is looked up or loaded before the first request, which finds what is not given as AWS tools find it. */
export function createS3Connector(options: S3Options = {}): Connector {
  const api = createS3Api(options);
  const { pageSize = 1000, retryDelay = 200, idleTimeout = 60_000 } = options;
  const reading = { retryDelay, idleTimeout };
  const listBatches = (location: string, signal?: AbortSignal) => listLocation(api, location, { pageSize, lanes: concurrency, signal });
  const notes = new Map<string, Promise<string | undefined>>();
  return {
    id: 's3',
    concurrency,
    unpinned(location, signal) {
      const { bucket } = parseLocation(location);
      return kept(notes, bucket, async () => wordsOf(bucket, (await keepsVersions(api, bucket, signal)).new));
    },
    list: (location, signal) => oneByOne(listBatches(location, signal), signal),
    listBatches,
    read: (file, signal) => readObject(api, file, { ...reading, signal }),
    readRange: (file, range, signal) => readRange(api, { file, range }, { ...reading, signal }),
    inspect: (file, signal) => inspectObject(api, file, signal),
    browse: (location, after, signal) =>
      location === undefined ? buckets(api, { after, pageSize, signal }) : folder(api, location, { after, pageSize, signal }),
  };
}

async function* oneByOne(batches: AsyncIterable<Listed[]>, signal: AbortSignal | undefined): AsyncGenerator<Listed> {
  for await (const batch of batches) {
    for (const item of batch) {
      throwIfCancelled(signal);
      yield item;
    }
  }
}
