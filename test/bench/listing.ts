/** Seconds and memory, listing a bucket of a million keys, beside rclone and the SDK's own paginator. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureDebianPackages } from '../../scripts/debian.ts';
import { judged, median, type Table } from './table.ts';

const size = { full: 1_000_000, slow: 100_000 };
const latency = 40;
const rounds = 3;
const megabyte = 1_000_000;

type Who = 'datapin' | 'rclone' | 'sdk';
const names: Record<Who, string> = { datapin: 'Datapin', rclone: '`rclone lsf -R --fast-list`', sdk: '`paginateListObjectsV2`' };

interface Run {
  seconds: number;
  /** Most bytes that the process held at a time. */
  peak: number;
}

export async function listingBench(): Promise<Table> {
  const missing = ensureDebianPackages(['rclone'], console.log);
  if (missing) throw new Error(missing);
  const fast = await measure({ count: size.full, latency: 0, who: ['datapin', 'rclone', 'sdk'] });
  const slow = await measure({ count: size.slow, latency, who: ['datapin', 'rclone', 'sdk'] });
  const of = (runs: Record<Who, Run>, who: Who) => [names[who], runs[who].seconds.toFixed(2), Math.round(runs[who].peak / megabyte)];
  const share = slow.datapin.seconds / slow.sdk.seconds;
  return {
    title: 'Listing a bucket',
    method: `A listing server of the tests on this machine, in a process of its own, with ${size.full.toLocaleString('en')} keys in 100 folders of a prefix. Each lists in a process of its own, started anew, median of ${rounds} rounds; start included. Memory is the most that was resident.`,
    columns: ['who', 'seconds', 'MB', 'goal', ''],
    rows: [
      [
        ...of(fast, 'datapin'),
        ...judged('under 400 MB, no slower than rclone', fast.datapin.peak < 400 * megabyte && fast.datapin.seconds <= fast.rclone.seconds),
      ],
      [...of(fast, 'rclone'), '', ''],
      [...of(fast, 'sdk'), '', ''],
    ],
    more: [
      {
        title: `${size.slow.toLocaleString('en')} keys, ${latency} ms before each answer`,
        columns: ['who', 'seconds', 'MB', 'goal', ''],
        rows: [
          [...of(slow, 'datapin'), ...judged(`0.4 times the paginator (${share.toFixed(2)})`, share <= 0.4)],
          [...of(slow, 'sdk'), '', ''],
          [...of(slow, 'rclone'), '', ''],
        ],
      },
    ],
    versions: { rclone: /v([\d.]+)/.exec(String(spawnSync('rclone', ['version']).stdout))?.[1] ?? '' },
  };
}

async function measure({ count, latency, who }: { count: number; latency: number; who: Who[] }): Promise<Record<Who, Run>> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'listing', 'server.ts'), String(count), String(latency)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const endpoint = String((await once(server.stdout, 'data'))[0]).trim();
    const runs: Record<Who, Run[]> = { datapin: [], rclone: [], sdk: [] };
    // One after another in each round, so that all meet the same moments of the machine.
    for (let round = 0; round < rounds; round++) for (const one of who) runs[one].push(await run(one, { endpoint, count }));
    const middle = (all: Run[]) => ({ seconds: median(all.map(({ seconds }) => seconds)), peak: median(all.map(({ peak }) => peak)) });
    return { datapin: middle(runs.datapin), rclone: middle(runs.rclone), sdk: middle(runs.sdk) };
  } finally {
    server.stdin.end();
    await once(server, 'exit');
  }
}

async function run(who: Who, { endpoint, count }: { endpoint: string; count: number }): Promise<Run> {
  const { AWS_CA_BUNDLE: _, ...environment } = process.env; // rclone refuses to start with it
  const start = performance.now();
  const child =
    who === 'rclone'
      ? spawn('rclone', rcloneArguments(endpoint), { stdio: ['ignore', 'pipe', 'inherit'], env: environment })
      : spawn(process.execPath, [join(import.meta.dirname, 'listing', 'reader.ts'), who, endpoint], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentPeak(child.pid));
  }, 50);
  let lines = 0;
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    for (const byte of piece) if (byte === 10) lines++;
    if (who !== 'rclone') said += piece;
  });
  const [code] = await once(child, 'close');
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  const keys = who === 'rclone' ? lines : Number(said);
  if (code !== 0 || keys !== count) throw new Error(`${who} ended with ${code} and listed ${keys} of ${count} keys.`);
  return { seconds, peak };
}

function rcloneArguments(endpoint: string): string[] {
  const remote = `:s3,provider=Other,env_auth=false,access_key_id=bench,secret_access_key=bench,list_version=2,endpoint='${endpoint}':bucket/images`;
  return ['lsf', '-R', '--files-only', '--fast-list', '--config', '/dev/null', remote];
}

/** The kernel keeps the highest value, so that looking now and then is enough. */
function residentPeak(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch (error) {
    // it has just ended
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return 0;
    throw error;
  }
}
