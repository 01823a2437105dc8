/** A hashing thread: paths or parts of folders in, hashes out, in the order in which it was asked. */
import { parentPort } from 'node:worker_threads';
import type { FolderRequest } from '../core/folderRequest.ts';
import type { BytesRead, HashReply, HashRequest, HashResult } from '../core/hashPool.ts';
import { hashFolder } from './hashFolder.ts';
import { hashStable, problemOf, signatureNow } from './readFile.ts';

const port = parentPort!;
const onBytes = (bytesRead: number) => port.postMessage({ bytesRead } satisfies BytesRead);

port.on('message', (request: HashRequest | FolderRequest) => {
  if ('paths' in request) {
    port.postMessage({ id: request.id, results: request.paths.map(hashFile) } satisfies HashReply);
  } else {
    const { reply, buffers } = hashFolder(request, onBytes);
    port.postMessage(reply, buffers);
  }
});

function hashFile(path: string): HashResult {
  try {
    const found = hashStable(path, { onBytes, atEnd: signatureNow });
    if (found) return { sha256: found.digest.toString('hex'), size: found.stat.size, signature: found.atEnd };
    return { problem: 'changed', detail: path };
  } catch (error) {
    return problemOf(path, error);
  }
}
