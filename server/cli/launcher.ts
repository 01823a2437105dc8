#!/usr/bin/env node
/**
 * What `datapin` on the PATH names. It only finds a runtime that can load the registry's binary (on an older Node that
 * does not fail, it takes the process down), so it must itself run on any Node.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const requiredNodeApi = 10;
const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, 'server', 'cli.mjs');

if (Number(process.versions.napi) >= requiredNodeApi) {
  await import(pathToFileURL(cli).href);
} else {
  const own = join(here, '..', 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(own)) {
    const child = spawn(own, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
    // The terminal tells both of Ctrl-C; a supervisor tells only us. The child decides when it is done.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => {
      process.exitCode = code ?? 3;
    });
  } else {
    process.stderr.write(`datapin: Node ${process.versions.node} is too old; use Node 22.15 or later.\n`);
    process.exitCode = 3;
  }
}
