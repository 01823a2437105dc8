/** What a pipeline file holds, with the range of everything that a person may point at. Offsets count UTF-16 units of the file. */
import type { Step } from '../../core/pipeline.ts';
import type { Span } from '../../core/ref.ts';

/**
 * A text and where it stands, quotes excluded. `range` covers exactly the text when both have the same length;
 * otherwise (escapes, folded lines) it covers the whole scalar and no part of it can be pointed at.
 */
export interface TextAt {
  text: string;
  range: Span;
}

/** An input of a step, or of a node's override. */
export interface InputAt {
  name: TextAt | undefined;
  /** Every text of its `default`, also an empty one. */
  defaults: TextAt[];
}

export interface StepItem {
  /** Free of ranges; its inputs stand in the same order as `inputs`. */
  step: Step;
  /** The whole list item. */
  range: Span;
  name: TextAt | undefined;
  inputs: InputAt[];
}

export interface NodeItem {
  name: TextAt | undefined;
  range: Span;
  step: TextAt | undefined;
  /** Inputs of its `override`. */
  inputs: InputAt[];
}

export interface PipelineItem {
  name: TextAt | undefined;
  range: Span;
  nodes: NodeItem[];
}

export interface PipelineFile {
  steps: StepItem[];
  pipelines: PipelineItem[];
  /** Source text of every other scalar that mentions a reference URI, such as a command line. */
  mentions: TextAt[];
}

export interface PipelineProblem {
  code: 'yaml-syntax' | 'duplicate-key';
  message: string;
  range: Span;
}

export interface ParsedPipelineFile {
  file: PipelineFile;
  problems: PipelineProblem[];
  /** For the next parse of the same file only. */
  segments: readonly ParsedSegment[];
}

/** One top-level item as it was parsed, with ranges from the beginning of the file. */
export interface ParsedSegment {
  text: string;
  start: number;
  file: PipelineFile;
  problems: PipelineProblem[];
}
