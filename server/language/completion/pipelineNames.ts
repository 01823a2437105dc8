/** Names in a pipeline file where they speak of other things: of steps, tasks, nodes, inputs, parameters. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { PipelineFile, StepItem } from '../../formats/pipelineFile/types.ts';
import type { YamlPlace } from '../yaml/place.ts';
import { inputOffers, nameOffers, parameterOffers, plainOffers, stepOffer } from './named.ts';
import { matching, type Offer, type Offers } from './offers.ts';
import { pipelineAround, stepOfKeys } from './scope.ts';
import { type SocketEnd, socketOffers } from './sockets.ts';

/** A place in a pipeline file that was read. */
export interface NamePlace {
  text: string;
  cursor: number;
  yaml: YamlPlace;
  file: PipelineFile;
}

/** Nothing where no name of something else is expected. */
export function pipelineNameOffers(place: NamePlace): Offers | undefined {
  const { yaml, text, cursor } = place;
  if (yaml.kind === 'text') return undefined;
  const pattern = patternOf(yaml);
  const end = endOf(pattern, yaml);
  if (end) return edgeOffers(place, end);
  const items = named[pattern]?.(place);
  const isKey = pattern === parameterSet;
  if (!items || yaml.kind === (isKey ? 'value' : 'key')) return undefined;
  const { taken, more } = matching(items, text.slice(yaml.token.start, cursor), ({ label }) => label);
  const isQuoted = /["']/.test(text[yaml.token.start - 1] ?? '');
  const colon = isKey && !/^\s*:/.test(text.slice(yaml.token.end)) ? ': ' : '';
  const written = taken.map((offer) => ({ ...offer, insertText: (isQuoted ? offer.label : asScalar(offer.label)) + colon }));
  return { range: yaml.token, lead: yaml.lead, items: written, more };
}

/** `pipeline nodes [] step`. */
function patternOf({ path }: YamlPlace): string {
  return path
    .map((step) => (typeof step === 'string' ? step : '[]'))
    .join(' ')
    .replace(/^blueprint /, 'pipeline ');
}

const parameterSet = 'task parameter-sets []';

const named: Readonly<Record<string, (place: NamePlace) => Offer[]>> = {
  'pipeline nodes [] step': steps,
  'pipeline nodes [] task': ({ file }) => nameOffers(file.tasks.keys(), CompletionItemKind.Function),
  'pipeline nodes [] deployment': ({ file }) => nameOffers(file.deployments.keys(), CompletionItemKind.Module),
  'pipeline nodes [] endpoints []': ({ file }) => nameOffers(file.endpoints.keys(), CompletionItemKind.Interface),
  'pipeline nodes [] override inputs [] name': (place) => unused(place, inputOffers, ({ override }) => override?.inputs ?? []),
  'pipeline nodes [] override parameters [] name': (place) => unused(place, parameterOffers, ({ override }) => override?.parameters ?? []),
  'pipeline nodes [] override environment-variables [] name': (place) => {
    const step = stepOfKeys(place.yaml.keysAt(3), place.file);
    return step ? plainOffers(step.environmentVariables, CompletionItemKind.Variable) : [];
  },
  'task step': steps,
  'task parameters [] name': (place) => taskParameters(place),
  [parameterSet]: (place) => {
    const there = place.yaml.keysAt(place.yaml.path.length);
    return taskParameters(place).filter(({ label }) => !there.has(label));
  },
};

function steps({ file }: NamePlace): Offer[] {
  return [...file.steps.values()].map(({ item }) => stepOffer(item));
}

/** What the step of the node around has, without what its override names elsewhere. */
function unused(
  { yaml, text, cursor, file }: NamePlace,
  offersOf: (step: StepItem) => Offer[],
  usedBy: (node: NonNullable<ReturnType<typeof pipelineAround>>['nodes'][number]) => readonly { name: { text: string } | undefined }[],
): Offer[] {
  const keys = yaml.keysAt(3);
  const step = stepOfKeys(keys, file);
  const node = pipelineAround(file, cursor)?.nodes.find(({ name }) => name?.text === keys.get('name'));
  const used = new Set(node ? usedBy(node).map(({ name }) => name?.text) : []);
  used.delete(text.slice(yaml.token.start, yaml.token.end));
  return step ? offersOf(step).filter(({ label }) => !used.has(label)) : [];
}

function taskParameters({ yaml, file }: NamePlace): Offer[] {
  const step = file.steps.get(yaml.keysAt(1).get('step') ?? '')?.item;
  return step ? parameterOffers(step) : [];
}

const edgeEnds: readonly SocketEnd[] = ['source', 'target'];

/** Which end of an edge a place is; nothing where it is none. */
function endOf(pattern: string, yaml: YamlPlace): SocketEnd | undefined {
  if (pattern === 'pipeline edges [] []') return edgeEnds[yaml.itemsBefore().length];
  if (pattern === 'pipeline edges [] source') return 'source';
  if (pattern === 'pipeline edges [] target') return 'target';
  return /^pipeline parameters \[\] targets?(?: \[\])?$/.test(pattern) && yaml.kind !== 'key' ? 'handed' : undefined;
}

function edgeOffers({ yaml, text, cursor, file }: NamePlace, end: SocketEnd): Offers | undefined {
  const pipeline = pipelineAround(file, cursor);
  const { token, lead } = yaml;
  if (!pipeline || yaml.kind === 'key') return undefined;
  const keys = end === 'handed' ? undefined : yaml.keysAt(3);
  const other = end === 'source' ? keys?.get('target') : (yaml.itemsBefore()[0] ?? keys?.get('source'));
  const socket = { text: text.slice(token.start, token.end), at: cursor - token.start, end, other };
  const { start, stop, items } = socketOffers(socket, pipeline, file);
  const { taken } = matching(items, socket.text.slice(start, socket.at), ({ label }) => label);
  return { range: { start: token.start + start, end: token.start + stop }, lead, items: taken };
}

/** Quoted where the bare text would mean another thing to YAML. */
function asScalar(name: string): string {
  return /^[A-Za-z_][\w./ ()+-]*$/.test(name) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(name) ? name : JSON.stringify(name);
}
