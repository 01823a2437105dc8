/** Files behind a web server keep to the contract of connectors, as far as one location is one file. */
import { createHash } from 'node:crypto';
import { after } from 'node:test';
import { createHttpConnector } from '../../server/connectors/http/connector.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { connectorContract } from './contract.ts';
import { file, startServer } from './httpServer.ts';

const files = new Map<string, Buffer>();
const server = await startServer({ after }, (request) => {
  const bytes = files.get(decodeURIComponent(request.path));
  return bytes && file(bytes, { etag: `"${createHash('md5').update(bytes).digest('hex')}"` })(request);
});
const web = createWeb({ retryDelay: 1 });
let places = 0;

connectorContract('http', {
  nothingThere: 'web.missing',
  singleFiles: true,
  async open() {
    const folder = `/${places++}/`;
    return {
      connector: createHttpConnector({ web: async () => web }, { retryDelay: 1 }),
      folder: server.origin + folder,
      put: async (path, bytes) => files.set(folder + path, Buffer.from(bytes as Uint8Array)),
      remove: async (path) => files.delete(folder + path),
    };
  },
});
