/** A project in memory: files by name, each read as if it were open. */
import { dirname } from 'node:path/posix';
import type { LanguageContext, Project, SourceFile } from '../../server/language/project.ts';
import { now, sampleCatalog } from './catalog.ts';
import { open } from './languageDocument.ts';

export interface SampleProject extends Project {
  /** By the name it was given under. */
  named(name: string): SourceFile;
  context: LanguageContext;
}

/** Texts by file name, without marks. All lie under `file:///project/`. */
export function openProject(texts: Record<string, string>, about: Partial<LanguageContext> = {}): SampleProject {
  const byUri = new Map(Object.entries(texts).map(([name, text]) => [uriOf(name), open(name, text)]));
  const pipelineOf = (uri: string): SourceFile | undefined => {
    const own = byUri.get(uri);
    if (own?.analysis.pipeline) return own;
    for (let folder = dirname(uri); folder.startsWith('file:///project'); folder = dirname(folder)) {
      const found = byUri.get(`${folder}/datapin.yaml`) ?? byUri.get(`${folder}/valohai.yaml`);
      if (found) return found;
    }
    return undefined;
  };
  const project: Project = { file: (uri) => byUri.get(uri), pipelineOf, files: () => byUri.values() };
  return { ...project, named: (name) => byUri.get(uriOf(name))!, context: { catalog: sampleCatalog, project, now, ...about } };
}

export function uriOf(name: string): string {
  return `file:///project/${name}`;
}
