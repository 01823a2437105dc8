/** Two language servers behind one editor: ours, and the YAML server with the pipeline's schema. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { ProtocolConnection } from 'vscode-languageserver/node';
import type { CompletionItem, CompletionList, Diagnostic, Position } from 'vscode-languageserver-types';
import { startClient } from '../lsp/client.ts';
import type { Owner } from '../support/temp.ts';

/** A server with the documents that are open in it. Times are milliseconds. */
export interface Editor {
  readonly pid: number;
  /** From the start of the process to the answer of `initialize`. */
  readonly ready: number;
  /** Shows a pipeline file; answers how long its first diagnostics took. */
  open(uri: string, text: string): Promise<Shown>;
  /** Types a text at a place. Nobody waits for it. */
  insert(uri: string, at: Position, text: string): void;
  /** Types a character and asks what may follow it. */
  complete(uri: string, at: Position, letter: string): Promise<Completed>;
  /** Deletes a character and waits for what is wrong then. */
  erase(uri: string, at: Position): Promise<Shown>;
  close(uri: string): void;
  /** Ends the process, whatever it does. */
  kill(): void;
}

export interface Shown {
  took: number;
  diagnostics: Diagnostic[];
}

export interface Completed {
  took: number;
  items: CompletionItem[];
  /** What is wrong with the text then; only of a server that says so by itself. */
  diagnostics: Diagnostic[];
}

export type StartEditor = (owner: Owner, home: string) => Promise<Editor>;

/** The server's entry in a folder of built files, as the VS Code client starts it. */
export const ownProgram = (dist: string): string[] => [join(dist, 'server', 'lsp.mjs')];
/** The same by the command that other editors start. */
export const ownCommand = (dist: string): string[] => [join(dist, 'datapin.mjs'), 'lsp'];

export function ownServer(program: string[]): StartEditor {
  return (owner, home) => startEditor(owner, { home, program, pushes: false, settings: {} });
}

const peerPackage = createRequire(import.meta.url).resolve('yaml-language-server/package.json');
const schema = join(import.meta.dirname, '..', 'fixtures', 'pipeline-files', 'expected', 'valohai-yaml.schema.json');

export const peerVersion: string = JSON.parse(readFileSync(peerPackage, 'utf8')).version;

/** Its store of schemas on the web is off: the schema is a file, and nothing is fetched. */
export const peerServer: StartEditor = (owner, home) => {
  const yaml = {
    schemas: { [pathToFileURL(schema).href]: ['**/valohai.yaml'] },
    schemaStore: { enable: false },
    validate: true,
    completion: true,
    hover: true,
  };
  return startEditor(owner, {
    home,
    program: [join(dirname(peerPackage), 'bin', 'yaml-language-server')],
    pushes: true,
    settings: { yaml },
  });
};

interface EditorOptions {
  home: string;
  program: string[];
  /** Whether diagnostics come by themselves (`publishDiagnostics`) or are asked for (`textDocument/diagnostic`). */
  pushes: boolean;
  settings: Record<string, unknown>;
}

async function startEditor(owner: Owner, { home, program, pushes, settings }: EditorOptions): Promise<Editor> {
  const start = performance.now();
  const client = await startClient(owner, { home, program, settings, capabilities });
  const ready = performance.now() - start;
  const { connection } = client;
  const versions = new Map<string, number>();
  const nextPush = pushListener(connection);
  const change = (uri: string, { line, character }: Position, { length = 0, text = '' }) => {
    const version = versions.get(uri)! + 1;
    versions.set(uri, version);
    const range = { start: { line, character }, end: { line, character: character + length } };
    void connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text }] });
  };
  const diagnosticsAfter = async (uri: string, act: () => void): Promise<Shown> => {
    const push = pushes ? nextPush(uri) : undefined;
    const began = performance.now();
    act();
    const diagnostics = await (push ?? client.diagnostics(uri));
    return { took: performance.now() - began, diagnostics };
  };
  return {
    pid: client.process.pid!,
    ready,
    open: (uri, text) =>
      diagnosticsAfter(uri, () => {
        versions.set(uri, 1);
        void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, version: 1, languageId: 'yaml', text } });
      }),
    insert: (uri, at, text) => change(uri, at, { text }),
    async complete(uri, at, letter) {
      const push = pushes ? nextPush(uri) : undefined;
      const began = performance.now();
      change(uri, at, { text: letter });
      const params = { textDocument: { uri }, position: { line: at.line, character: at.character + letter.length } };
      const answer = await connection.sendRequest<CompletionList | CompletionItem[] | null>('textDocument/completion', params);
      const took = performance.now() - began;
      // what it still does because of this character must not fall into the next measurement
      return { took, items: Array.isArray(answer) ? answer : (answer?.items ?? []), diagnostics: (await push) ?? [] };
    },
    erase: (uri, at) => diagnosticsAfter(uri, () => change(uri, at, { length: 1 })),
    close: (uri) => void connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    kill: () => void client.process.kill('SIGKILL'),
  };
}

/** Waits for the next diagnostics of a document that come by themselves. */
function pushListener(connection: ProtocolConnection): (uri: string) => Promise<Diagnostic[]> {
  const waiting = new Map<string, (diagnostics: Diagnostic[]) => void>();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
    waiting.get(uri)?.(diagnostics);
  });
  return (uri) => new Promise((resolve) => waiting.set(uri, resolve));
}

const capabilities = {
  workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
  textDocument: {
    synchronization: {},
    publishDiagnostics: {},
    diagnostic: {},
    completion: { completionItem: { labelDetailsSupport: true } },
  },
};

/** Resident memory of a process in bytes: now, and the most so far. Nothing where the system does not say. */
export function memoryOf(pid: number): { now: number; peak: number } | undefined {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}
