/** The language server beside the YAML server with the pipeline's schema: start, typing, memory, and files that are hard to read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner } from '../support/temp.ts';
import { makeBigRegistry } from './bigRegistry.ts';
import { measureHard } from './languageHard.ts';
import { method } from './languageMethod.ts';
import { memoryOf, ownCommand, ownProgram, ownServer, peerServer, peerVersion } from './languageServers.ts';
import { measureStarts } from './languageStart.ts';
import { completionRows, diagnosticRows, hardRows, memoryRows, readyRows, typingColumns } from './languageTables.ts';
import { measureTyping, type TypingPair } from './languageTyping.ts';
import type { BenchOptions, Table } from './table.ts';

const sizes = [160, 1600, 16_000];
const registry = { datasets: 10_000, versions: 20 };

export async function languageBench({ dist }: BenchOptions): Promise<Table> {
  await using ending = new AsyncDisposableStack();
  const home = mkdtempSync(join(tmpdir(), 'datapin-language-bench-'));
  ending.defer(() => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  makeBigRegistry(home, registry);
  const owner: Owner = { after: (cleanUp) => void ending.defer(async () => cleanUp()) };
  const own = ownServer(ownProgram(dist));
  const started = await measureStarts(owner, home, { own, command: ownServer(ownCommand(dist)), peer: peerServer });
  const editors = { own: await own(owner, home), peer: await peerServer(owner, home) };
  const typing: TypingPair[] = [];
  for (const lines of sizes) typing.push(await measureTyping(editors.own, editors.peer, { lines, datasets: registry.datasets }));
  const memory = { own: memoryOf(editors.own.pid), peer: memoryOf(editors.peer.pid) };
  editors.own.kill();
  editors.peer.kill();
  const hard = {
    own: await measureHard(() => own(owner, home), registry.datasets),
    peer: await measureHard(() => peerServer(owner, home), registry.datasets),
  };
  return {
    title: 'Language server',
    method: method(registry),
    columns: ['start', 'ms p50', 'ms p95', 'goal', 'reached'],
    rows: readyRows(started),
    more: [
      { title: 'Completion', columns: ['lines', 'completion', 'offered', ...typingColumns], rows: completionRows(typing) },
      { title: 'Diagnostics', columns: ['lines', 'diagnostics', ...typingColumns], rows: diagnosticRows(typing) },
      { title: 'Memory', columns: ['server', 'MB after all this', 'MB at most', 'goal', 'reached'], rows: memoryRows(memory) },
      {
        title: 'Files that are hard to read',
        columns: ['file', 'server', '4,000 lines', '8,000 lines', '16,000 lines', 'times from 4,000 to 16,000', 'goal', 'reached'],
        rows: hardRows(hard),
      },
    ],
    versions: { 'yaml-language-server': peerVersion },
  };
}
