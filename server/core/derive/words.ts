/** A recipe in words: `a:v1, b:v1 in val/ by sample 100 (seed 1)`. */
import type { Recipe, RecipeStep } from '../recipe.ts';

export function recipeInWords({ inputs, conflicts, steps }: Recipe): string {
  const from = inputs.map(({ ref, prefix }) => (prefix === undefined ? ref : `${ref} in ${prefix}/`)).join(', ');
  const how = [...steps.map(stepInWords), ...(inputs.length > 1 && conflicts !== 'refuse' ? [`the ${conflicts} of two that differ`] : [])];
  return how.length > 0 ? `${from} by ${how.join(', ')}` : from;
}

/** `sample 100 (seed 1)` */
export function stepInWords(step: RecipeStep): string {
  return (words[step.do] as (step: RecipeStep) => string)(step);
}

const words: { [D in RecipeStep['do']]: (step: Extract<RecipeStep, { do: D }>) => string } = {
  include: ({ globs }) => `include ${globs.join(' ')}`,
  exclude: ({ globs }) => `exclude ${globs.join(' ')}`,
  'exclude-names': ({ names }) => `exclude ${names.length > 3 ? `${names.length.toLocaleString('en')} names` : names.join(' ')}`,
  labelled: () => 'only labelled',
  classes: ({ names }) => `classes ${names.join(', ')}`,
  sample: ({ images, seed }) => `sample ${'count' in images ? images.count : percent(images.fraction)} (seed ${seed})`,
  split: ({ parts, take, by, seed }) => {
    const shares = parts.map(({ name, fraction }) => `${name} ${percent(fraction)}`).join(', ');
    return `${take} of split ${shares}${by === 'none' ? '' : ` by ${by}`} (seed ${seed})`;
  },
  rename: ({ from, to }) => `rename ${from === '' ? 'all to' : `${from} to`} ${to === '' ? 'nothing' : to}`,
};

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(6))} %`;
}
