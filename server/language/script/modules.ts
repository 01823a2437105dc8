/** The modules of one's own that a script imports, as far as they can be found by their names. */
import type { Project, SourceFile } from '../project.ts';
import { fileUri, wholeFacts } from './scripts.ts';

/** More modules than this are not followed. */
const most = 40;

/**
 * A script and all modules of its own, those that modules import with them; undefined when there are too many.
 * A module of which no file is found is one that was installed.
 */
export function withModules(script: SourceFile, pipelineUri: string, project: Project): SourceFile[] | undefined {
  const found = new Map([[fileUri(script), script]]);
  for (const [uri, file] of found) {
    for (const candidate of moduleUris(wholeFacts(file)?.modules ?? [], {
      uri,
      roots: [folderOf(fileUri(script)), ...rootsOf(pipelineUri)],
    })) {
      const module = found.has(candidate) ? undefined : project.file(candidate);
      if (module) found.set(candidate, module);
    }
    if (found.size > most) return undefined;
  }
  return [...found.values()];
}

/** Where Python may look besides the script's own folder. */
function rootsOf(pipelineUri: string): string[] {
  const folder = folderOf(pipelineUri);
  return [folder, `${folder}/src`, `${folder}/lib`];
}

function moduleUris(modules: readonly string[], { uri, roots }: { uri: string; roots: readonly string[] }): Set<string> {
  const uris = new Set<string>();
  for (const module of modules) {
    const [, dots, name] = /^(\.*)(.*)$/.exec(module)!;
    for (const root of dots ? [above(folderOf(uri), dots.length - 1)] : roots) {
      const parts = name!.split('.').filter((part) => part !== '' && part !== '*');
      let path = root;
      for (const part of parts) {
        path += `/${encodeURIComponent(part.toWellFormed())}`;
        uris.add(`${path}.py`);
        uris.add(`${path}/__init__.py`);
      }
      if (parts.length === 0) uris.add(`${root}/__init__.py`);
    }
  }
  return uris;
}

function above(folder: string, levels: number): string {
  return levels === 0 ? folder : above(folderOf(folder), levels - 1);
}

function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}
