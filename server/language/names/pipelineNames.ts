/** The names in a pipeline file: what its items define, and where they speak of one another. */
import type { Span } from '../../core/ref.ts';
import { itemsOf, placed } from '../../formats/pipelineFile/file.ts';
import type {
  Item,
  NamedItem,
  NodeItem,
  PipelineFile,
  PipelineItem,
  PlacedItem,
  Socket,
  StepItem,
  TaskItem,
  TextAt,
} from '../../formats/pipelineFile/types.ts';
import { type Occurrence, occurrence, type SubjectKind, subjectOf } from './occurrence.ts';

/** Where a pipeline file stands, and its text. */
interface Source {
  uri: string;
  text: string;
}

export function pipelineNames(file: PipelineFile, source: Source): Occurrence[] {
  const found: Occurrence[] = [];
  for (const item of itemsOf(file)) for (const one of itemNames(item, file, source)) found.push(one);
  return found;
}

/** Those of one item alone. */
export function itemNames({ start, item }: PlacedItem, file: PipelineFile, { uri, text }: Source): Occurrence[] {
  const found: Occurrence[] = [];
  const written = (span: Span) => text.slice(span.start, span.end);
  addItem(item, file, (kind, name, about = {}) => {
    const at = name && { text: name.text, range: placed({ start }, name.range) };
    const whole = about.whole && placed({ start }, about.whole);
    const owner = [uri, ...(about.owner ?? [])];
    found.push(...occurrence({ kind, owner, isDefinition: whole !== undefined, whole }, at, written));
  });
  return found;
}

/** A thing whose name is not written in the item that it belongs to: an alias of YAML stands there, or escapes. */
export interface UnwrittenName {
  subject: string;
  /** Offset of the anchor that holds the name. */
  anchor: number | undefined;
}

export function unwrittenNames(file: PipelineFile, { uri, text }: Source): UnwrittenName[] {
  const found: UnwrittenName[] = [];
  for (const { start, item } of itemsOf(file)) {
    addItem(item, file, (kind, name, about = {}) => {
      const span = name && placed({ start }, name.range);
      if (!span || !about.whole || text.slice(span.start, span.end) === name.text) return;
      const [, alias] = /^\*([^\s,[\]{}]+)/.exec(text.slice(span.start, span.start + 200)) ?? [];
      const subject = subjectOf(kind, uri, ...(about.owner ?? []), name.text);
      found.push({ subject, anchor: alias === undefined ? undefined : anchorBefore(text, alias, span.start) });
    });
  }
  return found;
}

/** Of several anchors with one name the last before the alias counts. */
function anchorBefore(text: string, name: string, at: number): number {
  let found = text.lastIndexOf(`&${name}`, at);
  while (found > 0 && /[^\s,[\]{}]/.test(text.charAt(found + 1 + name.length))) found = text.lastIndexOf(`&${name}`, found - 1);
  return found;
}

/** Names the step that a node runs; nothing when it is another commit's or written nowhere. */
export function stepOfNode(node: NodeItem | undefined, file: PipelineFile): string | undefined {
  if (!node || node.commit) return undefined;
  return node.step?.text ?? (node.task && file.tasks.get(node.task.text)?.item.step?.text);
}

/** `owner` is the step or pipeline that the thing belongs to; `whole` makes it a definition. */
type Add = (kind: SubjectKind, name: TextAt | undefined, about?: { owner?: string[]; whole?: Span }) => void;

function addItem(item: Item, file: PipelineFile, add: Add): void {
  add(item.kind, item.name, { whole: item.range });
  if (item.kind === 'step') addStep(item, add);
  if (item.kind === 'pipeline') addPipeline(item, file, add);
  if (item.kind === 'task') addTask(item, add);
}

function addStep(step: StepItem, add: Add): void {
  const owner = [step.name?.text ?? ''];
  const define = (kind: SubjectKind, items: readonly NamedItem[]) => {
    for (const { name, range } of items) add(kind, name, { owner, whole: range });
  };
  define('input', step.inputs);
  define('output', step.outputs);
  define('parameter', step.parameters);
  addPlaceholders(step, owner, add);
}

