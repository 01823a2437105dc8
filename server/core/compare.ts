/** Two versions by their names, held against each other: files and labels. */
import type { Version } from './dataset.ts';
import { type DiffOptions, diffVersions, type VersionDiff } from './diff.ts';
import { diffLabels, type LabelDiff } from './diffLabels.ts';
import { DatapinError } from './errors.ts';
import { versionNamed } from './named.ts';
import type { WorkOptions, World } from './world.ts';

export interface DiffRequest {
  /** References: the older one first. */
  a: string;
  b: string;
  /** Whether to compare what is said of the images, too. */
  labels: boolean;
  /** How many of each kind to list; all when absent. Totals are exact in any case. */
  limit?: number | undefined;
}

/** Plain JSON. */
export interface DiffResult {
  a: Version;
  b: Version;
  files: VersionDiff;
  /** Absent when it was not asked for, or neither is labelled. */
  labels?: LabelDiff | undefined;
}

/** Throws `ref.*`. */
export async function compare(world: World, request: DiffRequest, options: WorkOptions = {}): Promise<DiffResult> {
  const a = versionNamed(world.registry, request.a);
  const b = versionNamed(world.registry, request.b);
  const limit = request.limit ?? Number.POSITIVE_INFINITY;
  const files = diffVersions(world.registry, { a, b }, { limit, ...options });
  const labels = request.labels && a.hash !== b.hash ? await labelsIfReadable(world, { a, b }, { limit, ...options }) : undefined;
  return { a, b, files, ...(labels ? { labels } : {}) };
}

/** Files are compared by the registry alone: where labels lie out of reach that is still worth an answer, and the reason a note. */
async function labelsIfReadable(world: World, versions: { a: Version; b: Version }, options: DiffOptions): Promise<LabelDiff | undefined> {
  try {
    return await diffLabels(world, versions, options);
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code === 'cancelled') throw error;
    return { classes: [], images: [], total: 0, notes: [`Labels could not be compared: ${error.message}`] };
  }
}
