// The page in a real browser, served under the policy that its host sets. What stands in for the editor is the one function
// `acquireVsCodeApi`, and the messages a test sends; the real host is covered by the tests of the editor.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { FromPage, LineagePageState, ToPage } from '../../server/protocol/lineagePage.ts';
import { launchChromium } from '../../workbench/browser.ts';

export interface Bench extends AsyncDisposable {
  /** Bytes of the built script and style sheet. */
  sizes: { script: number; style: number };
  open(look?: Look): Promise<LineagePage>;
}

export interface Look {
  /** Classes of the body, as the editor sets them. */
  theme?: string;
  /** Values of theme colours. */
  colours?: Record<string, string>;
  /** What the editor kept. */
  state?: LineagePageState;
  size?: { width: number; height: number };
  /** Movement is off unless it is what the test is about. */
  motion?: boolean;
}

export interface LineagePage extends AsyncDisposable {
  page: Page;
  /** Everything the page has posted. */
  posted(): Promise<FromPage[]>;
  /** What the page has left with the editor. */
  kept(): Promise<LineagePageState | undefined>;
  send(message: ToPage): Promise<void>;
  /** Reads from the page until the value is the expected one. */
  until<T>(read: () => Promise<T>, expected: T): Promise<void>;
  /** A JavaScript expression, evaluated in the page. */
  read<T>(expression: string): Promise<T>;
}

/**
 * The one thing that the policy may stop: the toolkit puts an empty inline style into the page to learn whether `:focus-visible` is known.
 * It takes the refusal for a no, and the page's own style sheet sets that right.
 */
const probe = 'style-src-elem inline';

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'datapin-lineage-'));
  const entry = fileURLToPath(new URL('../../webview/lineage/main.ts', import.meta.url));
  await build({
    entryPoints: { lineage: entry },
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
  });
  const files = { script: await readFile(join(folder, 'lineage.js')), style: await readFile(join(folder, 'lineage.css')) };
  const looks = new Map<string, Look>();
  const server = await serve(files, looks);
  const browser = await launchChromium();
  return {
    sizes: { script: files.script.length, style: files.style.length },
    async open(look = {}) {
      const key = String(looks.size);
      looks.set(key, look);
      return await openPage(browser, look, `http://127.0.0.1:${(server.address() as AddressInfo).port}/${key}`);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(folder, { recursive: true });
    },
  };
}

async function serve(files: { script: Buffer; style: Buffer }, looks: Map<string, Look>): Promise<Server> {
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? '';
    const look = looks.get(name);
    if (name === 'lineage.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(files.script);
    if (name === 'lineage.css') return response.writeHead(200, { 'content-type': 'text/css' }).end(files.style);
    if (!look) return response.writeHead(404).end();
    const nonce = randomBytes(16).toString('hex');
    const own = `http://${request.headers.host}`;
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${own}; img-src ${own}; font-src ${own}`;
    return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(html(nonce, look));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

/** The host's html, with the editor's function and theme before the page's own script. */
function html(nonce: string, look: Look): string {
  const theme = look.theme ?? 'vscode-dark';
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Lineage</title><link rel="stylesheet" href="/lineage.css">
<script nonce="${nonce}">
  window.test = { posted: [], kept: ${JSON.stringify(look.state ?? null)}, wrongs: [] };
  addEventListener('securitypolicyviolation', (event) => test.wrongs.push((event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample).trim()));
  addEventListener('error', (event) => test.wrongs.push(event.message));
  addEventListener('unhandledrejection', (event) => test.wrongs.push(String(event.reason)));
  for (const [name, value] of Object.entries(${JSON.stringify(look.colours ?? {})})) document.documentElement.style.setProperty(name, value);
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => test.posted.push(structuredClone(message)),
    getState: () => test.kept ?? undefined,
    setState: (state) => { test.kept = structuredClone(state); },
  });
</script></head>
<body class="${theme}" data-vscode-theme-kind="${theme}"><div id="app"></div><script nonce="${nonce}" src="/lineage.js"></script></body></html>`;
}

async function openPage(browser: Browser, look: Look, url: string): Promise<LineagePage> {
  const context = await browser.newContext({
    viewport: look.size ?? { width: 1280, height: 760 },
    reducedMotion: look.motion ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  const read = <T>(expression: string) => page.evaluate(expression) as Promise<T>;
  return {
    page,
    read,
    posted: () => read('test.posted'),
    kept: async () => (await read<LineagePageState | null>('test.kept')) ?? undefined,
    send: async (message) => {
      await page.evaluate((data) => (globalThis as unknown as { postMessage(data: unknown): void }).postMessage(data), message);
      // messages arrive in order: once this one has come back, the page has read the one before it
      await read(
        'new Promise((done) => { addEventListener("message", (event) => event.data === "read" && done()); postMessage("read"); })',
      );
    },
    until: async (value, expected) => {
      const end = Date.now() + 60_000;
      for (let now = await value(); ; now = await value()) {
        if (isDeepStrictEqual(now, expected)) return;
        if (Date.now() > end) assert.deepEqual(now, expected);
      }
    },
    // whatever a test is about, it must have broken no rule by its end
    async [Symbol.asyncDispose]() {
      const wrongs = await read('test.wrongs');
      await context.close();
      assert.deepEqual(wrongs, [probe]);
    },
  };
}
