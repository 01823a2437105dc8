/** The ends of edges, `node.type.key`, offered part by part. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { socketTypes } from '../../formats/pipelineFile/shape/pipeline.ts';
import type { NodeItem, PipelineFile, PipelineItem } from '../../formats/pipelineFile/types.ts';
import { inputOffers, nameOffers, parameterOffers, plainOffers } from './named.ts';
import { type Offer, suggestNext } from './offers.ts';
import { stepRunBy } from './scope.ts';

/** source and target of an edge; target of a pipeline's parameter. */
export type SocketEnd = 'source' | 'target' | 'handed';

export interface TypedSocket {
  /** All of the text, and where the cursor is in it. */
  text: string;
  at: number;
  end: SocketEnd;
  /** The other end of the edge, when it is written already. */
  other: string | undefined;
}

export interface SocketOffers {
  /** The part under the cursor, within the text. */
  start: number;
  stop: number;
  items: Offer[];
}

/** The key takes all that follows the second dot. */
export function socketOffers(socket: TypedSocket, pipeline: PipelineItem, file: PipelineFile): SocketOffers {
  const { text, at } = socket;
  const first = text.indexOf('.');
  const second = first < 0 ? -1 : text.indexOf('.', first + 1);
  const [nodeEnd, typeEnd] = [first < 0 ? text.length : first, second < 0 ? text.length : second];
  if (at <= nodeEnd) return { start: 0, stop: nodeEnd, items: withDot(nodesFor(socket, pipeline), first >= 0) };
  const node = pipeline.nodes.find(({ name }) => name?.text === text.slice(0, first));
  if (at <= typeEnd) return { start: first + 1, stop: typeEnd, items: node ? withDot(typesFor(socket, node), second >= 0) : [] };
  const items = node ? keysFor(text.slice(first + 1, second), { node, end: socket.end, file }) : [];
  return { start: second + 1, stop: text.length, items };
}

function withDot(offers: readonly Offer[], isThere: boolean): Offer[] {
  return offers.map((offer) => (isThere ? offer : { ...offer, insertText: `${offer.label}.`, command: suggestNext }));
}

/** An edge joins two nodes, so the one at the other end comes last. */
function nodesFor({ other, end }: TypedSocket, { nodes }: PipelineItem): Offer[] {
  const taken = other?.split('.')[0];
  const usable = nodes.filter((node) => end !== 'handed' || node.type?.text !== 'deployment');
  const offers = usable.flatMap((node): Offer[] => {
    const runs = node.step?.text ?? node.task?.text ?? node.deployment?.text;
    const details = runs === undefined ? {} : { labelDetails: { description: runs } };
    return node.name?.text ? [{ label: node.name.text, kind: CompletionItemKind.Class, ...details }] : [];
  });
  return [...offers.filter(({ label }) => label !== taken), ...offers.filter(({ label }) => label === taken)];
}

const typesOf: Record<'deployment' | 'running', Record<SocketEnd, readonly string[]>> = {
  running: {
    source: ['output', 'input', 'parameter', 'metadata', 'environment-variable', 'dependency'],
    target: ['input', 'parameter', 'environment-variable', 'dependency'],
    handed: ['parameter'],
  },
  deployment: { source: ['deployment', 'dependency'], target: ['file', 'dependency'], handed: [] },
};

/** What each type of source is handed on to. */
const fits: Readonly<Record<string, readonly string[]>> = {
  output: ['input', 'file'],
  input: ['input'],
  parameter: ['parameter'],
  metadata: ['parameter'],
  deployment: ['parameter'],
  'environment-variable': ['environment-variable'],
  dependency: ['dependency'],
};

/** Those that fit the other end first. */
function typesFor({ end, other }: TypedSocket, node: NodeItem): Offer[] {
  const types = typesOf[node.type?.text === 'deployment' ? 'deployment' : 'running'][end];
  const otherType = other?.split('.')[1] ?? '';
  const isFit = (type: string) => (end === 'source' ? fits[type]?.includes(otherType) : fits[otherType]?.includes(type)) === true;
  const sorted = [...types.filter(isFit), ...types.filter((type) => !isFit(type))];
  return sorted.map((type) => ({ label: type, kind: CompletionItemKind.Property, documentation: socketTypes[type] ?? '' }));
}

interface KeyPlace {
  node: NodeItem;
  end: SocketEnd;
  file: PipelineFile;
}

function keysFor(type: string, { node, end, file }: KeyPlace): Offer[] {
  if (type === 'dependency') return nameOffers(['*'], CompletionItemKind.Constant);
  if (node.type?.text === 'deployment') return deploymentKeys(type, node, file);
  const step = stepRunBy(node, file);
  if (type === 'output' && end === 'source') {
    return [
      ...plainOffers(step?.outputs ?? [], CompletionItemKind.File),
      { label: '*', kind: CompletionItemKind.Constant, detail: 'all outputs' },
    ];
  }
  if (!step) return [];
  if (type === 'input') return inputOffers(step);
  if (type.startsWith('parameter')) return parameterOffers(step);
  return type === 'environment-variable' ? plainOffers(step.environmentVariables, CompletionItemKind.Variable) : [];
}

function deploymentKeys(type: string, { endpoints }: NodeItem, file: PipelineFile): Offer[] {
  if (type === 'deployment') return nameOffers(['id', 'version_id'], CompletionItemKind.Constant);
  if (type !== 'file') return [];
  const names = endpoints.length > 0 ? endpoints.map(({ text }) => text) : [...file.endpoints.keys()];
  return names.flatMap((name) =>
    plainOffers(file.endpoints.get(name)?.item.files ?? [], CompletionItemKind.File).map((offer) => ({
      ...offer,
      label: `${name}.${offer.label}`,
    })),
  );
}
