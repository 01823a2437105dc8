/** The elements of the trees. An id is unique in its tree and the same after a refresh, so that what was open stays open. */
import type { WireDifference, WireDiffKind, WireLabelChange } from '../../server/protocol/derivation.ts';
import type { WireDataset, WireEntry, WireExecution, WireProblem, WireVersion } from '../../server/protocol/wire.ts';

export interface DatasetNode {
  type: 'dataset';
  id: string;
  dataset: WireDataset;
}

export interface VersionNode {
  type: 'version';
  id: string;
  version: WireVersion;
}

/** A folder of a version. */
export interface FolderNode {
  type: 'folder';
  id: string;
  ref: string;
  entry: Extract<WireEntry, { type: 'folder' }>;
}

/** A file of a version. */
export interface FileNode {
  type: 'file';
  id: string;
  ref: string;
  entry: Extract<WireEntry, { type: 'file' }>;
}

export interface ProjectNode {
  type: 'project';
  id: string;
  project: string;
}

export interface ExecutionNode {
  type: 'execution';
  id: string;
  execution: WireExecution;
}

/** Files that two versions do not have in common, of one kind; or the classes whose labels are others. */
export interface DifferencesNode {
  type: 'differences';
  id: string;
  kind: WireDiffKind | 'labels';
}

/** One such file. */
export interface DifferenceNode {
  type: 'difference';
  id: string;
  kind: WireDiffKind;
  /** `dataset:version`, the older one. */
  a: string;
  b: string;
  file: WireDifference;
}

export interface LabelsNode {
  type: 'labels';
  id: string;
  change: WireLabelChange;
}

/** A sentence among the items. */
export interface SentenceNode {
  type: 'sentence';
  id: string;
  text: string;
}

/** The last item of a list that goes on: shows the next part of what is in `parent`. */
export interface MoreNode {
  type: 'more';
  id: string;
  parent: TreeNode;
}

/** Stands where the children of something should be. */
export interface ProblemNode {
  type: 'problem';
  id: string;
  problem: WireProblem;
}

export type TreeNode =
  | DatasetNode
  | VersionNode
  | FolderNode
  | FileNode
  | ProjectNode
  | ExecutionNode
  | DifferencesNode
  | DifferenceNode
  | LabelsNode
  | SentenceNode
  | MoreNode
  | ProblemNode;

export function datasetNode(dataset: WireDataset): DatasetNode {
  return { type: 'dataset', id: `dataset/${dataset.name}`, dataset };
}

export function versionNode(version: WireVersion): VersionNode {
  return { type: 'version', id: `version/${version.ref}`, version };
}

export function entryNode(ref: string, entry: WireEntry): FolderNode | FileNode {
  const id = `${entry.type}/${ref}/${entry.path}`;
  return entry.type === 'folder' ? { type: 'folder', id, ref, entry } : { type: 'file', id, ref, entry };
}

export function projectNode(project: string): ProjectNode {
  return { type: 'project', id: `project/${project}`, project };
}

export function executionNode(execution: WireExecution): ExecutionNode {
  return { type: 'execution', id: `execution/${execution.id}`, execution };
}

export function differencesNode(kind: DifferencesNode['kind']): DifferencesNode {
  return { type: 'differences', id: `differences/${kind}`, kind };
}

export function differenceNode(kind: WireDiffKind, { a, b }: { a: string; b: string }, file: WireDifference): DifferenceNode {
  return { type: 'difference', id: `difference/${kind}/${file.path}`, kind, a, b, file };
}

export function labelsNode(change: WireLabelChange): LabelsNode {
  return { type: 'labels', id: `labels/${change.class}`, change };
}

export function sentenceNode(text: string): SentenceNode {
  return { type: 'sentence', id: `sentence/${text}`, text };
}

export function moreNode(parent: TreeNode): MoreNode {
  return { type: 'more', id: `${parent.id}/…`, parent };
}

export function problemNode(parent: TreeNode | undefined, problem: WireProblem): ProblemNode {
  return { type: 'problem', id: `${parent?.id ?? ''}/problem`, problem };
}

/** Whether a command was given a tree's element, and of this type. */
export function isNode<T extends TreeNode['type']>(value: unknown, ...types: T[]): value is Extract<TreeNode, { type: T }> {
  return typeof value === 'object' && value !== null && 'type' in value && (types as unknown[]).includes(value.type);
}

export function isAnyNode(value: unknown): value is TreeNode {
  return isNode(value, ...types);
}

const types = [
  'dataset',
  'version',
  'folder',
  'file',
  'project',
  'execution',
  'differences',
  'difference',
  'labels',
  'sentence',
  'more',
  'problem',
] as const satisfies TreeNode['type'][];

/** Whether an execution may still change. */
export function isRunning({ status }: WireExecution): boolean {
  return status === 'created' || status === 'queued' || status === 'started' || status === 'stopping';
}
