/** What a recipe must be like, before any of it is followed. */
import { DatapinError } from '../errors.ts';
import type { RecipeStep } from '../recipe.ts';
import { isName } from '../ref.ts';

/** `derive.recipe` */
export function wrong(message: string, hint: string): DatapinError {
  return new DatapinError('derive.recipe', message, { hint });
}

/** Throws `derive.recipe` for a step that cannot be followed. */
export function checkSteps(steps: readonly RecipeStep[]): void {
  for (const step of steps) (checks[step.do] as ((step: RecipeStep) => void) | undefined)?.(step);
}

/** Parts whose fractions sum up to 1. Throws `derive.recipe`. */
export function normalParts(parts: readonly { name: string; fraction: number }[]): { name: string; fraction: number }[] {
  const hint = 'Write --split train=.8,val=.2, or percentages: train=80,val=20.';
  if (parts.length < 2) throw wrong('A split has at least two parts.', hint);
  const names = new Set<string>();
  for (const { name, fraction } of parts) {
    if (!isName(name)) throw wrong(`"${name}" cannot name a part.`, hint);
    if (names.has(name)) throw wrong(`Two parts are called "${name}".`, hint);
    if (!(fraction > 0)) throw wrong(`The part "${name}" is empty.`, hint);
    names.add(name);
  }
  const sum = parts.reduce((total, { fraction }) => total + fraction, 0);
  if (near(sum, 1)) return parts.map(({ name, fraction }) => ({ name, fraction }));
  if (near(sum, 100)) return parts.map(({ name, fraction }) => ({ name, fraction: Number((fraction / 100).toPrecision(12)) }));
  throw wrong(`The parts sum up to ${Number(sum.toPrecision(6))}, not to 1 or 100 %.`, hint);
}

type Of<D extends RecipeStep['do']> = Extract<RecipeStep, { do: D }>;

const checks: { [D in RecipeStep['do']]?: (step: Of<D>) => void } = {
  sample: ({ images }) => {
    if ('count' in images && !(Number.isInteger(images.count) && images.count > 0)) {
      throw wrong(`A sample cannot have ${images.count} images.`, 'Give a whole number, e.g. 100, or a part, e.g. 10%.');
    }
    if ('fraction' in images && !(images.fraction > 0 && images.fraction <= 1)) {
      throw wrong(`A sample cannot be ${images.fraction * 100} % of the images.`, 'Give a part of up to 100%.');
    }
  },
  classes: ({ names }) => {
    if (names.length === 0) throw wrong('No class is named.', 'Name the classes to keep.');
  },
  split: ({ parts, take }) => {
    normalParts(parts);
    if (!parts.some(({ name }) => name === take)) throw wrong(`The split has no part "${take}".`, 'Take one of its parts.');
  },
  rename: ({ from, to }) => {
    if (from === '' && to === '') throw wrong('A renaming has neither old nor new beginning.', 'Write --rename from=to.');
    if (to.startsWith('/') || to.split('/').some((part) => part === '.' || part === '..')) {
      throw wrong(`"${to}" cannot begin paths.`, 'Write a beginning like train/ or a/b_.');
    }
  },
};

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6 * b;
}
