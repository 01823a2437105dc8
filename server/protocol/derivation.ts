/** Messages about versions made of versions, and about what two versions have and have not in common. */
import { type Outcome, request } from './messages.ts';
import type { WireSecrets } from './sources.ts';
import type { WireVersion } from './wire.ts';

/** A step of a recipe, as in server/core/recipe.ts; a split makes a version of each of its parts. */
export type WireStepOfRecipe =
  | { do: 'include'; globs: readonly string[] }
  | { do: 'exclude'; globs: readonly string[] }
  | { do: 'exclude-names'; names: readonly string[] }
  | { do: 'labelled' }
  | { do: 'classes'; names: readonly string[] }
  | { do: 'sample'; images: { count: number } | { fraction: number }; seed: number }
  | { do: 'rename'; from: string; to: string };

export interface WireSplit {
  parts: readonly { name: string; fraction: number }[];
  by: 'class' | 'folder' | 'none';
  seed: number;
}

export interface WireDerivation {
  /** References, in order. */
  inputs: { ref: string; prefix?: string }[];
  steps: readonly WireStepOfRecipe[];
  /** Comes after the steps. */
  split?: WireSplit;
  /** What happens where inputs have other bytes, or other labels, under one path. */
  conflicts: 'refuse' | 'first' | 'last';
  /** `dataset` or `dataset:version`; a part of a split is `<dataset>-<part>`. */
  as: string;
  /** Only counts. */
  dryRun?: boolean;
  secrets?: WireSecrets;
  token?: string;
}

/** One version that was derived, or would be. */
export interface WireDerived {
  /** `dataset` or `dataset:version`. */
  as: string;
  files: number;
  bytes: number;
  /** Files that are no label files. */
  images: number;
  /** How many images have a label of each class; absent where nothing is labelled. */
  classes?: Record<string, number>;
  /** Absent when nothing was made. */
  version?: WireVersion;
  existed: boolean;
  notes: string[];
  /** What two inputs do not agree on and was decided, one line each. */
  conflicts: string[];
  /** How it is made, in words. */
  recipe: string;
}

/** One file that two versions do not have in common: as it is in the newer one; what was removed as it was in the older one. */
export interface WireDifference {
  path: string;
  bytes: number;
  /** What it was, where it was changed or moved. */
  before?: { path: string; bytes: number };
}

/** Labels of one class. */
export interface WireLabelChange {
  /** '' for labels without class. */
  class: string;
  added: number;
  removed: number;
  /** Labels whose shape or attributes are others. */
  changed: number;
  /** Images on which that is so. */
  images: number;
}

export type WireDiffKind = 'added' | 'removed' | 'changed' | 'moved';

/** Of each kind the first files by path; `totals` says how many there are. */
export interface WireDiff extends Record<WireDiffKind, WireDifference[]> {
  /** `dataset:version`, the older one. */
  a: string;
  b: string;
  totals: Record<WireDiffKind | 'same', { files: number; bytes: number }>;
  /** By class, the most changed first; absent where neither is labelled. */
  labels?: WireLabelChange[];
  notes: string[];
}

/** Makes a version of versions, or one of each part of a split. Reports progress under `token`. */
export const derive = request<WireDerivation, Outcome<WireDerived[]>>('datapin/derive');

/** Compares two versions: files of each kind, at most `limit`, and labels. Reports progress under `token`. */
export const diff = request<{ a: string; b: string; limit: number; secrets?: WireSecrets; token?: string }, Outcome<WireDiff>>(
  'datapin/diff',
);

/** The bytes of a file of a version, as base64: those that were adopted, or a problem. At most `largestFile` of them. */
export const readFile = request<{ ref: string; path: string; secrets?: WireSecrets }, Outcome<{ base64: string }>>('datapin/file');

/** Bytes. */
export const largestFile = 32 * 1024 * 1024;
