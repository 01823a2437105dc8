/** Adopting folders of this machine, into the registry, beside programs that do parts of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptBig } from './adoptBig.ts';
import { adoptSmall } from './adoptSmall.ts';
import { versionOf } from './peers.ts';
import type { BenchOptions, Table } from './table.ts';

/** `DATAPIN_BENCH_SCALE=0.05` tries it out on a twentieth of the files; its figures mean nothing. */
export async function adoptBench({ dist }: BenchOptions): Promise<Table> {
  const root = mkdtempSync(join(tmpdir(), 'datapin-bench-'));
  const options = { program: join(dist, 'datapin.mjs'), root, scale: Number(process.env.DATAPIN_BENCH_SCALE ?? 1) };
  try {
    const small = adoptSmall(options);
    const big = adoptBig(options);
    return {
      title: 'Adopting folders',
      method: `100,000 files of 20,480 bytes in 100 folders, then 5,000 of 1 MiB in 10; warm cache, median of 5 rounds in which all take turns (programs that keep a copy: once, on a copy of the tree in the same cache). \`datapin adopt\` is the whole command: start, walk, hash, register. \`openssl\` and \`sha256sum\` only hash, under \`xargs -P${availableParallelism()}\`; \`dvc\` and \`git annex\` also store the bytes a second time, which adopting does not.`,
      ...small.part,
      more: [{ title: '5,000 files of 1 MiB', ...big }],
      versions: { coreutils: versionOf('sha256sum', '--version'), openssl: versionOf('openssl', 'version'), ...small.versions },
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
