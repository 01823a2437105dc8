/** The datasets, versions and aliases that the references of a document name, in whichever spelling. */
import type { Reference } from '../../core/ref.ts';
import type { Catalog, CatalogDataset } from '../catalog.ts';
import { type FoundReference, spanIn } from '../reference/found.ts';
import { latest, lookUp } from '../reference/lookUp.ts';
import { type Occurrence, occurrence, type SubjectKind, subjectOf } from './occurrence.ts';

/** `text` is the document's. A catalog that is absent leaves every version's name a version. */
export function referenceNames(references: readonly FoundReference[], text: string, catalog: Catalog | undefined): Occurrence[] {
  return references.flatMap((found) => (found.parsed.ref ? namesOf(found, found.parsed.ref, { text, catalog }) : []));
}

/** What a name after a dataset's is. `latest` moves as an alias does. */
function kindOfVersionName(dataset: CatalogDataset | undefined, name: string): 'version' | 'alias' {
  if (name === latest) return 'alias';
  const { versions = [] } = dataset ?? {};
  return !versions.some((one) => one.name === name) && versions.some(({ aliases }) => aliases.includes(name)) ? 'alias' : 'version';
}

function namesOf(found: FoundReference, ref: Reference, { text, catalog }: { text: string; catalog: Catalog | undefined }): Occurrence[] {
  const { spans, name, version } = ref;
  const add = (kind: SubjectKind, owner: string[], one: { text: string; at: typeof spans.name }) =>
    occurrence({ kind, owner, isDefinition: false }, { text: one.text, range: spanIn(found, one.at) }, ({ start, end }) =>
      text.slice(start, end),
    );
  const dataset = add('dataset', [], { text: name, at: spans.name });
  if (version !== undefined && spans.version) {
    return [...dataset, ...add(kindOfVersionName(catalog?.dataset(name), version), [name], { text: version, at: spans.version })];
  }
  return spans.digest ? [...dataset, ...byDigest(found, ref, catalog)] : dataset;
}

/** A version that is named by its hash alone. */
function byDigest(found: FoundReference, ref: Reference, catalog: Catalog | undefined): Occurrence[] {
  const result = catalog && lookUp(ref, catalog);
  if (result?.state !== 'found' || !ref.spans.digest) return [];
  const { name } = result.version;
  return [
    { kind: 'version', name, subject: subjectOf('version', ref.name, name), span: spanIn(found, ref.spans.digest), isDefinition: false },
  ];
}
