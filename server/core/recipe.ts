/** How a version is derived from others: a value that can be kept, read by people, and followed again. */

export interface Recipe {
  /** What it is made of, in order. */
  inputs: readonly RecipeInput[];
  /** What happens when two inputs have other bytes, or other labels, under one path. */
  conflicts: 'refuse' | 'first' | 'last';
  /**
   * Done one after another on what the inputs hold together. What the first ones leave out by its path alone (`include`,
   * `exclude`, `exclude-names`) is no conflict.
   */
  steps: readonly RecipeStep[];
}

export interface RecipeInput {
  /** `dataset:version`. */
  ref: string;
  /** Its combined hash. */
  hash: string;
  /** Folder that its files are put into; without slash at its end. */
  prefix?: string;
}

/**
 * Every choice that chance makes follows from a seed and the paths, never from an order or a clock: an image's place in the
 * lottery is SHA-256 of `seed`, a newline and its path. A label file of its own goes where its image goes.
 */
export type RecipeStep =
  | { do: 'include'; globs: readonly string[] }
  | { do: 'exclude'; globs: readonly string[] }
  /** Exact paths, or names without folder. */
  | { do: 'exclude-names'; names: readonly string[] }
  /** Images with at least one label; one that was looked at and found empty has none. */
  | { do: 'labelled' }
  | { do: 'classes'; names: readonly string[] }
  /** So many images, or so large a part of them. */
  | { do: 'sample'; images: { count: number } | { fraction: number }; seed: number }
  /** The part called `take`; `by` classes (stratified), folder, or chance alone. */
  | { do: 'split'; parts: readonly { name: string; fraction: number }[]; take: string; by: 'class' | 'folder' | 'none'; seed: number }
  /** Replaces the beginning `from` of paths by `to`; `from: ''` puts `to` before each. */
  | { do: 'rename'; from: string; to: string };
