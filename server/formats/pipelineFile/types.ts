/**
 * What a pipeline file holds, with the range of everything that a person may point at. Offsets count UTF-16 units.
 *
 * The file is cut into parts, its top-level items, and every range within a part counts from the part's beginning: so an
 * edit elsewhere leaves a part as it is, and reading the file again costs the part that changed. `placed` in file.ts turns
 * a part's range into the file's.
 */
import type { Json } from '../../core/execution.ts';
import type { Step } from '../../core/pipeline.ts';
import type { Span } from '../../core/ref.ts';
import type { PartMemory } from './memory.ts';

/**
 * A text and where it stands, quotes excluded. `range` covers exactly the text when both have the same length;
 * otherwise (escapes, folded lines, an alias of another item's anchor) no part of it can be pointed at.
 */
export interface TextAt {
  text: string;
  range: Span;
}

/** A value and where it stands. */
export interface ValueAt {
  value: Json;
  range: Span;
}

/** Whatever has a name in a list: an input, an output, a parameter, an environment variable, an endpoint's file. */
export interface NamedItem {
  name: TextAt | undefined;
  /** The whole list item. */
  range: Span;
}

/** An input of a step, or of a node's override. */
export interface InputItem extends NamedItem {
  /** Every text of its `default`, also an empty one. */
  defaults: TextAt[];
}

/** A parameter of a step, or of a node's override. */
export interface ParameterItem extends NamedItem {
  default: ValueAt | undefined;
}

export interface StepItem {
  kind: 'step';
  name: TextAt | undefined;
  /** The whole list item. */
  range: Span;
  /** Free of ranges; its inputs and parameters stand in the same order as those here. */
  step: Step;
  image: TextAt | undefined;
  /** Each line of its command, in order. */
  commands: TextAt[];
  inputs: InputItem[];
  outputs: NamedItem[];
  parameters: ParameterItem[];
  environmentVariables: NamedItem[];
  environment: TextAt | undefined;
  preset: TextAt | undefined;
  stopCondition: TextAt | undefined;
}

/** One end of an edge, `node.type.key`, or a target of a pipeline's parameter. */
export interface Socket {
  /** As it is written. */
  text: string;
  range: Span;
  node: TextAt | undefined;
  /** `output`, `input`, `parameter` … */
  type: TextAt | undefined;
  /** May hold dots, slashes and, of an output, `*`. */
  key: TextAt | undefined;
}

export interface EdgeItem {
  range: Span;
  source: Socket | undefined;
  target: Socket | undefined;
}

/** What a node changes of its step. */
export interface Override {
  range: Span;
  /** Each line of its command, in order. */
  commands: TextAt[];
  inputs: InputItem[];
  parameters: ParameterItem[];
  environment: TextAt | undefined;
  preset: TextAt | undefined;
}

export interface NodeAction {
  range: Span;
  when: TextAt[];
  if: TextAt[];
  then: TextAt[];
}

export interface NodeItem extends NamedItem {
  /** `execution`, `task`, `deployment`. */
  type: TextAt | undefined;
  step: TextAt | undefined;
  task: TextAt | undefined;
  deployment: TextAt | undefined;
  /** A node of another commit: its step is not the one of this file. */
  commit: TextAt | undefined;
  endpoints: TextAt[];
  override: Override | undefined;
  actions: NodeAction[];
}

/** A parameter of a whole pipeline, handed on to parameters of its nodes. */
export interface PipelineParameter extends NamedItem {
  default: ValueAt | undefined;
  targets: Socket[];
}

export interface PipelineItem {
  kind: 'pipeline';
  name: TextAt | undefined;
  range: Span;
  nodes: NodeItem[];
  edges: EdgeItem[];
  parameters: PipelineParameter[];
}

export interface TaskItem {
  kind: 'task';
  name: TextAt | undefined;
  range: Span;
  step: TextAt | undefined;
  type: TextAt | undefined;
  parameters: NamedItem[];
  /** Every name that a set of `parameter-sets` gives a value. */
  parameterSets: TextAt[];
  stopCondition: TextAt | undefined;
}

export interface EndpointItem {
  kind: 'endpoint';
  name: TextAt | undefined;
  range: Span;
  files: NamedItem[];
}

export interface DeploymentItem {
  kind: 'deployment';
  name: TextAt | undefined;
  range: Span;
  target: TextAt | undefined;
}

export type Item = StepItem | PipelineItem | TaskItem | EndpointItem | DeploymentItem;
export type ItemKind = Item['kind'];

/** A top-level item as it was read (or all of a file that is laid out in another way). Shared between readings: never changed. */
export interface Part {
  text: string;
  items: readonly Item[];
  /** Source text of every other scalar that mentions a reference URI, such as a command line. */
  mentions: readonly TextAt[];
  /** What can be said of this part alone: syntax, shape, values. */
  problems: readonly PipelineProblem[];
}

export interface PlacedPart {
  /** Offset in the file at which the part begins. */
  start: number;
  part: Part;
}

/** An item with the part it stands in. */
export interface PlacedItem<I extends Item = Item> {
  start: number;
  item: I;
}

export interface PipelineFile {
  parts: readonly PlacedPart[];
  /** By name; of several with one name the last, as the format has it. */
  steps: ReadonlyMap<string, PlacedItem<StepItem>>;
  pipelines: ReadonlyMap<string, PlacedItem<PipelineItem>>;
  tasks: ReadonlyMap<string, PlacedItem<TaskItem>>;
  endpoints: ReadonlyMap<string, PlacedItem<EndpointItem>>;
  deployments: ReadonlyMap<string, PlacedItem<DeploymentItem>>;
}

/** Stable: settings, ignore comments, fixes and scripts lean on them. What each means stands in language/rules.ts. */
export type PipelineCode =
  | 'yaml-syntax'
  | 'duplicate-key'
  | 'wrong-type'
  | 'missing-key'
  | 'unknown-key'
  | 'invalid-value'
  | 'conflicting-keys'
  | 'unknown-item'
  | 'duplicate-name'
  | 'unknown-step'
  | 'unknown-task'
  | 'unknown-node'
  | 'unknown-input'
  | 'unknown-output'
  | 'unknown-parameter'
  | 'unknown-endpoint'
  | 'unknown-deployment'
  | 'malformed-edge'
  | 'wrong-edge'
  | 'edge-cycle'
  | 'parameter-default'
  | 'no-effect'
  | 'unknown-placeholder'
  | 'unknown-action'
  | 'no-target'
  | 'missing-environment'
  | 'invalid-expression'
  | 'invalid-duration'
  | 'malformed-location';

export interface PipelineProblem {
  code: PipelineCode;
  message: string;
  range: Span;
  /** Where the code alone does not say how bad it is. */
  severity?: 'error' | 'warning' | undefined;
  /** One known way out. */
  fix?: PipelineFix | undefined;
  /** Keys one of which is missing. */
  keys?: readonly string[] | undefined;
}

/** Puts `text` in place of `range`. */
export interface PipelineFix {
  /** On a button: `Change to "train"`. */
  title: string;
  range: Span;
  text: string;
  /** Whether it can be made without asking: it says the same in other words. */
  safe: boolean;
}

export interface ParsedPipelineFile {
  file: PipelineFile;
  /** All that is wrong with the file, with ranges of the file. */
  problems: readonly PipelineProblem[];
  /** For the next reading alone. */
  memory: PartMemory;
}
