/** Inputs of one step, for training and for judging, that have files in common: the figures that come of it are too good. */
import { itemsOf, placed } from '../../formats/pipelineFile/file.ts';
import type { InputItem, Item } from '../../formats/pipelineFile/types.ts';
import { count } from '../../protocol/words.ts';
import type { Catalog, CatalogShared, VersionAt } from '../catalog.ts';
import type { Finding } from '../finding.ts';
import type { SourceFile } from '../project.ts';
import type { FoundReference } from './found.ts';
import { lookUp } from './lookUp.ts';

export function judgeSplits({ analysis }: SourceFile, catalog: Catalog | undefined): Finding[] {
  const { pipeline, references } = analysis;
  if (!pipeline || !catalog) return [];
  let byStart: Map<number, FoundReference> | undefined;
  return [...itemsOf(pipeline)].flatMap(({ start, item }) =>
    inputLists(item).flatMap((inputs) => {
      const training = inputs.filter((input) => purposeOf(input) === 'train');
      const judging = inputs.filter((input) => purposeOf(input) === 'judge');
      if (training.length === 0 || judging.length === 0) return [];
      byStart ??= new Map(references.map((found) => [found.range.start, found]));
      const named = (input: InputItem) => versionsOf(input, { start, references: byStart!, catalog });
      return training.flatMap((one) => judging.flatMap((other) => leaks(named(one), named(other), catalog)));
    }),
  );
}

/** What an input is for by the words of its name: `x-train`, `val_images`, `testSet2`. Nothing when they say both, or neither. */
export function purposeOf({ name }: Pick<InputItem, 'name'>): 'train' | 'judge' | undefined {
  const words = (name?.text ?? '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const train = words.some((word) => training.has(word));
  const judge = words.some((word) => judging.has(word));
  return train === judge ? undefined : train ? 'train' : 'judge';
}

const training: ReadonlySet<string> = new Set(['train', 'training']);
const judging: ReadonlySet<string> = new Set(['val', 'valid', 'validation', 'test', 'testing', 'eval', 'evaluation', 'holdout']);

/** A node is given its own inputs in place of those of its step. */
function inputLists(item: Item): readonly InputItem[][] {
  if (item.kind === 'step') return [item.inputs];
  return item.kind === 'pipeline' ? item.nodes.flatMap(({ override }) => (override ? [override.inputs] : [])) : [];
}

interface Named {
  input: string;
  found: FoundReference;
  version: VersionAt;
}

interface Around {
  start: number;
  references: ReadonlyMap<number, FoundReference>;
  catalog: Catalog;
}

function versionsOf({ name, defaults }: InputItem, { start, references, catalog }: Around): Named[] {
  return defaults.flatMap(({ range }) => {
    const found = references.get(placed({ start }, range).start);
    const ref = found?.parsed.ref;
    const known = ref && lookUp(ref, catalog);
    if (known?.state !== 'found') return [];
    const { dataset, version } = known;
    return [{ input: name!.text, found: found!, version: { dataset: dataset.name, name: version.name, hash: version.hash } }];
  });
}

function leaks(training: readonly Named[], judging: readonly Named[], catalog: Catalog): Finding[] {
  return training.flatMap((one) =>
    judging.flatMap((other) => {
      const shared = catalog.shared(one.version, other.version);
      if (!shared || shared.count === 0) return [];
      const message = `${one.input} and ${other.input} share ${count(shared.count, 'file')}${example(shared)}.`;
      return [one, other].map(({ found }): Finding => ({ code: 'split-leak', message, span: found.range }));
    }),
  );
}

function example({ examples: [first] }: CatalogShared): string {
  if (!first) return '';
  return first.a === first.b ? `, e.g. ${first.a}` : `, e.g. ${first.a} (= ${first.b})`;
}
