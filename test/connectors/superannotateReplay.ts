/** SuperAnnotate as its own kit has met it: five services under one origin, an export that takes its time, links without keys. */
import { makeZip } from '../support/zipMaker.ts';
import { type Answer, file, type Handler, type Recorded, signedOnly, startServer, type TestServer } from './httpServer.ts';

export const token = 'canary-token-of-superannotate=12345';
const signature = 'canary-signature-of-a-link';

export interface ReplayItem {
  id: number;
  name: string;
  folder?: string;
  /** `metadata.path`. */
  path?: string;
  /** What was said of it; none: nobody has ever opened it. */
  annotation?: Record<string, unknown>;
  /** Too large for the stream. */
  large?: boolean;
  /** Of the image that SuperAnnotate keeps. */
  bytes?: string;
}

export interface SaOptions {
  items?: readonly ReplayItem[];
  external?: boolean;
  integrations?: unknown;
  /** Members of the zip, besides those that are made of the items. */
  members?: Readonly<Record<string, string>>;
  /** Answers of the requests for an export, by how often it was asked; the last one again and again. */
  polls?: readonly Record<string, unknown>[];
  /** In place of beginning an export. */
  begin?: Answer;
  /** In place of how many items there are. */
  total?: number;
  /** Items of a page, in place of the true ones. */
  page?: (offset: number, items: readonly unknown[]) => readonly unknown[];
  /** How often the link to the zip is good. */
  uses?: number;
  /** Sends large annotations through so many more questions. */
  syncs?: number;
  /** Written between and behind the annotations of the stream. */
  separator?: string;
  /** Changes the stream. */
  stream?: (text: string) => string;
}

export const classes = [
  {
    id: 11,
    project_id: 7,
    name: 'car',
    color: '#ecb65f',
    count: 2,
    createdAt: '2026-01-01T00:00:00.000Z',
    attribute_groups: [{ id: 1, class_id: 11, name: 'doors', is_multiselect: 0, attributes: [{ id: 5, group_id: 1, name: '4' }] }],
  },
];

export const box = {
  type: 'bbox',
  classId: 11,
  className: 'car',
  probability: 100,
  points: { x1: 1, x2: 5, y1: 2, y2: 9 },
  groupId: 0,
  pointLabels: {},
  attributes: [],
  trackingId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: { email: 'p@x.example', role: 'Admin' },
  creationType: 'Manual',
};

export function said(name: string, instances: readonly unknown[] = [box], metadata: Record<string, unknown> = {}): Record<string, unknown> {
  const about = { name, width: 640, height: 480, projectId: 7, status: 'Completed', annotatorEmail: 'p@x.example', ...metadata };
  return { metadata: { ...about, lastAction: { email: 'p@x.example', timestamp: 1610622159937 } }, instances, tags: [], comments: [] };
}

export const threeItems: readonly ReplayItem[] = [
  { id: 1, name: 'a.jpg', annotation: said('a.jpg'), bytes: 'bytes of a' },
  { id: 2, name: 'ü b.jpg', folder: 'night', annotation: said('ü b.jpg', []), bytes: 'bytes of b' },
  { id: 3, name: 'c.jpg', folder: 'night', bytes: 'bytes of c' },
];

export function exportZip({ items = threeItems, members = {} }: SaOptions = {}): Buffer {
  const documents = items.flatMap(({ name, folder, annotation }): [string, string][] =>
    annotation ? [[`${folder ? `${folder}/` : ''}${name}.json`, JSON.stringify(annotation)]] : [],
  );
  const all: [string, string][] = [['classes/classes.json', JSON.stringify(classes)], ...documents, ...Object.entries(members)];
  return makeZip({ entries: all.map(([name, data]) => ({ name, data, method: 8 })) });
}

/** Settings that lead all five services to one origin. */
export function settingsOf(origin: string): Record<string, string> {
  const paths = {
    url: '',
    itemUrl: '/item/api/v1/',
    workManagementUrl: '/wm/api/v1/',
    assetsUrl: '/assets/v4/',
    largeAssetsUrl: '/assets/v3.01/',
  };
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [`superannotate.${name}`, origin + path]));
}

