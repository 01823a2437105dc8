/** The store of the listing bench, in a process of its own: `node server.ts <count> <latency>`. Ends with its input. */
import { startListingServer } from '../../support/listingServer.ts';

const [count = 0, latency = 0] = process.argv.slice(2).map(Number);
const server = await startListingServer({
  keys: { count, at: (i) => `images/${String(Math.floor(i / 10_000)).padStart(4, '0')}/${String(i).padStart(8, '0')}.jpg` },
  latency,
});
console.log(server.endpoint);
process.stdin.resume().on('end', () => void server.stop());
