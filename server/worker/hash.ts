/** A hashing thread: paths in, hashes out. Reads synchronously into one reused buffer. */
import { createHash, hash as hashOnce } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { systemCode } from '../core/errors.ts';
import { fileSignature } from '../core/fileSignature.ts';
import type { HashReply, HashRequest, HashResult } from '../core/hashPool.ts';

const bufferSize = 1 << 20;
/** A read into a buffer that starts at a page boundary is several times slower here; a small offset avoids it. */
const buffer = Buffer.allocUnsafeSlow(bufferSize + 64).subarray(64);
/** Opening a pipe that took a file's place must not wait for its writer. Windows knows no such flag. */
const readNow = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** A second write this soon after the last one may leave no trace in the file's times. Milliseconds. */
const clockTick = 100;
/** How often a file that is being written is tried again. */
const attempts = 3;

parentPort?.on('message', ({ id, paths }: HashRequest) => {
  parentPort?.postMessage({ id, results: paths.map(hashFile) } satisfies HashReply);
});

function hashFile(path: string): HashResult {
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const result = hashStable(path);
      if (result) return result;
    }
    return { problem: 'changed', detail: path };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'vanished', detail: path };
    return { problem: 'unreadable', detail: code ?? String(error) };
  }
}

/** Answers nothing when the file changed while it was read. */
function hashStable(path: string): HashResult | undefined {
  const fd = openSync(path, readNow);
  try {
    const before = fstatSync(fd, { bigint: true });
    if (!before.isFile()) return undefined;
    const { sha256, size } = hashBytes(fd, before.size);
    const now = Date.now();
    const after = fstatSync(fd, { bigint: true });
    const signature = fileSignature(after);
    if (fileSignature(before) !== signature || BigInt(size) !== after.size) return undefined;
    return { sha256, size, signature: now - Number(after.ctimeMs) > clockTick ? signature : undefined };
  } finally {
    closeSync(fd);
  }
}

function hashBytes(fd: number, expected: bigint): { sha256: string; size: number } {
  const first = readSync(fd, buffer, 0, bufferSize, null);
  if (first < bufferSize) {
    // A short read is usually the end; only a second read can tell.
    const more = readSync(fd, buffer, first, bufferSize - first, null);
    if (more === 0) return { sha256: hashOnce('sha256', buffer.subarray(0, first), 'hex'), size: first };
    return hashRest(fd, { inBuffer: first + more, expected });
  }
  return hashRest(fd, { inBuffer: first, expected });
}

/** Stops early in a file that has grown: whoever writes to it may be faster. */
function hashRest(fd: number, { inBuffer, expected }: { inBuffer: number; expected: bigint }): { sha256: string; size: number } {
  const hash = createHash('sha256');
  let size = 0;
  for (let length = inBuffer; length > 0 && size <= expected; length = readSync(fd, buffer, 0, bufferSize, null)) {
    hash.update(buffer.subarray(0, length));
    size += length;
  }
  return { sha256: hash.digest('hex'), size };
}
