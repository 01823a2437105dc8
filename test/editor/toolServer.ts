/** A labelling tool on this machine: it lets in who has the right key, and has one project without tasks. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ToolServer {
  url: string;
  stop(): Promise<void>;
}

export async function startToolServer(key: string): Promise<ToolServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://tool');
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (searchParams.get('access_key') !== key) return answer(401, { error: 'Unauthorized' });
    if (pathname === '/projects/7.json') return answer(200, { project: { id: 7, name: 'cars' } });
    if (pathname === '/projects/7/tasks/delivered.json') return answer(200, { tasks: [] });
    return answer(404, { error: 'Not found' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
