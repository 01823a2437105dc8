/** A Labelbox of the tests, to the shapes of its own kit's wire trace: an export is made while one asks, and comes in pieces. */
import { graphqlShape } from '../support/graphqlShape.ts';
import type { Owner } from '../support/temp.ts';
import { type Answer, file, type Handler, type Recorded, signedOnly, startServer, type TestServer } from './httpServer.ts';

export const key = 'canary-key-of-labelbox-0123456789';
export const signature = 'canary-signature-of-a-link';
const project = { id: 'p1', name: 'Street boxes', rows: 3, updatedAt: null };

export interface Replay {
  server: TestServer;
  /** `labelbox.endpoint` and `labelbox.restEndpoint`. */
  sources: Record<string, string>;
  /** What it exports; may be changed. */
  rows: unknown[];
  /** What it could not export. */
  errors: unknown[];
  /** How many rows it says that there are, in place of how many there are. */
  said: number | undefined;
  /** Answers in place of an operation's own: `query GetUserPyApi`. */
  instead: Map<string, Handler>;
  /** Bytes of a piece of the export. */
  piece: number;
}

/** Its images, masks and pieces of exports lie on the same server, behind links that let in nobody who shows a key. */
export async function startLabelbox(owner: Owner, { piece = 700 }: { piece?: number } = {}): Promise<Replay> {
  let polls = 0;
  const linesOf = (stream: unknown) => (stream === 'RESULT' ? replay.rows : replay.errors);
  const bytesOf = (stream: unknown) =>
    Buffer.from(
      linesOf(stream)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
  const answers: Record<string, (variables: Record<string, unknown>) => unknown> = {
    'query GetProjectsPyApi': () => ({ projects: [project] }),
    'query GetDatasetsPyApi': () => ({ datasets: [{ id: 'd1', name: 'Streets', rows: 1 }] }),
    'query GetProjectPyApi': ({ param_0 }) => ({ project: param_0 === 'p1' ? project : null }),
    'query GetDatasetPyApi': ({ param_0 }) => ({ dataset: param_0 === 'd1' ? { id: 'd1', name: 'Streets' } : null }),
    'query GetDataRowPyApi': ({ param_0 }) => ({ dataRow: rowOf(replay, param_0) }),
    'query GetUserPyApi': () => ({ user: { id: 'u1' } }),
    'mutation exportDataRowsInProjectPyApi': () => started('exportDataRowsInProject'),
    'mutation exportDataRowsInCatalogPyApi': () => started('exportDataRowsInCatalog'),
    'query GetUserCreatedTasksPyApi': () => ({ user: { createdTasks: [taskAt(++polls)] } }),
    'query GetExportMetadataHeaderPyApi': ({ streamType }) => {
      const { length } = linesOf(streamType);
      const header = { totalSize: String(bytesOf(streamType).length), totalLines: replay.said ?? length };
      return { task: { exportMetadataHeader: length > 0 ? header : null } };
    },
    'query GetExportFileFromOffsetPyApi': ({ offset, streamType }) => {
      const start = Number(offset);
      const end = Math.min(start + replay.piece, bytesOf(streamType).length) - 1;
      const link = `${server.origin}/parts/${streamType}/${start}-${end}?X-Goog-Signature=${signature}`;
      return { task: { exportFileFromOffset: { offsets: { start: String(start), end: String(end) }, lines: null, file: link } } };
    },
  };
  const started = (name: string) => {
    polls = 0;
    return { [name]: { taskId: 'task1', isStreamable: true } };
  };
  const graphql = (request: Recorded): Answer | undefined | Promise<Answer | undefined> => {
    if (request.headers.authorization !== `Bearer ${key}`)
      return failure('AUTHENTICATION_ERROR', `Invalid API key ${request.headers.authorization}`);
    const { query, variables } = JSON.parse(request.body) as { query: string; variables: Record<string, unknown> };
    const { operation } = graphqlShape(query);
    const other = replay.instead.get(operation);
    if (other) return other(request);
    return answers[operation]
      ? { body: { data: answers[operation](variables) } }
      : failure('GRAPHQL_VALIDATION_FAILED', `unhandled ${operation}`);
  };
  const server = await startServer(owner, {
    'POST /graphql': graphql,
    'GET /parts/*': signedOnly(({ path }) => {
      const [, , stream, range = ''] = path.split('/');
      const [start, end] = range.split('-').map(Number) as [number, number];
      return { body: bytesOf(stream).subarray(start, end + 1), headers: { 'content-type': 'application/octet-stream' } };
    }),
    '/cdn/*': signedOnly((request) => file(`upload ${request.path}`)(request)),
    '/bucket/*': signedOnly((request) => file(`image ${request.path}`)(request)),
    'GET /api/v1/tasks/*': (request) =>
      request.headers.authorization === `Bearer ${key}`
        ? file(`mask ${request.path.replace(/\/tasks\/[^/]+/, '')}`)(request)
        : { status: 401 },
  });
  const replay: Replay = {
    server,
    rows: [],
    errors: [],
    said: undefined,
    instead: new Map(),
    piece,
    sources: { 'labelbox.endpoint': `${server.origin}/graphql`, 'labelbox.restEndpoint': `${server.origin}/api/v1` },
  };
  replay.rows = rowsAt(server.origin);
  return replay;
}

/** As the tool says no: with status 200. */
export function failure(code: string, message: string, exception?: { status: number }): Answer {
  return { body: { errors: [{ message, extensions: { code, ...(exception ? { exception } : {}) } }] } };
}

function taskAt(poll: number): unknown {
  const done = poll > 1;
  return { id: 'task1', status: done ? 'COMPLETE' : 'IN_PROGRESS', completionPercentage: done ? 100 : 40, type: 'export-data-rows' };
}

function rowOf({ rows }: Replay, id: unknown): unknown {
  const row = (rows as { data_row: { id: string; row_data: string } }[]).find(({ data_row }) => data_row.id === id);
  return row ? { id, rowData: row.data_row.row_data } : null;
}

/** In the customer's own store, in Labelbox, and without labels; words have letters of several bytes. */
export function rowsAt(origin: string): unknown[] {
  const upload = `${origin}/cdn/org%2F1d60856c-0002.jpg?Expires=4102444800000&KeyName=labelbox-assets-key-3&Signature=${signature}`;
  return [
    row({ n: 1, address: `${origin}/bucket/straße/0001.jpg`, labels: [label(1, origin)] }),
    row({ n: 2, address: upload, labels: [label(2, origin)] }),
    row({ n: 3, address: `${origin}/bucket/0003.jpg`, labels: [] }),
  ];
}

export function row({ n, address, labels }: { n: number; address: unknown; labels: unknown[] }): unknown {
  const details = { dataset_name: 'Straßen 街道', created_by: 'owner@example.com' };
  return {
    data_row: { id: `row${n}`, global_key: `straße/000${n}.jpg`, external_id: `${n}.jpg`, row_data: address, details },
    media_attributes: { height: 100, width: 200, mime_type: 'image/jpeg' },
    embeddings: [{ name: 'clip', values: [1, 2, 3] }],
    projects: { p1: { name: 'Street boxes', labels, project_details: { workflow_status: 'DONE', batch_name: 'b' } } },
  };
}

function label(n: number, origin: string): unknown {
  const box = { top: 10, left: 20, height: 30, width: 40 };
  const mask = { url: `${origin}/api/v1/tasks/TASK/masks/M${n}/index/1`, color_rgb: [1, 2, 3] };
  return {
    label_kind: 'Default',
    id: `label${n}`,
    label_details: { created_by: 'labeler@example.com', updated_at: '2024-04-08T16:34:02.000+00:00' },
    annotations: {
      objects: [
        { feature_id: `f${n}`, name: 'Fußgänger', annotation_kind: 'ImageBoundingBox', bounding_box: box },
        { feature_id: `g${n}`, name: 'road', annotation_kind: 'ImageSegmentationMask', composite_mask: mask },
      ],
      classifications: [{ feature_id: `c${n}`, name: 'weather', radio_answer: { name: 'rain' } }],
      relationships: [],
    },
  };
}
