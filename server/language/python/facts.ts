/** What a Python file has to do with the steps of a pipeline file, read from its text alone. */
import type { Span } from '../../core/ref.ts';
import type { TextAt } from '../../formats/pipelineFile/types.ts';

export interface PythonFacts {
  /** Calls of `valohai.prepare`. */
  prepares: readonly PrepareCall[];
  /** `valohai.inputs("x")`, `valohai.parameters("y")`, `valohai.outputs("z")`, in order. */
  uses: readonly NameUse[];
  opaque: Opaque;
  /** Keys of an output's metadata that lack their `valohai.` prefix. */
  unprefixed: readonly TextAt[];
  /** Modules that are imported, dotted, each with those that its names may be: `.data`, `pkg.train`, `pkg.train.main`. */
  modules: readonly string[];
  /** Of a notebook's cell only. */
  notebook?: NotebookFacts;
}

/** What is also done in ways that cannot be followed. */
export interface Opaque {
  /** Inputs or parameters are reached by a name that only a run knows, by their folder or file, or by other programs. */
  inputs: boolean;
  parameters: boolean;
  /** There may be calls of `valohai.prepare` that are not seen. */
  prepares: boolean;
}

/** What the cells of a notebook say together. */
export interface NotebookFacts {
  uri: string;
  /** Ranges are of the joined text: they point nowhere in a cell. */
  facts: PythonFacts;
}

export interface PrepareCall {
  range: Span;
  /** Nothing when it is not written as a text. */
  step: TextAt | undefined;
  /** Keys of `default_inputs` and `default_parameters`. */
  inputs: readonly TextAt[];
  parameters: readonly TextAt[];
  /** Whether all of these keys could be read. */
  complete: boolean;
}

export interface NameUse {
  kind: 'input' | 'parameter' | 'output';
  /** Stands where the text is written, which may be a constant elsewhere in the file. */
  name: TextAt;
  /** The whole call. */
  range: Span;
  /** Texts given to `.path("…")`, `.paths("…")` … of what it answers. */
  paths: readonly TextAt[];
  /** Whether the program says what holds when there is none of that name. */
  hasDefault: boolean;
}

export const noFacts: PythonFacts = {
  prepares: [],
  uses: [],
  opaque: { inputs: false, parameters: false, prepares: false },
  unprefixed: [],
  modules: [],
};
