/**
 * A real S3 server of one's own: Ceph's object gateway on one monitor and one object store in memory, all on loopback.
 * Debian packages: radosgw ceph-mon ceph-osd ceph-common.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Guarded, startGuarded } from '../../scripts/guarded.ts';
import { withoutProgram } from './environment.ts';
import { until } from './poll.ts';

const run = promisify(execFile);

export interface S3User {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Rgw extends S3User {
  /** `http://127.0.0.1:<port>`; use path-style addressing. */
  endpoint: string;
  /** Another user, who owns nothing and may read nothing until a bucket policy says so. */
  createUser(name: string): Promise<S3User>;
  /** Ends the three daemons and removes their folder. */
  stop(): Promise<void>;
}

/** The reason to skip a test that needs the server, or false when it can be had. Fits `test(name, { skip })`. */
export function withoutRgw(): string | false {
  return withoutProgram('ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin');
}

/** Starts the server, in two to five seconds. The caller stops it; should the caller die, it ends by itself. */
export async function startRgw(): Promise<Rgw> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'datapin-rgw-')));
  const daemons: Guarded[] = [];
  const stop = async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    return { ...(await startDaemons(folder, daemons)), stop };
  } catch (cause) {
    const said = daemons.map((daemon) => daemon.output()).join('\n');
    await stop();
    throw new Error(`The S3 server did not start:\n${said}`, { cause });
  }
}

async function startDaemons(folder: string, daemons: Guarded[]): Promise<Omit<Rgw, 'stop'>> {
  const [port, monitor2, monitor1] = await freePorts(3);
  const monitors = `[v2:127.0.0.1:${monitor2},v1:127.0.0.1:${monitor1}]`;
  const fsid = randomUUID();
  const conf = join(folder, 'ceph.conf');
  const ceph = (program: string, ...args: string[]) => run(program, ['-c', conf, ...args], { cwd: folder });
  const daemon = (program: string, ...args: string[]) => {
    // without its monitor the object store takes five seconds to end politely, and there is nothing here to keep
    const started = startGuarded(program, ['-c', conf, ...args, '-f'], { cwd: folder, graceMs: 0 });
    daemons.push(started);
    return started;
  };
  for (const part of ['mon', 'osd', 'run', 'log']) mkdirSync(join(folder, part));
  writeFileSync(conf, configuration({ folder, fsid, monitors, port: Number(port) }));

  const osdKey = await makeKeys(folder);
  await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', monitors, 'monmap'], { cwd: folder });
  await ceph('ceph-mon', '-i', 'a', '--mkfs', '--monmap', 'monmap', '--keyring', 'keyring');
  daemon('ceph-mon', '-i', 'a');

  const osdId = randomUUID();
  const secret = join(folder, 'osd.json');
  writeFileSync(secret, JSON.stringify({ cephx_secret: osdKey }));
  await ceph('ceph', 'osd', 'new', osdId, '-i', secret);
  await ceph('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', osdId);
  daemon('ceph-osd', '-i', '0');
  // a pool made before this moment makes the gateway wait five seconds
  const osdIsUp = async () => (await ceph('ceph', 'osd', 'stat', '-f', 'json')).stdout.includes('"num_up_osds":1');
  await until(osdIsUp, { what: 'the object store is up', timeout: 60_000 });

  const createUser = async (name: string): Promise<S3User> => {
    const keys = { accessKeyId: `access-${name}`, secretAccessKey: randomUUID() };
    const key = [`--access-key=${keys.accessKeyId}`, `--secret-key=${keys.secretAccessKey}`];
    await ceph('radosgw-admin', 'user', 'create', `--uid=${name}`, `--display-name=${name}`, ...key);
    return keys;
  };
  const owner = await createUser('test');
  const gateway = daemon('radosgw', '-n', 'client.rgw');
  const endpoint = `http://127.0.0.1:${port}`;
  const failed = gateway.ended.then(() => Promise.reject(new Error('radosgw ended')));
  const answers = async () => (await fetch(endpoint)).ok;
  await Promise.race([failed, until(answers, { what: 'the gateway answers', timeout: 60_000, every: 50 })]);
  failed.catch(() => undefined); // from here on its end is what `stop` asks for
  return { endpoint, ...owner, createUser };
}

/** One keyring for all; answers the object store's key. */
async function makeKeys(folder: string): Promise<string> {
  const tool = (...args: string[]) => run('ceph-authtool', args, { cwd: folder });
  await tool('--create-keyring', 'keyring', '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *');
  await tool('keyring', '--gen-key', '-n', 'client.admin', '--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *');
  await tool('keyring', '--gen-key', '-n', 'client.rgw', '--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *');
  // `ceph osd new` refuses any other rights than these
  const rights = ['--cap', 'mon', 'allow profile osd', '--cap', 'mgr', 'allow profile osd', '--cap', 'osd', 'allow *'];
  const key = (await tool('--gen-print-key')).stdout.trim();
  await tool('keyring', '-n', 'osd.0', '--add-key', key, ...rights);
  return key;
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
      return address.port;
    }),
  );
}

function configuration(values: { folder: string; fsid: string; monitors: string; port: number }): string {
  const template = readFileSync(join(import.meta.dirname, 'rgw.conf'), 'utf8');
  return template.replace(/\{(\w+)\}/g, (_, name: keyof typeof values) => String(values[name]));
}