/** What commands and defaults say of parameters and inputs, in a step or in what a node changes of it. */
function addPlaceholders({ commands, inputs }: Pick<StepItem, 'commands' | 'inputs'>, owner: string[], add: Add): void {
  const texts = [...commands, ...inputs.flatMap(({ defaults }) => defaults)];
  for (const one of texts) for (const name of namesBy(placeholder, one)) add('parameter', name, { owner });
  for (const line of commands) for (const name of namesBy(inputFolder, line)) add('input', name, { owner });
}

/** `{parameter:x}`, also by its value alone. */
const placeholder = /\{(?:parameter|parameter-value):(?<name>[^{}]+)\}/dg;

/** The folder of an input: `/valohai/inputs/x/`, `$VH_INPUTS_DIR/x`. */
const inputFolder = /(?:(?<![\w.-])\/valohai\/inputs|\$VH_INPUTS_DIR|\$\{VH_INPUTS_DIR\})\/(?<name>[\w.-]+)(?=$|[\s/"'`;,:)&|])/dg;

/** Names that a pattern finds in a text, where they can be pointed at. */
function namesBy(pattern: RegExp, { text, range }: TextAt): TextAt[] {
  if (range.end - range.start !== text.length) return [];
  return [...text.matchAll(pattern)].map(({ indices }) => {
    const [start, end] = indices!.groups!.name!;
    return { text: text.slice(start, end), range: { start: range.start + start, end: range.start + end } };
  });
}

function addPipeline(pipeline: PipelineItem, file: PipelineFile, add: Add): void {
  const owner = [pipeline.name?.text ?? ''];
  const nodes = new Map(pipeline.nodes.map((node) => [node.name?.text, node]));
  for (const node of pipeline.nodes) {
    add('node', node.name, { owner, whole: node.range });
    addNode(node, file, add);
  }
  const addSocket = (socket: Socket | undefined) => {
    add('node', socket?.node, { owner });
    const step = stepOfNode(nodes.get(socket?.node?.text), file);
    const kind = socketKind(socket?.type?.text);
    if (kind && step !== undefined) add(kind, withoutStar(socket?.key), { owner: [step] });
    if (/^files?$/.test(socket?.type?.text ?? '')) add('endpoint', endpointIn(socket?.key));
  };
  for (const { source, target } of pipeline.edges) {
    addSocket(source);
    addSocket(target);
  }
  for (const { name, range, targets } of pipeline.parameters) {
    add('pipeline-parameter', name, { owner, whole: range });
    targets.forEach(addSocket);
  }
}

function addNode(node: NodeItem, file: PipelineFile, add: Add): void {
  if (!node.commit) {
    add('step', node.step);
    add('task', node.task);
  }
  add('deployment', node.deployment);
  for (const endpoint of node.endpoints) add('endpoint', endpoint);
  const step = stepOfNode(node, file);
  if (step === undefined || !node.override) return;
  for (const { name } of node.override.inputs) add('input', name, { owner: [step] });
  for (const { name } of node.override.parameters) add('parameter', name, { owner: [step] });
  addPlaceholders(node.override, [step], add);
}

function addTask(task: TaskItem, add: Add): void {
  add('step', task.step);
  if (!task.step) return;
  const owner = [task.step.text];
  for (const { name } of task.parameters) add('parameter', name, { owner });
  for (const name of task.parameterSets) add('parameter', name, { owner });
}

/** `images` of `images*`, which stands for whatever begins so. */
function withoutStar(key: TextAt | undefined): TextAt | undefined {
  const text = key?.text.replace(/\*$/, '');
  return key && text ? { text, range: { start: key.range.start, end: key.range.start + text.length } } : key;
}

/** `predict` of the key in `ship.file.predict.model`. */
function endpointIn(key: TextAt | undefined): TextAt | undefined {
  const [text = ''] = key?.text.split('.') ?? [];
  return key && { text, range: { start: key.range.start, end: key.range.start + text.length } };
}

/** The plural is a mistake whose meaning is clear. */
function socketKind(type = ''): 'input' | 'output' | 'parameter' | undefined {
  const [, kind] = /^(input|output|parameter)s?$/.exec(type) ?? [];
  return kind as 'input' | 'output' | 'parameter' | undefined;
}
