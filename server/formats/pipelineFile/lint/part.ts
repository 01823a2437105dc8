/** What can be said of one part of a pipeline file by itself: its shape, its values, and names that it both gives and uses. */
import type { Fields } from '../fields.ts';
import { rangeOf, textOf, typeOf, type View, viewFields, viewItems } from '../nodes.ts';
import { item } from '../shape/file.ts';
import type { Shape } from '../shape/types.ts';
import type { Item, PipelineProblem } from '../types.ts';
import { lintPipelineParts } from './nodes.ts';
import { lintParameters, lintRestated } from './parameters.ts';
import { misspelt, quoted, type Suggest, suggester } from './problem.ts';
import { firstTimes, type IsNew, lintShape } from './shape.ts';
import { lintStep } from './step.ts';
import { lintDeployment, lintTask } from './task.ts';
import { valueWords } from './words.ts';

/** Ranges count from the beginning of the part. `root` is all of the part, `items` what was read of it. */
export function lintPart(root: View, items: readonly Item[]): PipelineProblem[] {
  const suggest = suggester();
  const found = [...lintRoot(root, suggest), ...items.flatMap((one) => [...lintItem(one, root.source.text, suggest)])];
  // what several aliases stand for is judged once for each
  const seen = new Set<string>();
  const isNew = (key: string) => !seen.has(key) && seen.add(key);
  return found
    .filter(({ code, range, message }) => isNew(`${code} ${range.start} ${message}`))
    .sort((a, b) => a.range.start - b.range.start);
}

function* lintItem(one: Item, text: string, suggest: Suggest): Generator<PipelineProblem> {
  if (one.kind === 'step') yield* lintStep(one, text, suggest);
  if (one.kind === 'pipeline') yield* lintPipelineParts(one, suggest);
}

function* lintRoot(root: View, suggest: Suggest): Generator<PipelineProblem> {
  if (typeOf(root) === 'list') {
    const isNew = firstTimes();
    for (const view of viewItems(root)) yield* lintTopItem(view, suggest, isNew);
    return;
  }
  const [first] = viewFields(root).values();
  const isNothing = textOf(root) === undefined && typeOf(root) !== 'map';
  const message = `A pipeline file is a list: begin each item with "- ", such as "- step:".`;
  yield { code: 'wrong-type', message, range: isNothing ? { start: 0, end: 0 } : (first?.key.range ?? rangeOf(root)) };
}

function* lintTopItem(view: View, suggest: Suggest, isNew: IsNew): Generator<PipelineProblem> {
  if (typeOf(view) !== 'map') {
    const message = `An item of a pipeline file is a mapping such as "step: …", and YAML reads this as ${valueWords(view)}.`;
    yield { code: 'wrong-type', message, range: itemRange(view) };
    return;
  }
  const fields = viewFields(view);
  const known = [...item.keys].filter(([key]) => fields.has(key));
  const [read] = known;
  if (!read) {
    yield unknownItem(view, suggest);
    return;
  }
  const shallow = known.length === 1 && tooShallow(read, fields);
  if (shallow) {
    yield shallow;
    return;
  }
  for (const [key, { value: shape }] of known) {
    const field = fields.get(key)!;
    yield* lintShape(field.value, shape, { key, isItem: false, range: field.key.range, suggest, isNew });
    if (key !== read[0]) {
      const message = `This item is read as "${read[0]}" only: put "${key}" into an item of its own.`;
      yield { code: 'unknown-item', message, range: field.key.range };
    }
  }
  yield* lintValues(read[0], fields.get(read[0])!.value, suggest);
}

/** `- step:` with nothing in it, and what belongs into it beside it. */
function tooShallow([kind, { value: shape }]: [string, { value: Shape }], fields: Fields): PipelineProblem | undefined {
  const type = typeOf(fields.get(kind)!.value);
  if (shape.type !== 'object' || (type !== 'null' && type !== 'missing')) return undefined;
  const first = [...fields.values()].find(({ key }) => shape.keys.has(key.text));
  const message = `What belongs to the ${kind} must stand deeper than it.`;
  return first && { code: 'wrong-type', message, range: first.key.range };
}

function* lintValues(key: string, value: View, suggest: Suggest): Generator<PipelineProblem> {
  const fields = viewFields(value);
  if (key === 'step') yield* lintParameters(fields, suggest);
  if (key === 'task') yield* lintTask(fields);
  if (key === 'deployment') yield* lintDeployment(fields);
  const nodes = key === 'pipeline' || key === 'blueprint' ? fields.get('nodes') : undefined;
  for (const node of nodes ? viewItems(nodes.value) : []) {
    const override = viewFields(node).get('override');
    if (override) yield* lintRestated(viewFields(override.value), suggest);
  }
}

function unknownItem(view: View, suggest: Suggest): PipelineProblem {
  const [first] = viewFields(view).values();
  if (!first) return { code: 'unknown-item', message: 'This item is empty, so it is not read.', range: rangeOf(view) };
  const message = `${quoted(first.key.text)} is no kind of item, so it is not read.`;
  return misspelt(first.key, { code: 'unknown-item', message }, suggest(first.key.text, item.keys.keys()));
}

/** Of an item that holds nothing, its dash. */
function itemRange(view: View) {
  const range = rangeOf(view);
  if (range.start !== range.end || view.source.at) return range;
  const dash = view.source.text.lastIndexOf('-', range.start);
  return dash < 0 ? range : { start: dash, end: dash + 1 };
}
