/** The requests that are made of a store. Each rejects with DatapinErrors only. */
import type {
  GetBucketVersioningCommandInput,
  GetObjectCommandInput,
  HeadBucketCommandInput,
  HeadObjectCommandInput,
  ListBucketsCommandInput,
  ListObjectsV2CommandInput,
  ListObjectVersionsCommandInput,
} from '@aws-sdk/client-s3';
import { type ObjectsPage, scanObjects, scanVersions, type VersionsPage } from './scan.ts';
import { beforeParsing, createScanner } from './scanning.ts';
import { createSender } from './sending.ts';
import type { S3Options } from './settings.ts';

export type S3Api = ReturnType<typeof createS3Api>;

export function createS3Api(options: S3Options) {
  const { explain, operation } = createSender(options);
  return {
    /** A thrown value, of a body that was being read, as the DatapinError it is. */
    explain,
    listBuckets: operation((sdk, input: ListBucketsCommandInput, { client, options }) =>
      client.send(new sdk.ListBucketsCommand(input), options),
    ),
    listObjects: operation(async (sdk, input: ListObjectsV2CommandInput, { client, options, deadline }): Promise<ObjectsPage> => {
      const command = new sdk.ListObjectsV2Command(input);
      const scanner = createScanner(scanObjects, deadline);
      command.middlewareStack.addRelativeTo(scanner.middleware, beforeParsing);
      const page = await client.send(command, options);
      return scanner.page() ?? page;
    }),
    listVersions: operation(async (sdk, input: ListObjectVersionsCommandInput, { client, options, deadline }): Promise<VersionsPage> => {
      const command = new sdk.ListObjectVersionsCommand(input);
      const scanner = createScanner(scanVersions, deadline);
      command.middlewareStack.addRelativeTo(scanner.middleware, beforeParsing);
      const page = await client.send(command, options);
      return scanner.page() ?? page;
    }),
    bucketVersioning: operation((sdk, input: GetBucketVersioningCommandInput, { client, options }) =>
      client.send(new sdk.GetBucketVersioningCommand(input), options),
    ),
    headBucket: operation((sdk, input: HeadBucketCommandInput, { client, options }) =>
      client.send(new sdk.HeadBucketCommand(input), options),
    ),
    headObject: operation((sdk, input: HeadObjectCommandInput, { client, options }) =>
      client.send(new sdk.HeadObjectCommand(input), options),
    ),
    getObject: operation((sdk, input: GetObjectCommandInput, { client, options }) => client.send(new sdk.GetObjectCommand(input), options)),
  };
}
