/** Superb AI as its own kit has met it: GraphQL by path and first selection, label documents and exports behind signed links. */
import { graphqlShape } from '../support/graphqlShape.ts';
import { makeZip } from '../support/zipMaker.ts';
import { type Answer, file, type Handler, type Recorded, signedOnly, startServer, type TestServer } from './httpServer.ts';

export const key = 'canary-access-key-of-superb';
export const team = 'test team';
export const project = '21afabba-98d3-4918-a248-ee1622053ef5';
const signature = 'canary-signature-of-a-link';

export interface ReplayLabel {
  id: string;
  dataKey: string;
  dataset?: string;
  status?: string;
  /** The label document; `missing` has no result behind its link. */
  document?: unknown;
  missing?: boolean;
  /** Fields of the row, besides. */
  row?: Record<string, unknown>;
  /** Of the image. */
  bytes?: string;
}

export interface SuperbOptions {
  labels?: readonly ReplayLabel[];
  labelInterface?: unknown;
  /** As Superb AI answers; `downloadUrl` `{ZIP}` is the link to the zip. */
  exports?: readonly Record<string, unknown>[];
  /** Members of the zip, besides those that are made of the labels. */
  members?: Readonly<Record<string, string>>;
  /** In place of how many labels there are. */
  count?: number;
  /** Answers a page of labels in place of the true one. */
  page?: (page: number, edges: readonly unknown[]) => unknown;
  /** How often a link to a label document, and to an image, is good. */
  uses?: number;
}

export const labelInterface = {
  type: 'image-siesta',
  version: '0.6.5',
  data_type: 'image',
  categorization: { properties: [{ id: 'p1', name: 'weather', type: 'radio', options: [{ id: 'o1', name: 'sun' }] }] },
  object_detection: {
    object_classes: [{ id: 'c1', name: 'car', annotation_type: 'box', color: '#FF625A', properties: [] }],
    keypoints: [],
  },
};

export const car = {
  id: 'object-1',
  class_id: 'c1',
  class_name: 'car',
  annotation_type: 'box',
  annotation: { multiple: false, coord: { x: 1, y: 2, width: 3, height: 4 }, meta: { z_index: 1 } },
  properties: [],
};

export function wrapped(objects: readonly unknown[], categories: readonly unknown[] = []) {
  return {
    version: '0.6.5',
    meta: { image_info: { width: 640, height: 480 } },
    result: { objects, categories: { properties: categories } },
  };
}

export const twoLabels: readonly ReplayLabel[] = [
  { id: 'label-1', dataKey: 'a.jpg', document: wrapped([car]), bytes: 'bytes of a' },
  { id: 'label-2', dataKey: '/sub/ü b.jpg', document: wrapped([]), bytes: 'bytes of b' },
];

/** The zip that Superb AI makes of labels. */
export function exportZip({ labels = twoLabels, labelInterface: given = labelInterface, members = {} }: SuperbOptions = {}): Buffer {
  const pairs = labels.flatMap(({ id, dataKey, dataset = 'street', status = 'SUBMITTED', document, missing }): [string, string][] => {
    const path = `labels/${id}.json`;
    const meta = {
      data_key: dataKey,
      dataset,
      image_info: { width: 640, height: 480 },
      label_id: id,
      label_path: missing ? [] : [path],
      status,
      work_assignee: 'p@x.example',
    };
    const label = missing
      ? []
      : ([[path, JSON.stringify((document as { result?: unknown } | undefined)?.result ?? document ?? {})]] as [string, string][]);
    return [...label, [`meta/${dataset}/${dataKey.replace(/^\//, '')}.json`, JSON.stringify(meta)]];
  });
  const all = [['project.json', JSON.stringify(given)], ...pairs, ...Object.entries(members)] as [string, string][];
  return makeZip({ entries: all.map(([name, data]) => ({ name, data, method: 8 })) });
}

