/** Objects of S3 and of every store that speaks as it does: `s3://bucket/key`. */
import type { Connector } from '../../core/connector.ts';
import { createS3Api } from './api.ts';
import { listLocation } from './listing.ts';
import { inspectObject } from './objects.ts';
import { readObject } from './reading.ts';
import type { S3Options } from './settings.ts';

/** Nothing is looked up or loaded before the first request, which finds what is not given as AWS tools find it. */
export function createS3Connector(options: S3Options = {}): Connector {
  const api = createS3Api(options);
  const { pageSize = 1000, retryDelay = 200 } = options;
  return {
    id: 's3',
    concurrency: 16,
    list: (location, signal) => listLocation(api, location, { pageSize, signal }),
    read: (file, signal) => readObject(api, file, { retryDelay, signal }),
    inspect: (file, signal) => inspectObject(api, file, signal),
  };
}
