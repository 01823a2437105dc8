/** The options of `datapin derive` as what is asked for. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { usualSplit } from '../../core/derive/derive.ts';
import type { DeriveRequest, SplitRequest } from '../../core/derive/request.ts';
import { DatapinError, systemCode } from '../../core/errors.ts';
import type { RecipeStep } from '../../core/recipe.ts';
import type { World } from '../../core/world.ts';
import { oneOf } from '../commands/adopt.ts';

interface Given {
  options: Record<string, unknown>;
  cwd: string;
  signal: AbortSignal;
}

/** Throws `usage`. */
export async function deriveRequest(world: World, refs: readonly string[], given: Given): Promise<DeriveRequest> {
  const { options } = given;
  const inputs = inputsOf(refs, listed(options.prefix));
  const kind = options.kind === undefined ? {} : { kind: oneOf('--kind', options.kind, ['dataset', 'model']) };
  return {
    inputs,
    steps: stepsOf(given),
    ...(await splitOf(world, inputs[0]!.ref, given)),
    conflicts: oneOf('--conflicts', options.conflicts, ['refuse', 'first', 'last']),
    as: options.as as string,
    ...kind,
    dryRun: options.dryRun === true,
  };
}

/** For an option that may be repeated. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** A version that is named with a prefix need not be named again. */
function inputsOf(refs: readonly string[], prefixes: readonly string[]): DeriveRequest['inputs'] {
  const folders = prefixes.map((text) => pair('--prefix', text, 'Write --prefix val=digits-val:v1.'));
  const inputs: { ref: string; prefix?: string }[] = refs.map((ref) => ({ ref }));
  for (const [prefix, ref] of folders) {
    const named = inputs.find((input) => input.ref === ref && input.prefix === undefined);
    if (named) named.prefix = prefix;
    else inputs.push({ ref, prefix });
  }
  if (inputs.length === 0)
    throw new DatapinError('usage', 'Which versions to derive from is missing.', { hint: 'datapin derive <ref> --as <dataset>' });
  return inputs;
}

function stepsOf({ options, cwd }: Given): RecipeStep[] {
  const steps: RecipeStep[] = [];
  const seed = seedOf(options);
  if (options.include) steps.push({ do: 'include', globs: listed(options.include) });
  if (options.exclude) steps.push({ do: 'exclude', globs: listed(options.exclude) });
  if (options.excludeNames) steps.push({ do: 'exclude-names', names: listed(options.excludeNames).flatMap((name) => namesIn(name, cwd)) });
  if (options.labelled) steps.push({ do: 'labelled' });
  if (options.classes !== undefined)
    steps.push({
      do: 'classes',
      names: (options.classes as string)
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    });
  if (options.sample !== undefined) steps.push({ do: 'sample', images: sampleOf(options.sample as string), seed });
  for (const text of listed(options.rename)) {
    const [from, to] = pair('--rename', text, 'Write --rename from=to; an empty from stands for every path.');
    steps.push({ do: 'rename', from, to });
  }
  return steps;
}

async function splitOf(world: World, ref: string, { options, signal }: Given): Promise<{ split?: SplitRequest }> {
  if (options.split === undefined) {
    if (options.by !== undefined)
      throw new DatapinError('usage', '--by belongs to --split.', { hint: 'Write --split train=.8,val=.2 --by class.' });
    return {};
  }
  const parts = (options.split as string).split(',').map((text) => {
    const [name, share] = pair('--split', text, splitHint);
    const fraction = share.endsWith('%') ? Number(share.slice(0, -1)) / 100 : Number(share);
    if (share === '' || !Number.isFinite(fraction))
      throw new DatapinError('usage', `"${share}" is no share of "${name}".`, { hint: splitHint });
    return { name, fraction };
  });
  const by = options.by === undefined ? await usualSplit(world, ref, signal) : oneOf('--by', options.by, ['class', 'folder', 'none']);
  return { split: { parts, by, seed: seedOf(options) } };
}

const splitHint = 'Write --split train=.8,val=.2, or percentages: train=80,val=20.';

function seedOf({ seed }: Record<string, unknown>): number {
  const number = Number(seed);
  if (seed !== '' && Number.isSafeInteger(number)) return number;
  throw new DatapinError('usage', `--seed cannot be "${seed}".`, { hint: 'It is a whole number.' });
}

function sampleOf(text: string): { count: number } | { fraction: number } {
  const number = Number(text.replace(/%$/, ''));
  if (text.trim() === '' || !Number.isFinite(number)) {
    throw new DatapinError('usage', `--sample cannot be "${text}".`, { hint: 'It is a number of images, e.g. 100, or a part, e.g. 10%.' });
  }
  if (text.endsWith('%')) return { fraction: number / 100 };
  return number > 0 && number < 1 ? { fraction: number } : { count: number };
}

/** `@path` stands for the lines of a file. */
function namesIn(text: string, cwd: string): string[] {
  if (!text.startsWith('@')) return [text];
  const path = resolve(cwd, text.slice(1));
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .filter((line) => line !== '');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'EISDIR') throw error;
    throw new DatapinError('usage', `There is no file ${path}.`, { hint: '--exclude-names takes names, and lists of names as @file.' });
  }
}

function pair(option: string, text: string, hint: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 0) throw new DatapinError('usage', `${option} cannot be "${text}".`, { hint });
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function listed(value: unknown): string[] {
  return (value as string[] | undefined) ?? [];
}
