/** Files per second, adopting 100,000 small files into the registry, beside hashing them with sha256sum. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type BenchOptions, median, type Table } from './table.ts';

const files = 100_000;
const fileSize = 20_480;
const folders = 100;
const runs = 5;

export async function adoptBench({ dist }: BenchOptions): Promise<Table> {
  const program = join(dist, 'datapin.mjs');
  const root = mkdtempSync(join(tmpdir(), 'datapin-bench-'));
  try {
    const tree = join(root, 'images');
    makeTree(tree);
    const peer = "find . -type f -printf '%P\\0' | xargs -0 -n 1000 -P$(nproc) sha256sum -- > /dev/null";
    const openssl = "find . -type f -printf '%P\\0' | xargs -0 -n 1000 -P$(nproc) openssl dgst -sha256 > /dev/null";
    const seconds: Record<string, number[]> = { adopt: [], again: [], sha256sum: [], openssl: [] };
    sh(tree, peer); // fills the page cache for all alike
    // One after another in each round, so that all meet the same moments of the machine.
    for (let run = 0; run < runs; run++) {
      const home = join(root, `home-${run}`);
      seconds.adopt!.push(adopt(program, { tree, home }));
      seconds.again!.push(adopt(program, { tree, home }));
      seconds.sha256sum!.push(sh(tree, peer));
      seconds.openssl!.push(sh(tree, openssl));
      rmSync(home, { recursive: true });
    }
    return {
      title: 'Adopting 100,000 small files',
      method: `${files.toLocaleString('en')} files of ${fileSize.toLocaleString('en')} bytes in ${folders} folders, warm cache, median of ${runs} rounds. \`datapin adopt\` is the whole command: start, walk, hash, register. \`sha256sum\` and \`openssl\` only hash, under \`xargs -P${availableParallelism()}\`.`,
      columns: ['command', 'seconds', 'files per second', 'times sha256sum'],
      rows: [
        ['`datapin adopt`, first time', 'adopt'],
        ['`datapin adopt`, unchanged', 'again'],
        ['`sha256sum`', 'sha256sum'],
        ['`openssl dgst -sha256`', 'openssl'],
      ].map(([label, key]) => {
        const took = median(seconds[key!]!);
        return [label!, took.toFixed(2), Math.round(files / took), (median(seconds.sha256sum!) / took).toFixed(2)];
      }),
      versions: { coreutils: version('sha256sum'), openssl: version('openssl') },
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function makeTree(tree: string): void {
  const content = Buffer.alloc(fileSize);
  for (let folder = 0; folder < folders; folder++) mkdirSync(join(tree, String(folder)), { recursive: true });
  for (let i = 0; i < files; i++) {
    content.writeUInt32LE(i);
    writeFileSync(join(tree, String(i % folders), `${String(i).padStart(6, '0')}.png`), content);
  }
}

function adopt(program: string, { tree, home }: { tree: string; home: string }): number {
  return timed(() =>
    execFileSync(process.execPath, [program, 'adopt', tree, '--as', 'images', '--json'], { env: { ...process.env, DATAPIN_HOME: home } }),
  );
}

function sh(folder: string, line: string): number {
  return timed(() => execFileSync('sh', ['-c', line], { cwd: folder }));
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function version(command: 'sha256sum' | 'openssl'): string {
  const line = execFileSync(command, command === 'openssl' ? ['version'] : ['--version'], { encoding: 'utf8' }).split('\n')[0]!;
  return /\d+\.\d+(\.\d+)?/.exec(line)?.[0] ?? line;
}
