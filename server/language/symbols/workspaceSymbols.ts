/** What there is by name: steps, pipelines and tasks of the project; datasets, versions and executions of the registry. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import { itemsOf, placed } from '../../formats/pipelineFile/file.ts';
import { logUri } from '../../protocol/logUri.ts';
import { manifestUri } from '../../protocol/manifestUri.ts';
import type { Catalog, CatalogVersion } from '../catalog.ts';
import { firstLine, rangeOf } from '../places.ts';
import type { LanguageContext, Project } from '../project.ts';
import { symbolKinds } from './documentSymbols.ts';
import { bestFits } from './match.ts';

/** No list that a person looks at is longer. */
const limit = 200;

/** Executions that are looked through, the last made. */
const lastExecutions = 500;

/** Datasets whose versions are looked through when `name:version` is typed. */
const datasetsByVersion = 50;

/** Datasets that fit a name alone, up to which their versions are shown too. */
const fewDatasets = 20;

export function workspaceSymbols(query: string, { project, catalog }: LanguageContext): WorkspaceSymbol[] {
  const items = [...itemSymbols(project)];
  const known = catalog ? [...datasetSymbols(query, catalog), ...versionSymbols(query, catalog), ...executionSymbols(catalog)] : [];
  return bestFits([...items, ...known], ({ name }) => name, { query, limit });
}

function* itemSymbols(project: Project): Generator<WorkspaceSymbol> {
  for (const { document, analysis } of project.files()) {
    if (!analysis.pipeline) continue;
    for (const { start, item } of itemsOf(analysis.pipeline)) {
      const { kind, name, range } = item;
      if (!name || (kind !== 'step' && kind !== 'pipeline' && kind !== 'task')) continue;
      const location = { uri: document.uri, range: rangeOf(document, placed({ start }, name.range.end <= range.end ? name.range : range)) };
      yield { name: name.text, kind: symbolKinds[kind], location, containerName: fileName(document.uri) };
    }
  }
}

/** Each leads to its newest version; one without versions leads nowhere. */
function datasetSymbols(query: string, catalog: Catalog): WorkspaceSymbol[] {
  return bestFits(catalog.names(), (name) => name, { query, limit }).flatMap((name) => {
    const newest = catalog.newest(name);
    return newest ? [{ name, kind: SymbolKind.Namespace, location: inManifest(name, newest), containerName: newest.kind }] : [];
  });
}

/** Only of datasets that fit what is typed before a `:`, or of the few that fit a name. */
function versionSymbols(query: string, catalog: Catalog): WorkspaceSymbol[] {
  if (query.trim() === '') return [];
  const [typed = '', version = ''] = query.split(/:(.*)/s);
  const isByVersion = query.includes(':');
  const most = isByVersion ? datasetsByVersion : fewDatasets + 1;
  const names = bestFits(catalog.names(), (name) => name, { query: typed, limit: most });
  if (!isByVersion && names.length > fewDatasets) return [];
  return names.flatMap((dataset) => {
    const versions = catalog.dataset(dataset)?.versions ?? [];
    return bestFits(versions, ({ name }) => name, { query: version, limit }).map((version) => ({
      name: `${dataset}:${version.name}`,
      kind: SymbolKind.EnumMember,
      location: inManifest(dataset, version),
      containerName: version.kind,
    }));
  });
}

function executionSymbols(catalog: Catalog): WorkspaceSymbol[] {
  return catalog.executions({ limit: lastExecutions }).map(({ id, step }) => ({
    name: `${id} ${step}`,
    kind: SymbolKind.Event,
    location: { uri: logUri(id), range: firstLine },
    containerName: 'execution',
  }));
}

function inManifest(dataset: string, { name }: CatalogVersion) {
  return { uri: manifestUri(dataset, name), range: firstLine };
}

function fileName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
