/** Tasks and deployments: keys without effect, and a deployment that has nowhere to go. */
import type { Fields } from '../fields.ts';
import { jsonOf, textOf, viewFields, viewItems } from '../nodes.ts';
import type { PipelineProblem } from '../types.ts';
import { quoted } from './problem.ts';

export function* lintTask(fields: Fields): Generator<PipelineProblem> {
  const given = fields.get('type');
  const type = (given && textOf(given.value)?.text.toLowerCase().replaceAll('-', '_')) || 'grid_search';
  const sets = fields.get('parameter-sets');
  const isGiven = sets && viewItems(sets.value).some((set) => viewFields(set).size > 0);
  if (isGiven && type !== 'manual_search') {
    yield { code: 'no-effect', message: '"parameter-sets" has an effect on tasks of the type manual_search only.', range: sets.key.range };
  }
  if (type === 'bayesian_tpe') return;
  for (const key of ['engine', 'optimization-target-metric', 'optimization-target-value']) {
    const field = fields.get(key);
    if (!field || jsonOf(field.value) === null) continue;
    yield { code: 'no-effect', message: `"${key}" has an effect on tasks of the type bayesian_tpe only.`, range: field.key.range };
  }
}

export function* lintDeployment(fields: Fields): Generator<PipelineProblem> {
  const name = fields.get('name');
  const at = name && textOf(name.value);
  const defaults = fields.get('defaults');
  const target = defaults && viewFields(defaults.value).get('target');
  if (!at || (target && jsonOf(target.value))) return;
  const message = `The deployment ${quoted(at.text)} has no "defaults" with a "target", so it cannot be made when there is none yet.`;
  yield { code: 'no-target', message, range: at.range };
}
