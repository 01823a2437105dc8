/** What the registry will keep of an adoption itself: made files and what the tool says. On disk until the version is registered. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../labels.ts';
import { type ContentPart, contentLocation, packPart, partBytes } from '../registry/content.ts';
import type { Registry } from '../registry/registry.ts';
import type { MadeFile } from '../source.ts';
import { createSpill, type Spill } from './spill.ts';

export interface KeptContent {
  /** Where the bytes will lie, and what they are. */
  keep(made: MadeFile): { sha256: string; size: number; location: string };
  /** What a tool says of one item becomes a line of the version's record. */
  record(value: unknown): void;
  /** Hex SHA-256 of the record; nothing when there is none. Ends it. */
  endRecord(): string | undefined;
  /** All parts, once everything is known. */
  parts(): Iterable<ContentPart>;
  close(): void;
}

export function createKeptContent({ registry, home }: { registry: Registry; home: string }): KeptContent {
  const made = createSpill(home);
  const record = createRecord(home);
  return {
    keep({ made: value }) {
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (registry.content.size(sha256) === undefined) {
        for (let part = 0; part === 0 || part * partBytes < bytes.length; part++) {
          append(made, packPart(sha256, part, bytes.subarray(part * partBytes, (part + 1) * partBytes)));
        }
      }
      return { sha256, size: bytes.length, location: contentLocation(sha256) };
    },
    record: (value) => record.add(`${canonicalJson(value)}\n`),
    endRecord: () => record.end(),
    *parts() {
      yield* partsIn(made);
      yield* record.parts();
    },
    close() {
      made.close();
      record.close();
    },
  };
}

/** A text of any length under one hash, which is only known at its end. */
function createRecord(home: string) {
  const spill = createSpill(home);
  const hash = createHash('sha256');
  let waiting: Buffer[] = [];
  let size = 0;
  let part = 0;
  let sha256: string | undefined;
  const flush = () => {
    const bytes = Buffer.concat(waiting);
    for (let at = 0; at < bytes.length; at += partBytes) append(spill, packPart(unknown, part++, bytes.subarray(at, at + partBytes)));
    waiting = [];
    size = 0;
  };
  return {
    add(line: string) {
      const bytes = Buffer.from(line);
      hash.update(bytes);
      waiting.push(bytes);
      size += bytes.length;
      if (size >= partBytes) flush();
    },
    end() {
      if (size > 0) flush();
      if (part > 0) sha256 ??= hash.digest('hex');
      return sha256;
    },
    *parts() {
      for (const one of partsIn(spill)) yield { ...one, sha256: sha256! };
    },
    close: () => spill.close(),
  };
}

const unknown = '0'.repeat(64);
const hashBytes = 32;
const headerBytes = hashBytes + 12;

function append(spill: Spill, { sha256, part, size, data }: ContentPart): void {
  const header = Buffer.alloc(headerBytes);
  header.write(sha256, 'hex');
  [part, size, data.length].forEach((value, i) => void header.writeUInt32LE(value, hashBytes + 4 * i));
  spill.append(Buffer.concat([header, data]));
}

function* partsIn(spill: Spill): Generator<ContentPart> {
  for (let at = 0; at < spill.size; ) {
    const header = spill.read(at, headerBytes);
    const [part, size, length] = [0, 4, 8].map((offset) => header.readUInt32LE(hashBytes + offset)) as [number, number, number];
    yield { sha256: header.toString('hex', 0, hashBytes), part, size, data: spill.read(at + headerBytes, length) };
    at += headerBytes + length;
  }
}
