/** A Sama of the tests, to the shapes of its own kit's wire trace: the key goes in the query, and links let in nobody who shows one. */
import type { Owner } from '../support/temp.ts';
import { file, type Handler, signedOnly, startServer, type TestServer } from './httpServer.ts';

export const key = 'canary-key-of-sama-0123456789';
export const signature = 'canary-signature-of-a-link';

export interface Replay {
  server: TestServer;
  /** `sama.url`. */
  sources: Record<string, string>;
  /** What was delivered; may be changed. */
  tasks: Task[];
  /** How many tasks there are on each page at most, in place of as many as were asked for. */
  page: number | undefined;
}

export type Task = Record<string, unknown> & { id: string };

export async function startSama(owner: Owner): Promise<Replay> {
  const guarded =
    (handler: Handler): Handler =>
    (request) =>
      request.query.get('access_key') === key
        ? handler(request)
        : { status: 401, body: { error: `Invalid key ${request.query.get('access_key')}` } };
  const server = await startServer(owner, {
    'GET /v2/projects/13455.json': guarded(() => ({ body: { project: { id: 13455, name: 'demo', state: 'active' } } })),
    'GET /v2/projects/13455/tasks/delivered.json': guarded(({ query }) => {
      const size = replay.page ?? Number(query.get('page_size'));
      const from = (Number(query.get('page')) - 1) * size;
      return { body: { tasks: replay.tasks.slice(from, from + size) } };
    }),
    'GET /v2/projects/13455/tasks/*': guarded(({ path }) => {
      const task = replay.tasks.find(({ id }) => path.endsWith(`/${id}.json`));
      return task ? { body: { task } } : { status: 404, body: { error: 'Not found' } };
    }),
    '/assets/*': signedOnly((request) => file(`copy ${request.path}`)(request)),
    '/bucket/*': signedOnly((request) => file(`image ${request.path}`)(request)),
  });
  const replay: Replay = { server, sources: { 'sama.url': `${server.origin}/v2` }, tasks: [], page: undefined };
  replay.tasks = [
    task(1, { 'image Original url': `${server.origin}/bucket/1.jpg`, 'image Original file name': '1.jpg', url: link(server.origin, 1) }),
    task(2, { image: link(server.origin, 2), name: 'zwei.jpg' }),
  ];
  return replay;
}

/** Sama's own copy. */
export function link(origin: string, n: number): string {
  return `${origin}/assets/proj/${n}.jpg?X-Amz-Date=20240101T000000Z&X-Amz-Expires=${50 * 365 * 86_400}&X-Amz-Signature=${signature}`;
}

export function task(n: number, data: Record<string, unknown>): Task {
  const shape = {
    tags: { kind: 'truck' },
    type: 'rectangle',
    index: n,
    points: [
      [51, 20],
      [150, 20],
      [51, 72],
      [150, 72],
    ],
  };
  return {
    id: `task${n}`,
    project_id: 13455,
    state: 'delivered',
    delivered_at: '2024-02-01T10:00:00.000Z',
    data,
    answers: { image: { layers: { vector_tagging: [{ shapes: [shape], group_type: null }] } }, weather: 'rain' },
    submitter_ids_by_step: { 'Step A': 13204 },
    reviewer: 'someone@example.com',
  };
}