export async function startSa(owner: { after(cleanUp: () => void | Promise<void>): void }, options: SaOptions = {}): Promise<TestServer> {
  const { items = threeItems, external = false, integrations = [], polls = [{ status: 1 }, { status: 2, download: '{ZIP}' }] } = options;
  const folders = [...new Set(['', ...items.map(({ folder = '' }) => folder)])];
  const folderId = (name: string) => 90 + folders.indexOf(name);
  const link = (path: string) => `${server.origin}${path}?X-Amz-Signature=${signature}`;
  let polled = 0;
  let folder: string | undefined;
  let zips = 0;
  let syncs = options.syncs ?? 1;
  const listed = (item: ReplayItem) => ({
    id: item.id,
    name: item.name,
    folder_id: folderId(item.folder ?? ''),
    annotation_status: 3,
    assignments: [{ email: 'p@x.example' }],
    metadata: { path: item.path ?? null },
  });
  const byId = (id: string | undefined) => items.find((item) => String(item.id) === id);
  const search: Handler = (request) => {
    const { limit, offset } = (JSON.parse(request.body) as { query: { limit: number; offset: number } }).query;
    const about = contextOf(request);
    const all = items.filter(({ folder = '' }) => folderId(folder) === about.folder_id).map(listed);
    const page = all.slice(offset, offset + limit);
    return { body: { data: options.page?.(offset, page) ?? page, count: all.length, total: options.total ?? all.length } };
  };
  const stream: Handler = ({ body }) => {
    const ids = (JSON.parse(body) as { image_ids: number[] }).image_ids;
    const texts = items.filter(({ id, annotation }) => ids.includes(id) && annotation).map(({ annotation }) => JSON.stringify(annotation));
    const text = texts.map((one) => one + (options.separator ?? '\\n;)\\n')).join('');
    return { body: options.stream?.(text) ?? text, chunked: true };
  };
  const sizes: Handler = ({ body }) => {
    const wanted = (JSON.parse(body) as { item_ids: number[] }).item_ids.map((id) => ({
      id,
      large: byId(String(id))?.large && byId(String(id))?.annotation,
    }));
    return { body: { small: { 0: { data: wanted.filter(({ large }) => !large) } }, large: wanted.filter(({ large }) => large) } };
  };
  const large: Handler = ({ path }) => {
    if (path.endsWith('/sync/status')) return { body: { status: syncs-- > 0 ? 'IN_PROGRESS' : 'SUCCESS' } };
    return { body: path.endsWith('/sync') ? {} : byId(path.split('/').at(-3))?.annotation };
  };
  const project = { id: 7, team_id: 12345, name: 'Street', type: 'VECTOR', upload_state: external ? 'EXTERNAL' : 'BASIC' };
  const api: Record<string, Handler> = {
    'POST /wm/api/v1/projects/search': () => ({ body: { data: [project, { ...project, id: 8, name: 'Other' }], count: 2 } }),
    'POST /wm/api/v1/folders/search': () => ({
      body: { data: folders.map((name) => ({ id: folderId(name), name: name || 'root', is_root: name === '' })) },
    }),
    'POST /item/api/v1/items/search': search,
    'GET /item/api/v1/items/*': ({ path }) => {
      const item = byId(path.split('/').at(-1));
      return item && { body: listed(item) };
    },
    'POST /export': ({ body }) => {
      folder = (JSON.parse(body) as { folder_names?: string[] }).folder_names?.[0];
      return options.begin ?? { body: { id: 33, name: 'Street Jan 01', status: 1 } };
    },
    'GET /export/33': () => {
      const answer = polls[Math.min(polled++, polls.length - 1)]!;
      return { body: { id: 33, name: 'Street Jan 01', ...answer, ...(answer.download ? { download: link('/cdn/export.zip') } : {}) } };
    },
    'GET /integrations': () => ({ body: integrations }),
    'GET /classes': () => ({ body: classes }),
    'GET /image/*': ({ path }) => {
      const id = path.split('/')[2];
      return byId(id) && { body: { original: { url: link(`/cdn/images/${id}`), headers: { 'x-amz-meta': 'yes' } }, annotations: {} } };
    },
    'POST /assets/v4/items/annotations/download': stream,
    'POST /assets/v4/items/annotations/download/method': sizes,
    '/assets/v3.01/items/*': large,
  };
  const signed = (handler: Handler): Handler =>
    signedOnly((request) => (request.query.get('X-Amz-Signature') === signature ? handler(request) : { status: 403 }));
  const images = signed((request) => {
    const item = byId(request.path.split('/').at(-1));
    return request.headers['x-amz-meta'] === 'yes' && item ? file(item.bytes ?? '')(request) : { status: 403 };
  });
  const zip: Handler = (request) => {
    const over = options.uses !== undefined && zips++ % (options.uses + 1) === options.uses;
    const exported = items.filter((item) => folder === undefined || (item.folder ?? 'root') === folder);
    return over ? { status: 403 } : file(exportZip({ ...options, items: exported }))(request);
  };
  const server: TestServer = await startServer(owner, {
    ...Object.fromEntries(Object.entries(api).map(([path, handler]) => [path, known(handler)])),
    '/cdn/export.zip': signed(zip),
    '/cdn/images/*': images,
  });
  return server;
}

interface About {
  team_id: number;
  project_id?: number;
  folder_id?: number;
}

function contextOf({ headers }: Recorded): About {
  return JSON.parse(Buffer.from(String(headers['x-sa-entity-context'] ?? 'e30='), 'base64').toString()) as About;
}

/** Refuses whoever has not the token, or is of another team in one of the places where that is said; repeats the token as tools do. */
function known(handler: Handler): Handler {
  return (request) => {
    const { authorization, authtype } = request.headers;
    const teams = [contextOf(request).team_id, Number(request.query.get('team_id'))];
    if (authorization === token && authtype === 'sdk' && teams.every((team) => team === 12345)) return handler(request);
    return { status: 401, body: { error: `Unauthorized ${authorization}` } };
  };
}
