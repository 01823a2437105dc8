/** What there is to adopt and to compare. */
import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '../support/project.ts';
import type { Rgw } from '../support/rgw.ts';
import { makeBucket, putObjects, s3Client } from '../support/s3.ts';
import type { Session } from './session.ts';

/**
 * Two versions of the digits: one image changed, one added, one removed, one moved. Beside them a COCO folder whose
 * annotations name an image that is not there.
 */
export async function prepareVersions({ folder, datapin }: Pick<Session, 'folder' | 'datapin'>): Promise<void> {
  const images = join(folder, 'images');
  const other = join(folder, 'other');
  cpSync(images, other, { recursive: true });
  copyFileSync(join(images, '8', '8000.png'), join(other, '0', '0000.png'));
  rmSync(join(other, '1', '1000.png'));
  mkdirSync(join(other, 'moved'));
  renameSync(join(other, '2', '2000.png'), join(other, 'moved', '2000.png'));
  writeFileSync(join(other, 'notes.txt'), 'checked by ada\n');
  await datapin('adopt', 'images', '--as', 'digits:v1');
  await datapin('adopt', 'other', '--as', 'digits:v2');
  writeFiles(join(folder, 'broken'), { 'annotations/instances.json': JSON.stringify(coco), 'images/a.jpg': 'jpeg' });
}

/** `top.jpg`, and two images in `raw/july/` beside others. */
export async function fillBucket(store: Rgw): Promise<void> {
  const client = s3Client(store.endpoint, store);
  await makeBucket(client, 'photos');
  await putObjects(client, 'photos', {
    'top.jpg': 't',
    'raw/readme.txt': 'r',
    'raw/july/1.jpg': '1',
    'raw/july/2.jpg': '2',
    'raw/june/3.jpg': '3',
  });
  client.destroy();
}

const coco = {
  images: [
    { id: 1, file_name: 'a.jpg', width: 2, height: 2 },
    { id: 2, file_name: 'gone.jpg', width: 2, height: 2 },
  ],
  categories: [{ id: 1, name: 'car' }],
  annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 1, 1], area: 1, iscrowd: 0 }],
};
