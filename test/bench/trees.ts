/** Trees of files to adopt, and the programs that are timed over them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export interface TreeShape {
  files: number;
  /** Bytes of each. */
  size: number;
  folders: number;
}

/** Every file has bytes of its own. */
export function makeTree(tree: string, { files, size, folders }: TreeShape): void {
  const content = Buffer.alloc(size);
  for (let folder = 0; folder < folders; folder++) mkdirSync(join(tree, String(folder)), { recursive: true });
  for (let i = 0; i < files; i++) {
    content.writeUInt32LE(i);
    writeFileSync(join(tree, String(i % folders), `${String(i).padStart(6, '0')}.png`), content);
  }
}

/** The whole command, in seconds. */
export function adopt(program: string, { tree, home }: { tree: string; home: string }): number {
  const env = { ...process.env, DATAPIN_HOME: home };
  return timed(() => void execFileSync(process.execPath, [program, 'adopt', tree, '--as', 'images', '--json'], { env }));
}

export function shell(folder: string, line: string): number {
  return timed(() => void execFileSync('sh', ['-c', line], { cwd: folder }));
}

/** Seconds. */
export function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
