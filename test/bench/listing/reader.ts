/** Lists a bucket and tells how many keys it met: `node reader.ts datapin|sdk <endpoint>`. */
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { createS3Connector } from '../../../server/connectors/s3/connector.ts';

const [who, endpoint = ''] = process.argv.slice(2);
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };

async function datapin(): Promise<number> {
  let keys = 0;
  for await (const batch of createS3Connector({ endpoint, credentials }).listBatches!('s3://bucket/images/')) {
    for (const item of batch) if ('path' in item) keys++;
  }
  return keys;
}

async function sdk(): Promise<number> {
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  let keys = 0;
  for await (const page of paginateListObjectsV2({ client }, { Bucket: 'bucket', Prefix: 'images/' })) keys += page.Contents?.length ?? 0;
  return keys;
}

console.log(await (who === 'sdk' ? sdk() : datapin()));
