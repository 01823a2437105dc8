/** Whether a version's recipe still gives the version. */
import type { Version } from '../dataset.ts';
import { diffFiles, type VersionDiff } from '../diff.ts';
import { DatapinError } from '../errors.ts';
import type { WorkOptions, World } from '../world.ts';
import { pack } from './derive.ts';
import { follow } from './follow.ts';
import { versionOf } from './inputs.ts';

/** Plain JSON. */
export interface Remade {
  state: 'same' | 'different' | 'inputs';
  /** Hex SHA-256 of what the recipe gives now; absent when an input is gone or another one. */
  hash?: string | undefined;
  /** What is wrong with the inputs, one line each. */
  problems: string[];
  /** From the version to what the recipe gives now. */
  files?: VersionDiff | undefined;
}

/** Follows the recipe of a version again, keeping nothing. Throws `derive.recipe` for one that has none, and what following throws. */
export async function remake(world: World, version: Version, { limit, ...options }: WorkOptions & { limit: number }): Promise<Remade> {
  const { origin } = version;
  const name = `${version.dataset}:${version.name}`;
  if (origin.type !== 'derive') {
    throw new DatapinError('derive.recipe', `${name} was not derived, so it has no recipe.`, {
      hint: `Check its bytes: datapin verify ${name}.`,
    });
  }
  const problems = origin.recipe.inputs.flatMap((input) => inputProblem(world, input));
  if (problems.length > 0) return { state: 'inputs', problems };
  const followed = await follow(world, origin.recipe, options);
  const { hash } = pack(followed.files(), options);
  if (hash === version.hash) return { state: 'same', hash, problems };
  return { state: 'different', hash, problems, files: diffFiles(world.registry.versions.files(version), followed.files(), { limit }) };
}

function inputProblem(world: World, input: { ref: string; hash: string }): string[] {
  try {
    versionOf(world, input);
    return [];
  } catch (error) {
    if (!(error instanceof DatapinError) || error.group !== 'no') throw error;
    if (error.code === 'ref.digest-mismatch') return [`${input.ref} is another version now: it had the hash sha256:${input.hash}.`];
    return [`${input.ref} is no longer in the registry: ${error.message}`];
  }
}
