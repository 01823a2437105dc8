/** The registry as the language service sees it: names and versions in memory, read once between two changes. */
import type { Registry } from '../core/registry/registry.ts';
import type { Catalog, CatalogDataset } from '../language/catalog.ts';
import { toCatalogVersion } from './toWire.ts';

export interface RegistryCatalog extends Catalog {
  /** Reads again what is asked for next. */
  forget(): void;
}

export function createRegistryCatalog(registry: Registry): RegistryCatalog {
  let kinds: ReadonlyMap<string, CatalogDataset['kind']> | undefined;
  let datasets = new Map<string, CatalogDataset>();
  const known = () => {
    kinds ??= new Map(registry.datasets.names().map(({ name, kind }) => [name, kind]));
    return kinds;
  };
  const read = (name: string): CatalogDataset | undefined => {
    const kind = known().get(name);
    return kind && { name, kind, versions: registry.versions.list(name).map(toCatalogVersion) };
  };
  return {
    names: (kind) => [...known()].flatMap(([name, its]) => (kind === undefined || its === kind ? [name] : [])),
    dataset(name) {
      const dataset = datasets.get(name) ?? read(name);
      if (dataset) datasets.set(name, dataset);
      return dataset;
    },
    forget() {
      kinds = undefined;
      datasets = new Map();
    },
  };
}
