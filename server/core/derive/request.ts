/** What a person asks for when versions shall become a version, and the recipes that this makes. */
import type { DatasetKind, Version } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { versionNamed } from '../named.ts';
import type { Recipe, RecipeInput, RecipeStep } from '../recipe.ts';
import type { Registry } from '../registry/registry.ts';
import { checkSteps, normalParts, wrong } from './checks.ts';

export interface DeriveRequest {
  /** References, in order. */
  inputs: readonly { ref: string; prefix?: string | undefined }[];
  /** Done one after another. */
  steps: readonly RecipeStep[];
  /** Comes after the steps, and before `rename` steps: a version of each part. */
  split?: SplitRequest | undefined;
  conflicts?: Recipe['conflicts'] | undefined;
  /** `dataset` or `dataset:version`; a part of a split is `<dataset>-<part>`. */
  as: string;
  kind?: DatasetKind | undefined;
  /** Only count. */
  dryRun?: boolean | undefined;
}

export interface SplitRequest {
  /** Fractions that sum up to 1, or percentages that sum up to 100. */
  parts: readonly { name: string; fraction: number }[];
  by: 'class' | 'folder' | 'none';
  seed: number;
}

/** One version that was derived, or would be. Plain JSON. */
export interface DeriveResult {
  /** What it was to be called: `dataset` or `dataset:version`. */
  as: string;
  /** Absent when nothing was made. */
  version?: Version | undefined;
  /** The dataset had a version of these very bytes already; `version` is that one. */
  existed: boolean;
  files: number;
  bytes: number;
  /** Files that are no label files. */
  images: number;
  /** How many images have a label of each class, by class; absent where nothing is labelled, or nobody had to read it. */
  classes?: Record<string, number> | undefined;
  notes: string[];
  /** What two inputs do not agree on and was decided by `conflicts`, one line each. */
  conflicts: string[];
  /** How it is made, in words. */
  recipe: string;
}

/** The recipes of a request, each with what its version is called. Throws `ref.*` and `derive.recipe`. */
export function recipesOf(registry: Registry, request: DeriveRequest): { as: string; recipe: Recipe }[] {
  const inputs = inputsOf(registry, request.inputs);
  const conflicts = request.conflicts ?? 'refuse';
  checkSteps(request.steps);
  const { split, as } = request;
  if (!split) return [{ as, recipe: { inputs, conflicts, steps: request.steps } }];
  const parts = normalParts(split.parts);
  const at = request.steps.findIndex((step) => step.do === 'rename');
  const before = at < 0 ? request.steps : request.steps.slice(0, at);
  const after = at < 0 ? [] : request.steps.slice(at);
  return parts.map(({ name }) => {
    const step: RecipeStep = { do: 'split', parts, take: name, by: split.by, seed: split.seed };
    return { as: partName(as, name), recipe: { inputs, conflicts, steps: [...before, step, ...after] } };
  });
}

/** `digits` and `digits:v1` with the part `train` are `digits-train` and `digits-train:v1`. */
export function partName(as: string, part: string): string {
  const colon = as.indexOf(':');
  return colon < 0 ? `${as}-${part}` : `${as.slice(0, colon)}-${part}${as.slice(colon)}`;
}

function inputsOf(registry: Registry, asked: DeriveRequest['inputs']): RecipeInput[] {
  if (asked.length === 0) throw new DatapinError('derive.recipe', 'There is nothing to derive from.', { hint: 'Name a version.' });
  return asked.map(({ ref, prefix }) => {
    const version = versionNamed(registry, ref);
    const folder = prefix?.replace(/^\/+|\/+$/g, '');
    if (folder?.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      throw wrong(`"${prefix}" is no folder to put files into.`, 'Write a prefix like train or a/b.');
    }
    return { ref: `${version.dataset}:${version.name}`, hash: version.hash, ...(folder === undefined ? {} : { prefix: folder }) };
  });
}
