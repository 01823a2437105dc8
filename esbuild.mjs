// Builds dist/: the extension (client), the server side (language server, command line, workers, supervisor) and the page.
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const minify = !process.argv.includes('--debug');
const target = process.argv.find((arg) => arg.startsWith('--target='))?.slice('--target='.length) ?? `${process.platform}-${process.arch}`;
/** Names of `vsce --target` that better-sqlite3 spells otherwise. */
const sqliteBinary = `better-sqlite3/${target.replace(/^alpine/, 'linuxmusl')}`;

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const shared = {
  define: { 'process.env.DATAPIN_VERSION': JSON.stringify(version) },
  bundle: true,
  minify,
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'warning',
};

rmSync('dist', { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: { extension: 'client/extension.ts' },
    outdir: 'dist/client',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    external: ['vscode'],
  }),
  build({
    ...shared,
    entryPoints: {
      lsp: 'server/lsp/main.ts',
      cli: 'server/cli/start.ts',
      worker: 'server/worker/main.ts',
      hash: 'server/worker/hash.ts',
      supervisor: 'server/worker/supervisor.ts',
    },
    outdir: 'dist/server',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node22.15',
    // connectors and engines are loaded when first needed: each becomes a chunk of its own
    splitting: true,
    // the S3 SDK's ES modules can be thinned out, its CommonJS cannot
    mainFields: ['module', 'main'],
    alias: { 'better-sqlite3': sqliteBinary },
    loader: { '.node': 'copy' },
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  }),
  // The launcher must parse on a Node that is too old, to say so in one sentence.
  build({
    ...shared,
    entryPoints: { datapin: 'server/cli/launcher.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node18',
    external: ['./server/cli.mjs'],
  }),
  build({
    ...shared,
    entryPoints: { lineage: 'webview/lineage/main.ts' },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
  }),
]);
chmodSync('dist/datapin.mjs', 0o755);
