/** A TCP proxy that stands before a store and spoils its answers: a bad line, to which the store has no part. */
import { createServer, connect as dial, type Socket } from 'node:net';

export interface Spoiling {
  /** Bytes of answers that one connection carries before it is spoiled; connections that carry less are left alone. */
  after: number;
  /** cut: the connection is dropped · stall: it stays open and carries nothing more */
  how: 'cut' | 'stall';
  /** Connections to spoil; all of them when not given. */
  times?: number;
  /** Awaited before the connection is spoiled. */
  first?: () => Promise<unknown>;
  /** Refuse all connections from the first spoiled one on. */
  thenRefuse?: boolean;
}

export interface Proxy {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  /** Connections spoiled so far. */
  spoiled(): number;
  stop(): Promise<void>;
}

export async function startProxy(target: string, spoiling: Spoiling): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let spoiled = 0;
  const server = createServer({ noDelay: true }, (near) => {
    if (spoiling.thenRefuse && spoiled > 0) {
      near.destroy();
      return;
    }
    const far = dial({ host: hostname, port: Number(port), noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined); // the ends hang up on each other, which is the point
    }
    const hangUp = () => {
      near.destroy();
      far.destroy();
      sockets.delete(near);
      sockets.delete(far);
    };
    near.on('close', hangUp);
    far.on('close', hangUp);
    near.pipe(far);
    carry(far, near, {
      after: spoiling.after,
      async spoil() {
        if (spoiled >= (spoiling.times ?? Number.POSITIVE_INFINITY)) return false;
        spoiled++;
        await spoiling.first?.();
        if (spoiling.how === 'cut') hangUp();
        return true;
      },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    spoiled: () => spoiled,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes bytes on until `after` of them have gone, then asks once whether to go on. */
function carry(from: Socket, to: Socket, { after, spoil }: { after: number; spoil(): Promise<boolean> }): void {
  let left = after;
  from.on('data', async (piece) => {
    if (left < 0) {
      to.write(piece);
      return;
    }
    const passed = piece.subarray(0, left);
    left -= passed.length;
    to.write(passed);
    if (passed.length === piece.length) return;
    from.pause();
    left = -1;
    if (await spoil()) return;
    to.write(piece.subarray(passed.length));
    from.resume();
  });
}
