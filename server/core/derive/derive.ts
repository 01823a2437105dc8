/** Deriving: versions become a version, by a recipe that is kept with it. Nothing is copied. */
import { createHash } from 'node:crypto';
import { parseTarget } from '../adoption.ts';
import type { DatasetFile, DatasetKind, Identity, Version } from '../dataset.ts';
import { DatapinError, throwIfCancelled } from '../errors.ts';
import { labelsOf } from '../labelReading.ts';
import { manifestText } from '../manifest.ts';
import { versionNamed } from '../named.ts';
import type { Recipe } from '../recipe.ts';
import { type Chunk, cutChunks } from '../registry/chunk.ts';
import { type ContentPart, packPart, partBytes } from '../registry/content.ts';
import type { Registry } from '../registry/registry.ts';
import { readOnly } from '../registry/sqliteErrors.ts';
import type { WorkOptions, World } from '../world.ts';
import { classCounts, type Followed, type FollowOptions, firstOf, follow } from './follow.ts';
import { inputOpener } from './inputs.ts';
import { type DeriveRequest, type DeriveResult, recipesOf } from './request.ts';
import { recipeInWords } from './words.ts';

/** Makes what is asked for, or only counts it. All versions of a split appear together. Throws `derive.*`, `labels.none`, `ref.*`, `version.exists`. */
export async function deriveAll(world: World, request: DeriveRequest, options: WorkOptions = {}): Promise<DeriveResult[]> {
  const made: Derived[] = [];
  const open = inputOpener(world, options);
  for (const { as, recipe } of recipesOf(world.registry, request)) {
    made.push(await prepare(world, { recipe, as, kind: request.kind }, { ...options, open, dryRun: request.dryRun }));
  }
  return request.dryRun ? made.map(({ result }) => result) : register(world, made, options);
}

/** Makes one version by a recipe. Throws as `deriveAll`. */
export async function derive(
  world: World,
  { recipe, as, kind }: { recipe: Recipe; as: string; kind?: DatasetKind | undefined },
  options: WorkOptions = {},
): Promise<DeriveResult & { version: Version }> {
  return register(world, [await prepare(world, { recipe, as, kind }, options)], options)[0]!;
}

/** How a split is balanced where nobody says: by class where the first input is labelled, else by chance alone. */
export async function usualSplit(world: World, ref: string, signal?: AbortSignal): Promise<'class' | 'none'> {
  return (await labelsOf(world, versionNamed(world.registry, ref), signal)) ? 'class' : 'none';
}

interface Derived {
  recipe: Recipe;
  followed: Followed;
  kind: DatasetKind | undefined;
  packed: Packed;
  result: DeriveResult;
}

interface Wanted {
  recipe: Recipe;
  as: string;
  kind: DatasetKind | undefined;
}

async function prepare(
  world: World,
  { recipe, as, kind }: Wanted,
  options: FollowOptions & { dryRun?: boolean | undefined },
): Promise<Derived> {
  parseTarget(as);
  if (world.registry.readonly && !options.dryRun) throw readOnly(world.registry.path);
  const followed = await follow(world, recipe, options);
  const packed = pack(followed.files(), options);
  const images = counted(followed);
  if (images === 0) {
    throw new DatapinError('derive.empty', `Nothing is left of ${recipeInWords(recipe)}.`, {
      hint: recipe.steps.some((step) => step.do === 'split')
        ? 'Each part of a split needs an image: choose other shares, or more images.'
        : 'Check what is included and excluded.',
    });
  }
  // to read what is said of every image may take long, and only counts
  const isKnown = followed.inputs.every(({ labels }) => !labels || labels.areClassesRead());
  const classes = options.dryRun || isKnown ? await classCounts(followed) : undefined;
  const result: DeriveResult = {
    as,
    existed: false,
    files: packed.files,
    bytes: packed.bytes,
    images,
    ...(classes ? { classes } : {}),
    notes: [...eachOnce(followed.notes), ...decided(followed.conflicts, recipe)],
    conflicts: firstOf(followed.conflicts.values()),
    recipe: recipeInWords(recipe),
  };
  return { recipe, followed, kind, packed, result };
}

function register(
  { registry }: World,
  all: readonly Derived[],
  { signal, onProgress }: WorkOptions,
): (DeriveResult & { version: Version })[] {
  throwIfCancelled(signal);
  const [first] = all;
  onProgress?.({ stage: 'registering', done: first!.packed.files, bytes: 0 });
  return registry.transaction(() => all.map((one) => ({ ...one.result, ...added(registry, one) })));
}

function added(registry: Registry, { recipe, followed, kind, packed, result }: Derived): { version: Version; existed: boolean } {
  const { dataset, version: name } = parseTarget(result.as);
  const { hash, identity, chunks } = packed;
  const { notes } = result;
  const draft = {
    dataset,
    name,
    kind,
    hash,
    identity,
    chunks,
    content: contentOf(followed.made),
    origin: { type: 'derive', recipe, notes },
  } as const;
  const { version, existed } = registry.versions.add(draft);
  if (!existed) {
    const target = `version:${registry.versions.id(version)}` as const;
    for (const { version: input } of followed.inputs) registry.lineage.add(`version:${registry.versions.id(input)}`, target, 'derive');
  }
  return { version, existed };
}

interface Packed {
  hash: string;
  identity: Identity;
  chunks: Chunk[];
  files: number;
  bytes: number;
}

/** Goes through files once: they are hashed as a manifest while they are cut into runs. */
export function pack(files: Iterable<DatasetFile>, { signal, onProgress }: WorkOptions = {}): Packed {
  const hash = createHash('sha256');
  const packed: Omit<Packed, 'hash'> = { identity: 'content', chunks: [], files: 0, bytes: 0 };
  const passing = function* () {
    for (const file of files) {
      packed.files++;
      packed.bytes += file.size;
      if (file.sha256 === undefined) packed.identity = 'provider';
      if (packed.files % 4096 === 0) {
        throwIfCancelled(signal);
        onProgress?.({ stage: 'comparing', done: packed.files, bytes: 0 });
      }
      yield file;
    }
  };
  let run: DatasetFile[] = [];
  const hashed = function* () {
    for (const file of passing()) {
      run.push(file);
      if (run.length === 512) flush();
      yield file;
    }
    flush();
  };
  const flush = () => {
    for (const piece of manifestText(run)) hash.update(piece);
    run = [];
  };
  for (const chunk of cutChunks(hashed())) packed.chunks.push(chunk);
  return { ...packed, hash: hash.digest('hex') };
}

function* contentOf(made: ReadonlyMap<string, Uint8Array>): Generator<ContentPart> {
  for (const [sha256, bytes] of made) {
    for (let part = 0; part === 0 || part * partBytes < bytes.length; part++) {
      yield packPart(sha256, part, bytes.subarray(part * partBytes, (part + 1) * partBytes));
    }
  }
}

/** How many things the inputs did not agree on, and who was believed. */
function decided(conflicts: ReadonlyMap<string, string>, recipe: Recipe): string[] {
  const [first] = conflicts.values();
  if (first === undefined) return [];
  return [`The inputs differ in ${count(conflicts.size, 'place')}; the ${recipe.conflicts} was taken, e.g. ${first}`];
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

function counted({ images }: Followed): number {
  let number = 0;
  for (const _ of images()) number++;
  return number;
}

/** Equal notes once, with their number. */
function eachOnce(notes: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const note of notes) counts.set(note, (counts.get(note) ?? 0) + 1);
  return firstOf([...counts].map(([note, number]) => (number > 1 ? `${note} (${number.toLocaleString('en')} times)` : note)));
}
