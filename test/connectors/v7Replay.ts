/** V7 Darwin as its own kit has met it: a team, its datasets and releases, a zip behind a signed link, uploads behind a key. */
import { makeZip } from '../support/zipMaker.ts';
import { type Answer, file, type Handler, type Recorded, signedOnly, startServer, type TestServer } from './httpServer.ts';

export const key = 'canary00.secret-of-v7-d41d8cd98f';
const signature = 'canary-signature-of-a-link';

/** A document of a release; strings with `{BASE}` are of the server. */
export type Document = Record<string, unknown>;

export interface V7Options {
  documents?: readonly Document[];
  metadata?: unknown;
  /** As V7 answers; `download_url` `{ZIP}` is the link to the zip. */
  releases?: readonly Record<string, unknown>[];
  storages?: readonly Record<string, unknown>[];
  /** Bytes by id of the upload. */
  uploads?: Readonly<Record<string, string>>;
  /** How an upload is answered. */
  answers?: 'bytes' | 'redirect' | 'urls' | 'two urls' | 'error';
  /** The other origin, where uploads and zips lie; the same one when not given. */
  cloud?: TestServer;
  /** How often the link to the zip is good. */
  uses?: number;
  team?: string;
}

export const release = {
  name: 'v1',
  status: 'complete',
  version: 1,
  format: 'darwin_json_2',
  metadata: {},
  inserted_at: '2026-01-02T03:04:05Z',
};

export function image(name: string, more: Document = {}, file: Document = {}): Document {
  const upload = `upload-${name}`;
  return {
    version: '2.0',
    schema_ref: 'https://darwin-public.s3.eu-west-1.amazonaws.com/darwin_json/2.0/schema.json',
    item: {
      name,
      path: '/',
      source_info: { item_id: `item-${name}`, dataset: { name: 'Cars', slug: 'cars' }, team: { name: 'Test', slug: 'test-team' } },
      slots: [
        {
          type: 'image',
          slot_name: '0',
          width: 640,
          height: 480,
          source_files: [{ file_name: name, url: `{BASE}/api/v2/teams/test-team/uploads/${upload}`, ...file }],
        },
      ],
    },
    annotations: [{ id: `box-${name}`, name: 'car', bounding_box: { x: 1, y: 2, w: 3, h: 4 }, slot_names: ['0'] }],
    ...more,
  };
}

export function releaseZip(origin: string, documents: readonly Document[], metadata?: unknown): Buffer {
  const entries = documents.map((document, i) => ({
    name: `${i}.json`,
    data: JSON.stringify(document).replaceAll('{BASE}', origin),
    method: 8,
  }));
  const classes = metadata === undefined ? [] : [{ name: '.v7/metadata.json', data: JSON.stringify(metadata) }];
  return makeZip({ entries: [...entries, ...classes] });
}

export async function startV7(owner: { after(cleanUp: () => void | Promise<void>): void }, options: V7Options = {}): Promise<TestServer> {
  const { documents = [image('a.jpg'), image('ü b.jpg')], uploads = {}, team = 'test-team' } = options;
  let good = options.uses ?? Number.POSITIVE_INFINITY;
  let links = 0;
  const zipLink = () => `${server.origin}/cdn/release.zip?X-Amz-Signature=${signature}-${++links}`;
  const signed = (handler: Handler): Handler =>
    signedOnly((request) => {
      if (!request.query.get('X-Amz-Signature')?.startsWith(signature)) return { status: 403 };
      return handler(request);
    });
  const answers: Record<string, Handler> = {
    '/api/users/token_info': () => ({ body: { selected_team: { slug: team, name: 'Test Team', id: 1 } } }),
    '/api/datasets': () => ({
      body: [
        { id: 1, name: 'Cars', slug: 'cars', num_items: 2, num_images: null },
        { id: 2, name: 'Trucks', slug: 'trucks', num_items: null },
      ],
    }),
    '/api/v2/teams/test-team/datasets/cars/exports': () => ({
      body: (options.releases ?? [{ ...release, latest: true, download_url: '{ZIP}' }]).map((one) => ({
        ...one,
        download_url: one.download_url === '{ZIP}' ? zipLink() : one.download_url,
      })),
    }),
    '/api/teams/test-team/storage': () => ({ body: options.storages ?? [] }),
    '/api/v2/teams/test-team/uploads/*': (request) => uploaded(request),
  };
  const uploaded = ({ path }: Recorded): Answer | undefined => {
    const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    const bytes = uploads[id];
    if (bytes === undefined) return undefined;
    const link = `${(options.cloud ?? server).origin}/cdn/${encodeURIComponent(id)}?X-Amz-Signature=${signature}`;
    if (options.answers === 'redirect') return { status: 302, headers: { location: link } };
    if (options.answers === 'urls') return { body: { urls: [link] } };
    if (options.answers === 'two urls') return { body: { urls: [link, link] } };
    if (options.answers === 'error') return { body: { errors: { code: 'NOT_PROCESSED_YET' } } };
    return { body: bytes };
  };
  const server: TestServer = await startServer(owner, {
    ...Object.fromEntries(Object.entries(answers).map(([path, handler]) => [`GET ${path}`, keyed(handler)])),
    '/cdn/release.zip': signed((request) => {
      if (good-- <= 0) return { status: 403, headers: { 'content-type': 'application/xml' }, body: '<Error>Request has expired</Error>' };
      return file(releaseZip(server.origin, documents, options.metadata))(request);
    }),
    '/cdn/*': signed((request) => file(uploads[decodeURIComponent(request.path.slice('/cdn/'.length))] ?? '')(request)),
  });
  return server;
}

/** Refuses with what V7 says, and repeats the key as tools do. */
function keyed(handler: Handler): Handler {
  return (request) => {
    const sent = request.headers.authorization;
    if (sent === `ApiKey ${key}`) return handler(request);
    return { status: 401, body: { errors: { detail: `Unauthorized: ${sent}` } } };
  };
}
