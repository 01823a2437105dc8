/** What the details panel says of a node, as data. Pure. */

import { age, count, duration, size } from '../../server/protocol/words.ts';
import { type Kind, kindOf, runTime, titleOf } from './describe.ts';
import { type Edge, type Graph, versionNode } from './graph.ts';
import type { IconName } from './icons.ts';
import type { WireExecution, WireLineageNode, WireVersion } from './protocol.ts';
import { moment, plain } from './words.ts';

export interface Fact {
  name: string;
  value: string;
  /** The value in full, on hover. */
  full?: string;
  /** What the copy button copies. */
  copy?: string;
  /** The node that the value leads to. */
  node?: string;
  /** Set in the editor's font. */
  code?: boolean;
}

export interface Section {
  title: string;
  facts: Fact[];
}

export interface Facts {
  id: string;
  kind: Kind;
  title: string;
  /** Kind and identity in words. */
  about: string;
  /** What `Copy reference` copies. */
  reference: string;
  open: 'Open log' | 'Open manifest';
  state?: { icon: IconName; words: string; bad: boolean };
  sections: Section[];
}

export function factsOf(node: WireLineageNode, graph: Graph, now: number): Facts {
  const sections = (node.type === 'version' ? versionSections(node, graph, now) : executionSections(node.execution, graph, now)).filter(
    (section) => section.facts.length > 0,
  );
  const shared = { id: node.id, kind: kindOf(node), title: titleOf(node), sections };
  if (node.type === 'execution') {
    const { id, status, message, exitCode } = node.execution;
    const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
    const bad = status === 'error' || status === 'crashed';
    const words = `${capital(status)}${code}${message ? `: ${message}` : ''}`;
    return { ...shared, about: `Execution ${id}`, reference: id, open: 'Open log', state: { icon: status, words, bad } };
  }
  const { ref, kind, integrity, identity } = node.version;
  const facts: Facts = { ...shared, about: kind === 'model' ? 'Model version' : 'Dataset version', reference: ref, open: 'Open manifest' };
  if (integrity === 'broken')
    facts.state = { icon: 'broken', words: 'Integrity broken: the bytes are not those that were adopted', bad: true };
  else if (identity === 'provider')
    facts.state = { icon: 'provider', words: 'Identity by provider: the bytes were not read yet', bad: false };
  return facts;
}

function versionSections({ id, version }: { id: string; version: WireVersion }, graph: Graph, now: number): Section[] {
  const facts: Fact[] = [
    { name: 'Files', value: count(version.files, 'file').replace(/ .*/, '') },
    { name: 'Size', value: size(version.bytes), full: count(version.bytes, 'byte') },
    ...optional('Aliases', version.aliases.join(', ')),
    time('Created', version.createdAt, now),
    { name: 'By', value: version.createdBy },
    { name: 'Origin', value: version.origin },
    { name: 'Hash', value: shortHash(version.hash), full: version.hash, copy: version.hash, code: true },
    { name: 'Integrity', value: { unchecked: 'Not checked yet', whole: 'Whole', broken: 'Broken' }[version.integrity] },
  ];
  return [
    { title: 'Version', facts },
    { title: 'Made from', facts: neighbours(graph, graph.inputs.get(id), 'source') },
    { title: 'Used by', facts: neighbours(graph, graph.outputs.get(id), 'target') },
  ];
}

function executionSections(run: WireExecution, graph: Graph, now: number): Section[] {
  const seconds = runTime(run, now);
  const facts: Fact[] = [
    time('Created', run.createdAt, now),
    { name: 'By', value: run.createdBy },
    ...(run.startedAt ? [time('Started', run.startedAt, now)] : []),
    ...(run.endedAt ? [time('Ended', run.endedAt, now)] : []),
    ...optional('Duration', seconds === undefined ? '' : duration(seconds)),
    ...optional('Cost', run.cost ? plain(run.cost) : ''),
    ...(run.commit ? [commit(run.commit, run.dirty)] : []),
    ...optional('Image', run.image ?? '').map((fact) => ({ ...fact, code: true })),
    { name: 'Command', value: run.command, copy: run.command, code: true },
  ];
  const reference = (name: string, ref: string): Fact => {
    const node = versionNode(graph, ref);
    return node === undefined ? { name, value: ref } : { name, value: ref, node };
  };
  return [
    { title: 'Execution', facts },
    { title: 'Parameters', facts: values(run.parameters) },
    { title: 'Inputs', facts: run.inputs.map(({ input, ref }) => reference(input, ref)) },
    { title: 'Outputs', facts: run.outputs.map((ref) => reference('output', ref)) },
    { title: 'Metadata', facts: values(run.metadata) },
  ];
}

function neighbours(graph: Graph, edges: readonly Edge[] = [], end: 'source' | 'target'): Fact[] {
  return edges.map((edge) => {
    const node = graph.nodes.get(edge[end])!;
    const value = node.type === 'execution' ? `${node.execution.step} ${node.execution.id}` : node.version.ref;
    const roles = edge.roles.map((role) => (role === 'output' ? 'execution' : role));
    return { name: roles.join(', '), value, node: node.id };
  });
}

function commit(id: string, dirty: boolean): Fact {
  return { name: 'Commit', value: `${id.slice(0, 12)}${dirty ? ', with changes' : ''}`, full: id, copy: id, code: true };
}

function time(name: string, iso: string, now: number): Fact {
  return { name, value: age(iso, now), full: moment(iso) };
}

function values(record: Record<string, unknown>): Fact[] {
  return Object.entries(record).map(([name, value]) => ({
    name,
    value: plain(value),
    full: typeof value === 'number' ? String(value) : undefined,
  }));
}

function optional(name: string, value: string): Fact[] {
  return value ? [{ name, value }] : [];
}

function shortHash(hash: string): string {
  return hash.replace(/^sha256:([0-9a-f]{12})[0-9a-f]+$/, '$1…');
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
