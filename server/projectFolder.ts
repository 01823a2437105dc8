/**
 * The project as the language service asks for it, over files on disk: pipeline files, Python and notebooks of open folders,
 * read and analysed when first asked for. The language server lays its open documents over them; `datapin check` takes them as they are.
 */
import { dirname, join } from 'node:path';
import { isPipelineFile } from './language/document.ts';
import type { Project, SourceFile } from './language/project.ts';
import { pipelineFileNames } from './pipelineFiles.ts';
import { createDiskFiles, type DiskFiles, type DiskFilesOptions } from './projectFiles.ts';
import { diskKindOf, isWalked, walkProject } from './projectWalk.ts';
import { isWithin, pathOf } from './uriPaths.ts';

/** What is asked of a project about a URI. */
export type Question = 'file' | 'pipelineOf';

export interface ProjectFolder extends Project {
  /** Another text whenever the answer to a question may be another: cheaper than to read it. */
  stampOf(question: Question, uri: string): string;
  /**
   * Looks for files in folders (absolute paths) and all below them, while others get their turn. What is found takes the
   * place of what was known. When the signal is given it ends, without an error, and what was known stays.
   */
  walk(folders: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Absolute paths of the files that were found, those that hold nothing for us included; what lies nearer to the top first. */
  paths(): ReadonlySet<string>;
  /** Whether there were more files than are looked at. */
  truncated(): boolean;
  /** Files on disk by their paths, also those that no walk found. */
  disk: DiskFiles;
  /** Looks at a file again, which may be new, another or gone; answers whether it is one of ours. */
  changed(path: string): boolean;
}

export interface ProjectFolderOptions extends DiskFilesOptions {
  /** What an editor shows counts in place of what is on disk. */
  open?: OpenFiles;
}

export interface OpenFiles {
  /** Of a notebook, a cell that speaks for it. */
  byUri(uri: string): SourceFile | undefined;
  /** Under which URI a file is open, as a document or as a notebook. */
  uriAt(path: string): string | undefined;
  all(): Iterable<SourceFile>;
  /** Another text whenever what is open is another; nothing for what is not open. */
  stamp(uri: string): string | undefined;
}

export function createProjectFolder({ open = nothingOpen, ...options }: ProjectFolderOptions = {}): ProjectFolder {
  const disk = createDiskFiles(options);
  const paths = remembering(pathOf);
  const candidates = remembering(pipelinePathsFrom);
  let walked: readonly string[] = [];
  let environments: readonly string[] = [];
  let found = new Set<string>();
  let truncated = false;
  const isOurs = (path: string) =>
    walked.some((folder) => isWalked(path, folder)) && !environments.some((folder) => isWithin(path, folder));
  const stampAt = (path: string) => {
    const uri = open.uriAt(path);
    return uri === undefined ? disk.stamp(path) : open.stamp(uri);
  };
  const at = (path: string) => {
    const uri = open.uriAt(path);
    return uri === undefined ? disk.at(path) : open.byUri(uri);
  };
  const placeOf: Record<Question, (uri: string) => Place> = {
    file: (uri) => (open.stamp(uri) === undefined && uri.startsWith('file:') ? { path: paths(uri) } : { uri }),
    pipelineOf(uri) {
      const isPipeline = isPipelineFile(uri);
      if (isPipeline && open.stamp(uri) !== undefined) return { uri };
      const path = paths(uri);
      if (path === undefined || (isPipeline && stampAt(path) !== undefined)) return { path };
      return { path: candidates(dirname(path)).find((one) => stampAt(one) !== undefined) };
    },
  };
  const answer = ({ uri, path }: Place) => (uri === undefined ? path && at(path) : open.byUri(uri)) || undefined;
  return {
    disk,
    paths: () => found,
    truncated: () => truncated,
    async walk(folders, signal) {
      const result = await walkProject(folders, signal);
      if (signal?.aborted) return;
      walked = folders;
      found = new Set(result.files);
      ({ environments, truncated } = result);
    },
    changed(path) {
      if (!diskKindOf(path)) return false;
      disk.forget(path);
      if (disk.stamp(path) === undefined) return found.delete(path) || diskKindOf(path) === 'pipeline';
      if (isOurs(path)) found.add(path);
      return found.has(path);
    },
    file: (uri) => answer(placeOf.file(uri)),
    pipelineOf: (uri) => answer(placeOf.pipelineOf(uri)),
    stampOf(question, uri) {
      const place = placeOf[question](uri);
      const stamp = place.uri === undefined ? place.path && stampAt(place.path) : open.stamp(place.uri);
      return `${place.uri ?? place.path} ${stamp}`;
    },
    *files() {
      yield* open.all();
      for (const path of found) {
        const file = open.uriAt(path) === undefined && disk.isRelevant(path) ? disk.at(path) : undefined;
        if (file) yield file;
      }
    },
  };
}

/** Where an answer is to be found: with what is open, or by a path. */
interface Place {
  uri?: string;
  path?: string | undefined;
}

const nothingOpen: OpenFiles = { byUri: () => undefined, uriAt: () => undefined, all: () => [], stamp: () => undefined };

/** Where the pipeline file of a folder may be, the nearest first. */
function pipelinePathsFrom(folder: string): string[] {
  const here = pipelineFileNames.map((name) => join(folder, name));
  return folder === dirname(folder) ? here : [...here, ...pipelinePathsFrom(dirname(folder))];
}

/** For what is asked again and again and is always the same. */
function remembering<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (known.has(text)) return known.get(text)!;
    if (known.size >= 20_000) known.clear();
    const value = find(text);
    known.set(text, value);
    return value;
  };
}