export async function startSuperb(
  owner: { after(cleanUp: () => void | Promise<void>): void },
  options: SuperbOptions = {},
): Promise<TestServer> {
  const { labels = twoLabels, exports = [] } = options;
  const left = new Map<string, number>();
  const link = (path: string) => `${server.origin}${path}?Expires=4102444800&Signature=${signature}&Key-Pair-Id=K`;
  const row = ({ id, dataKey, dataset = 'street', status = 'SUBMITTED', row: more }: ReplayLabel) => ({
    id,
    projectId: project,
    tags: [],
    status,
    dataId: `data-${id}`,
    dataset,
    dataKey,
    dataUrl: link(`/cdn/images/${id}`),
    result: null,
    infoReadPresignedUrl: link(`/cdn/info/${id}`),
    workAssignee: 'p@x.example',
    ...more,
  });
  const theProject = {
    id: project,
    name: 'Cars',
    labelInterface: JSON.stringify(options.labelInterface ?? labelInterface),
    labelCount: labels.length,
  };
  const asked: Record<string, (query: Query) => unknown> = {
    '/v3/graphql query projects': ({ page, size }) => ({ projects: paged([theProject], page, size) }),
    '/v3/graphql query project': ({ variables }) => ({
      project: [project, 'Cars'].includes(String(variables.id ?? variables.name)) ? theProject : null,
    }),
    '/v2/graphql query labels': ({ variables, page, size }) => {
      const wanted = labels.filter(({ id }) => variables.id === undefined || variables.id === id).map(row);
      const list = paged(wanted, page, size);
      if (variables.id !== undefined) return { labels: list };
      return { labels: { count: options.count ?? wanted.length, edges: options.page?.(page, list.edges) ?? list.edges } };
    },
    '/v2/graphql query exports': ({ page, size }) => {
      const linked = exports.map((one) => ({
        ...one,
        downloadUrl: one.downloadUrl === '{ZIP}' ? link('/cdn/export.zip') : one.downloadUrl,
      }));
      return { exports: paged(linked, page, size) };
    },
  };
  const graphql = (request: Recorded): Answer => {
    const basic = `Basic ${Buffer.from(`${team}:${key}`).toString('base64')}`;
    if (request.headers['x-api-key'] !== key || request.headers.authorization !== basic) {
      return { body: { errors: [{ message: `Unauthorized ${request.headers['x-api-key']}`, extensions: { code: '401' } }] } };
    }
    const { query, variables } = JSON.parse(request.body) as { query: string; variables: Record<string, unknown> | null };
    const [, page = '1', size = '10'] = /page:(\d+),pageSize:(\d+)/.exec(query) ?? [];
    const answer = asked[`${request.path} ${graphqlShape(query).operation}`];
    if (!answer) return { body: { errors: [{ message: 'Cannot query field', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } };
    return { body: { data: answer({ variables: variables ?? {}, page: Number(page), size: Number(size) }) } };
  };
  const behindLink = (handler: Handler): Handler =>
    signedOnly((request) => {
      const used = left.get(request.path) ?? 0;
      left.set(request.path, used + 1);
      const over = options.uses !== undefined && used % (options.uses + 1) === options.uses;
      return over || request.query.get('Signature') !== signature ? { status: 403 } : handler(request);
    });
  const named = ({ path }: Recorded) => labels.find(({ id }) => path.endsWith(`/${id}`));
  const server: TestServer = await startServer(owner, {
    'POST /v2/graphql': graphql,
    'POST /v3/graphql': graphql,
    '/cdn/export.zip': behindLink(file(exportZip(options))),
    '/cdn/info/*': behindLink((request) => {
      const label = named(request);
      return label && !label.missing ? { body: label.document } : undefined;
    }),
    '/cdn/images/*': behindLink((request) => file(named(request)?.bytes ?? '')(request)),
  });
  return server;
}

interface Query {
  variables: Record<string, unknown>;
  page: number;
  size: number;
}

function paged(all: readonly unknown[], page: number, size: number): { count: number; edges: unknown[] } {
  return { count: all.length, edges: all.slice((page - 1) * size, page * size) };
}
