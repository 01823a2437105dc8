/** What a command is about: the item of a tree, what a lens or a card names, or what the person chooses. */
import { getLineage } from '../server/protocol/requests.ts';
import type { WireExecution, WireLineageNode, WireVersion } from '../server/protocol/wire.ts';
import { executionId, subject } from './commandArguments.ts';
import { type ExecutionQuestion, pickExecution, pickVersion } from './pickers.ts';
import { ProblemError } from './problem.ts';
import type { Server } from './serverClient.ts';
import { isNode } from './views/nodes.ts';

/** Throws a ProblemError when what is given names no version. */
export async function versionOf(server: Server, given: unknown, title: string): Promise<WireVersion | undefined> {
  if (isNode(given, 'version')) return given.version;
  const ref = subject(given);
  if (ref === undefined) return pickVersion(server, title);
  const node = await find(server, ref);
  if (node?.type === 'version') return node.version;
  throw new ProblemError({ code: 'command.argument', message: `"${ref}" is no version of a dataset.`, hint: 'Name one, as in digits:v1.' });
}

/** The versions among what is selected in a tree, in its order; the one that a menu was opened on when nothing is. */
export function selectedVersions(given: unknown, all: unknown): WireVersion[] {
  const nodes = Array.isArray(all) && all.length > 0 ? all : [given];
  return nodes.flatMap((node: unknown) => (isNode(node, 'version') ? [node.version] : []));
}

/** Throws a ProblemError when what is given names no execution. */
export async function executionOf(server: Server, given: unknown, question: ExecutionQuestion): Promise<WireExecution | undefined> {
  if (isNode(given, 'execution')) return given.execution;
  const id = executionId(given);
  if (id === undefined) return pickExecution(server, question);
  const node = await find(server, `execution/${id}`);
  return node?.type === 'execution' ? node.execution : undefined;
}

async function find(server: Server, id: string): Promise<WireLineageNode | undefined> {
  const { focus, nodes } = await server.send(getLineage, { id, up: 0, down: 0 });
  return nodes.find((node) => node.id === focus);
}
