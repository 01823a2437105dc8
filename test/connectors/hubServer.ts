/** A hub of Hugging Face on this machine: a dataset with files of git and of LFS, whose bytes come from another origin. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../server/core/world.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { corpus } from '../support/corpus.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import type { Owner } from '../support/temp.ts';
import { type Answer, file, type Handler, type Recorded, startServer, type TestServer } from './httpServer.ts';

export const commit = '9f1c0ffee0000000000000000000000000000000';
export const token = 'hf_CANARY0000000000000000000000000000';

export interface HubFile {
  bytes: string | Uint8Array;
  lfs?: boolean;
}

export interface HubOptions {
  files?: Record<string, HubFile>;
  /** Entries of a page of the list of files. */
  page?: number;
  /** Answers instead of the hub, where it gives one. */
  instead?(request: Recorded, hub: TestServer): Answer | undefined;
}

export interface TestHub {
  server: TestServer;
  /** Where the bytes of LFS lie. */
  cdn: TestServer;
  /** With this hub as `HF_ENDPOINT`, no pauses, and, unless told otherwise, a token. */
  world(owner: Owner, options?: { token?: string | undefined }): World;
}

export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const gitId = (bytes: string | Uint8Array) =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(bytes as string)}\0`)
    .update(bytes)
    .digest('hex');

export function corpusFile(...path: string[]): Buffer {
  return readFileSync(join(corpus, 'huggingface', 'synthetic', ...path));
}

/** `acme/synth` at `commit`, which is `main`, `v1` and `refs/convert/parquet`. */
export async function startHub(owner: Owner, { files = {}, page = 1000, instead }: HubOptions = {}): Promise<TestHub> {
  const cdn = await startServer(owner, (request) => {
    const found = Object.values(files).find(({ bytes }) => request.path === `/${sha256(bytes)}`);
    return found ? file(found.bytes)(request) : undefined;
  });
  const server: TestServer = await startServer(
    owner,
    (request) => instead?.(request, server) ?? answer(request, { server, cdn, files, page }),
  );
  return {
    server,
    cdn,
    world(owner, given = { token }) {
      const app = sourceWorld(owner, { sources: { 'huggingface.endpoint': `${server.origin}/` } });
      const web = createWeb({ retryDelay: 1 });
      return { ...app, secret: async (name) => (name === 'HF_TOKEN' ? given.token : app.secret(name)), web: async () => web };
    },
  };
}

interface Parts {
  server: TestServer;
  cdn: TestServer;
  files: Record<string, HubFile>;
  page: number;
}

const revisions = ['main', 'v1', 'refs/convert/parquet', commit];
const missing = (code: string): Answer => ({ status: 404, headers: { 'x-error-code': code }, body: { error: code } });

function answer(request: Recorded, parts: Parts): Answer | undefined | Promise<Answer | undefined> {
  const [, api, kind = '', revision = '', path = ''] =
    /^\/(api\/)?datasets\/acme\/synth\/(revision|tree|paths-info|resolve|refs)(?:\/([^/]+))?(?:\/(.*))?$/.exec(request.path) ?? [];
  if (kind === '') return missing('RepoNotFound');
  if (kind === 'refs') return { body: refs };
  if (!revisions.includes(decodeURIComponent(revision))) return missing('RevisionNotFound');
  const name = decodeURIComponent(path);
  if (kind === 'revision') return { body: { id: 'acme/synth', sha: commit, tags: ['license:cc-by-4.0'] } };
  if (kind === 'tree') return tree(request, name, parts);
  if (kind === 'paths-info') {
    const { paths } = JSON.parse(request.body) as { paths: string[] };
    return { body: paths.flatMap((one) => (parts.files[one] ? [entry(one, parts.files[one])] : [])) };
  }
  const found = api ? undefined : parts.files[name];
  if (!found) return missing('EntryNotFound');
  if (found.lfs) return { status: 302, headers: { location: `${parts.cdn.origin}/${sha256(found.bytes)}?X-Amz-Signature=S` } };
  return (file(found.bytes) as Handler)(request);
}

const refs = {
  branches: [{ name: 'main', ref: 'refs/heads/main', targetCommit: commit }],
  converts: [],
  tags: [{ name: 'v1', ref: 'refs/tags/v1', targetCommit: commit }],
};

function tree(request: Recorded, folder: string, { server, files, page }: Parts): Answer {
  const beneath = folder === '' ? '' : `${folder}/`;
  const entries = Object.entries(files).filter(([path]) => path.startsWith(beneath));
  if (entries.length === 0 && folder !== '') return missing('EntryNotFound');
  const from = Number(request.query.get('cursor') ?? 0);
  const next = `${server.origin}${request.path}?recursive=true&expand=false&cursor=${from + page}`;
  return {
    headers: from + page < entries.length ? { link: `<${next}>; rel="next"` } : {},
    body: entries.slice(from, from + page).map(([path, one]) => entry(path, one)),
  };
}

function entry(path: string, { bytes, lfs }: HubFile) {
  const size = Buffer.byteLength(bytes as string);
  return { type: 'file', path, size, oid: gitId(bytes), ...(lfs ? { lfs: { oid: sha256(bytes), size, pointerSize: 128 } } : {}) };
}
