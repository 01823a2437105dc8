/** Datasets, their versions and aliases, and the hash of a version, offered inside a reference. */
import { CompletionItemKind, CompletionItemTag } from 'vscode-languageserver-types';
import { age, count, size } from '../../protocol/words.ts';
import type { Catalog, CatalogDataset, CatalogVersion } from '../catalog.ts';
import { aliasesOf, latest, versionNamed } from '../reference/lookUp.ts';
import { matching, type Offer, type Offers, suggestNext } from './offers.ts';
import type { CompletionTarget } from './target.ts';

/** Kept in an item until it is resolved. */
export interface VersionData {
  dataset: string;
  version?: string;
}

export interface ReferenceContext {
  catalog: Catalog;
  now: Date;
}

export function referenceOffers(target: CompletionTarget, context: ReferenceContext): Offers {
  const { range, lead } = target;
  if (target.part === 'name') return { range, lead, ...datasetOffers(target, context) };
  const dataset = context.catalog.dataset(target.name);
  if (!dataset) return { range, lead, items: [] };
  return { range, lead, ...(target.part === 'version' ? versionOffers(target, dataset, context) : digestOffers(target, dataset, context)) };
}

/** How much of a hash is written: enough to mean one version, short enough to read. */
const digits = 12;

type Found = Pick<Offers, 'items' | 'more'>;

function datasetOffers(target: CompletionTarget & { part: 'name' }, { catalog, now }: ReferenceContext): Found {
  const names = catalog.names(target.kind === 'model' ? 'model' : undefined);
  const { taken, more } = matching(names, target.typed, (name) => name);
  const separator = target.spelling === 'uri' ? '/' : ':';
  const items = taken.map((name): Offer => {
    const offer = { label: name, kind: CompletionItemKind.Module, labelDetails: datasetDetails(catalog.newest(name), now) };
    const data: VersionData = { dataset: name };
    return target.hasVersion ? { ...offer, data } : { ...offer, insertText: name + separator, command: suggestNext, data };
  });
  return { more, items };
}

function versionOffers(target: CompletionTarget & { part: 'version' }, dataset: CatalogDataset, { now }: ReferenceContext): Found {
  const newest = dataset.versions[0];
  const named = [...(newest ? [{ alias: latest, version: newest }] : []), ...aliasesOf(dataset)];
  const versions = matching(dataset.versions, target.typed, ({ name }) => name);
  const aliases = matching(named, target.typed, ({ alias }) => alias);
  const [old, good] = [versions.taken.filter(({ deprecated }) => deprecated), versions.taken.filter(({ deprecated }) => !deprecated)];
  const offer = (version: CatalogVersion) => versionOffer(dataset, version, now);
  const items = [...good.map(offer), ...aliases.taken.map((one) => aliasOffer(dataset, one, now)), ...old.map(offer)];
  return { more: versions.more || aliases.more, items };
}

function versionOffer(dataset: CatalogDataset, version: CatalogVersion, now: Date): Offer {
  return {
    label: version.name,
    kind: CompletionItemKind.Value,
    labelDetails: {
      detail: ` ${count(version.files, 'file')}, ${size(version.bytes)}`,
      description: age(version.createdAt, now.getTime()),
    },
    detail: shortHash(version),
    ...(version.deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    data: { dataset: dataset.name, version: version.name } satisfies VersionData,
  };
}

function aliasOffer(dataset: CatalogDataset, { alias, version }: { alias: string; version: CatalogVersion }, now: Date): Offer {
  return {
    label: alias,
    kind: CompletionItemKind.Reference,
    labelDetails: { detail: ` → ${version.name}`, description: age(version.createdAt, now.getTime()) },
    detail: shortHash(version),
    data: { dataset: dataset.name, version: alias } satisfies VersionData,
  };
}

/** The hash of the version that is named already, or of every version. */
function digestOffers(target: CompletionTarget & { part: 'digest' }, dataset: CatalogDataset, { now }: ReferenceContext): Found {
  const only = target.version === undefined ? undefined : versionNamed(dataset, target.version);
  const versions = target.version === undefined ? dataset.versions : only ? [only] : [];
  const { taken, more } = matching(versions, target.typed, shortHash);
  const items = taken.map((version) => ({
    label: shortHash(version),
    kind: CompletionItemKind.Constant,
    labelDetails: { detail: ` ${version.name}`, description: age(version.createdAt, now.getTime()) },
    data: { dataset: dataset.name, version: version.name } satisfies VersionData,
  }));
  return { more, items };
}

function shortHash({ hash }: CatalogVersion): string {
  return `sha256:${hash.slice(0, digits)}`;
}

function datasetDetails(newest: CatalogVersion | undefined, now: Date): Offer['labelDetails'] {
  if (!newest) return { description: 'no version yet' };
  return { detail: ` ${newest.name}`, description: age(newest.createdAt, now.getTime()) };
}
