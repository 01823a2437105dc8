/** What can be done about the pipeline file: put in what is asked for, take out what nobody asks for. */
import { isMap, isSeq, type YAMLMap } from 'yaml';
import { keysAt } from '../../formats/pipelineFile/shape/lookup.ts';
import type { PlacedItem, StepItem } from '../../formats/pipelineFile/types.ts';
import { namesAt } from '../names/names.ts';
import { type Occurrence, partsOf } from '../names/occurrence.ts';
import type { SourceFile } from '../project.ts';
import type { Action, Change } from './action.ts';
import { placeholder } from './placeholder.ts';
import type { Asked } from './references.ts';
import { addItem, insertPair, isMerged, removeItem, removePair, type YamlEdit } from './yamlEdits.ts';
import { emptyMapAt, mapOfItem, nameOf, pairAround, pairNamed, treeAt, type YamlTree } from './yamlTree.ts';

/** Gives the steps that are meant an input or a parameter of the name that is asked for, in Python, an edge or an override. */
export function addToStep({ finding, file, context }: Asked): Action[] {
  const kind = finding.code === 'unknown-input' ? 'input' : 'parameter';
  const names = namesAt(file, finding.span.start, context).filter((one) => one.kind === kind && one.span.start === finding.span.start);
  return names.flatMap((name) => {
    const { path } = partsOf(name.subject);
    const pipeline = path[0] === file.document.uri ? file : context.project.file(path[0]!);
    const step = pipeline?.analysis.pipeline?.steps.get(path[1]!);
    if (!pipeline || !step || name.name.includes('*')) return [];
    const title = `Add ${kind} "${name.name}" to step "${path[1]}"`;
    return actionOf(title, pipeline, addedTo(step, name, pipeline));
  });
}

export function removeInput({ finding, file }: Asked): Action[] {
  const tree = treeAt(file, finding.span.start);
  const found = tree && pairAround(tree, inPart(tree, finding.span), 'value');
  const list = found?.around.findLast((one) => isSeq(one));
  const parent = found?.around.findLast((one): one is YAMLMap => isMap(one) && one.items.some(({ value }) => value === list));
  if (!found || !isSeq(list) || !parent) return [];
  const item = list.items.indexOf(found.map);
  const edit = item < 0 ? undefined : removeItem(tree!, list, { item, parent });
  const name = file.document.getText().slice(finding.span.start, finding.span.end);
  return actionOf(`Remove input "${name}"`, file, placedIn(tree!, edit));
}

/** An action for each key of which one is missing. */
export function addKey({ finding, file }: Asked): Action[] {
  const tree = treeAt(file, finding.span.start);
  const own = tree && inPart(tree, finding.span);
  const place = own && (pairAround(tree, own, 'either') ?? emptyMapAt(tree, own.start));
  if (!place) return [];
  const type = pairNamed(place.map, 'type')?.value;
  const nodeType = typeof type === 'object' && type && 'value' in type ? String(type.value) : undefined;
  const shapes = keysAt(place.path, nodeType);
  return (finding.keys ?? []).flatMap((key) => {
    const { text, isShort } = placeholder(key, shapes.get(key), file.analysis.pipeline!);
    const edit = insertPair(tree!, place.map, { key, value: text, after: isShort ? 'name' : undefined });
    return actionOf(`Add "${key}"`, file, placedIn(tree!, edit));
  });
}

/** The one above, which does not count. */
export function removeEarlierKey({ finding, file }: Asked): Action[] {
  const tree = treeAt(file, finding.span.start);
  const found = tree && pairAround(tree, inPart(tree, finding.span), 'key');
  if (!found) return [];
  const { map, index } = found;
  const name = nameOf(map.items[index]!.key);
  const earlier = map.items.slice(0, index).findLastIndex(({ key }) => nameOf(key) === name);
  return earlier < 0 ? [] : actionOf(`Remove the first "${name}"`, file, placedIn(tree!, removePair(tree!, map, earlier)));
}

export function removeKey({ finding, file }: Asked): Action[] {
  const tree = treeAt(file, finding.span.start);
  const found = tree && pairAround(tree, inPart(tree, finding.span), 'key');
  if (!found) return [];
  const { map, index } = found;
  return actionOf(`Remove "${nameOf(map.items[index]!.key)}"`, file, placedIn(tree!, removePair(tree!, map, index)));
}

type FileEdit = Omit<Change, 'file'>;

function addedTo({ start, item }: PlacedItem<StepItem>, { kind, name }: Occurrence, pipeline: SourceFile): FileEdit | undefined {
  const known = kind === 'input' ? item.inputs : item.parameters;
  const tree = treeAt(pipeline, start + item.range.start);
  const map = tree && mapOfItem(tree, item.range.start, 'step');
  const key = `${kind}s`;
  if (!map || known.some((one) => one.name?.text === name)) return undefined;
  if (!pairNamed(map, key) && isMerged(map)) return undefined; // an own list would hide the one that is merged
  const facts: [string, string][] =
    kind === 'input'
      ? [['name', name]]
      : [
          ['name', name],
          ['type', 'string'],
        ];
  return placedIn(tree, addItem(tree, map, { key, facts }));
}

function inPart({ start }: YamlTree, span: FileEdit['span']): FileEdit['span'] {
  return { start: span.start - start, end: span.end - start };
}

function placedIn({ start }: YamlTree, edit: YamlEdit | undefined): FileEdit | undefined {
  return edit && { text: edit.text, span: { start: start + edit.span.start, end: start + edit.span.end } };
}

function actionOf(title: string, file: SourceFile, edit: FileEdit | undefined): Action[] {
  return edit ? [{ title, changes: [{ file, ...edit }] }] : [];
}
