/** The part of a pipeline file that running a step needs, as plain values. formats/pipelineFile reads it, with ranges beside it. */
import type { Json } from './execution.ts';

export interface StepInput {
  name: string;
  /** References or URIs; empty when the step gives none. */
  default: string[];
  optional: boolean;
  /** Renames a single file. */
  filename?: string | undefined;
  /** Whether folders below the input are kept: none (names only), full, or the part after a glob. */
  keepDirectories: 'none' | 'full' | 'suffix';
}

export interface StepParameter {
  name: string;
  type: 'string' | 'integer' | 'float' | 'flag';
  default?: Json | undefined;
  optional: boolean;
  choices?: Json[] | undefined;
  min?: number | undefined;
  max?: number | undefined;
  multiple?: 'repeat' | 'separate' | undefined;
  multipleSeparator: string;
  passAs?: string | undefined;
  passTrueAs?: string | undefined;
  passFalseAs?: string | undefined;
}

export interface Step {
  name: string;
  image: string | undefined;
  /** One item a command. */
  command: string[];
  environment: string | undefined;
  sourcePath: string | undefined;
  inputs: StepInput[];
  parameters: StepParameter[];
  environmentVariables: { name: string; default?: string | undefined }[];
}
