/** Datasets, then their versions, offered inside a reference and nowhere else. */
import { type CompletionItem, CompletionItemKind, type CompletionList } from 'vscode-languageserver-types';
import { age, count, size } from '../protocol/words.ts';
import { versionCard } from './card.ts';
import type { Catalog, CatalogDataset, CatalogVersion } from './catalog.ts';
import { type CompletionTarget, targetIn } from './completionTarget.ts';
import { type Analysis, kindOf, type SourceDocument } from './document.ts';
import { aliasesOf, latest, versionNamed } from './lookUp.ts';
import { rangeOf } from './places.ts';
import { typedReference } from './typedReference.ts';

export interface CompletionContext {
  offset: number;
  catalog: Catalog;
  now: Date;
}

/** Kept in an item until it is resolved. */
export interface CompletionData {
  dataset: string;
  version?: string;
}

/** Characters after which the editor asks by itself. */
export const completionTriggers = [':', '/', '"', "'"];

/** More than anybody reads; the rest comes as more is typed. */
const limit = 200;

export function complete(document: SourceDocument, analysis: Analysis, context: CompletionContext): CompletionList | undefined {
  const kind = kindOf(document);
  const typed = kind && typedReference({ text: document.getText(), cursor: context.offset, kind, analysis });
  const target = typed && targetIn(typed);
  if (!target) return undefined;
  const range = rangeOf(document, target.range);
  const offers = target.part === 'name' ? datasetOffers(target, context) : versionOffers(target, context);
  const items = offers.items.map(
    ({ insertText, ...item }, i): CompletionItem => ({
      ...item,
      textEdit: { range, newText: target.lead + (insertText ?? item.label) },
      // the typed text may stand within a name, and versions keep their order
      filterText: item.label,
      sortText: String(i).padStart(5, '0'),
    }),
  );
  return { isIncomplete: offers.more, items };
}

/** Adds the card, which is only worth its making for the item that is looked at. */
export function resolveCompletion(item: CompletionItem, context: Pick<CompletionContext, 'catalog' | 'now'>): CompletionItem {
  const data = item.data as CompletionData | undefined;
  const dataset = data && context.catalog.dataset(data.dataset);
  const version = dataset && versionNamed(dataset, data.version ?? latest);
  if (!version) return item;
  const alias = data.version !== undefined && data.version !== version.name ? { alias: data.version } : {};
  return { ...item, documentation: versionCard(dataset, version, { now: context.now, ...alias }) };
}

interface Offers {
  items: CompletionItem[];
  /** Whether the limit left some out. */
  more: boolean;
}

function datasetOffers(target: CompletionTarget & { part: 'name' }, context: CompletionContext): Offers {
  const { catalog } = context;
  const names = catalog.names(target.kind === 'model' ? 'model' : undefined);
  const { taken, more } = matching(names, target.typed, (name) => name);
  const separator = target.spelling === 'uri' ? '/' : ':';
  const follow = target.hasVersion ? {} : { command: { title: 'Suggest versions', command: 'editor.action.triggerSuggest' } };
  return {
    more,
    items: taken.map((name) => ({
      label: name,
      kind: CompletionItemKind.Module,
      labelDetails: datasetDetails(catalog.dataset(name), context.now),
      insertText: target.hasVersion ? name : name + separator,
      ...follow,
      data: { dataset: name } satisfies CompletionData,
    })),
  };
}

function versionOffers(target: CompletionTarget & { part: 'version' }, context: CompletionContext): Offers {
  const dataset = context.catalog.dataset(target.name);
  if (!dataset) return { items: [], more: false };
  const newest = dataset.versions[0];
  const named = [...(newest ? [{ alias: latest, version: newest }] : []), ...aliasesOf(dataset)];
  const { taken, more } = matching(dataset.versions, target.typed, (version) => version.name);
  const aliases = matching(named, target.typed, ({ alias }) => alias);
  return {
    more: more || aliases.more,
    items: [
      ...taken.map((version) => ({
        label: version.name,
        kind: CompletionItemKind.Value,
        labelDetails: versionDetails(version, context.now),
        data: { dataset: dataset.name, version: version.name } satisfies CompletionData,
      })),
      ...aliases.taken.map(({ alias, version }) => ({
        label: alias,
        kind: CompletionItemKind.Reference,
        labelDetails: { detail: ` → ${version.name}`, description: age(version.createdAt, context.now.getTime()) },
        data: { dataset: dataset.name, version: alias } satisfies CompletionData,
      })),
    ],
  };
}

/** Those that begin with what was typed, then those that hold it. */
function matching<T>(all: readonly T[], typed: string, nameOf: (one: T) => string): { taken: T[]; more: boolean } {
  const wanted = typed.toLowerCase();
  const begin: T[] = [];
  const hold: T[] = [];
  for (const one of all) {
    const at = nameOf(one).toLowerCase().indexOf(wanted);
    if (at === 0) begin.push(one);
    else if (at > 0) hold.push(one);
  }
  const found = [...begin, ...hold];
  return { taken: found.slice(0, limit), more: found.length > limit };
}

function datasetDetails(dataset: CatalogDataset | undefined, now: Date): CompletionItem['labelDetails'] {
  const newest = dataset?.versions[0];
  if (!newest) return { description: 'no version yet' };
  return { detail: ` ${newest.name}`, description: age(newest.createdAt, now.getTime()) };
}

function versionDetails(version: CatalogVersion, now: Date): CompletionItem['labelDetails'] {
  return { detail: ` ${count(version.files, 'file')}, ${size(version.bytes)}`, description: age(version.createdAt, now.getTime()) };
}
