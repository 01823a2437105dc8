/** The project as the language service sees it from here: open documents first, then what lies in the open folders. */
import type { CancellationToken } from 'vscode-languageserver';
import { itemsOf } from '../formats/pipelineFile/file.ts';
import { scriptsOf } from '../language/script/scripts.ts';
import { createProjectFolder, type ProjectFolder } from '../projectFolder.ts';
import { pathOf } from '../uriPaths.ts';
import { slices, throwIfTakenBack } from './cancellation.ts';
import type { Client } from './context.ts';
import { type OpenDocuments, type OpenParts, openDocuments } from './openDocuments.ts';

export interface ProjectIndex extends ProjectFolder {
  open: OpenDocuments;
  /** Waits until the files of the open folders are known. */
  known(): Promise<void>;
  /**
   * Waits until all that may matter was read, so that `files` answers at once: for features that go through the whole
   * project. Throws RequestCancelled.
   */
  read(token?: CancellationToken): Promise<void>;
  /** Reads the scripts that the steps of a pipeline file run: judging it asks for all of them at once. Throws RequestCancelled. */
  readScripts(uri: string, token?: CancellationToken): Promise<void>;
  /** Looks for the files of other folders. */
  foldersChanged(): void;
  close(): Promise<void>;
}

/** Milliseconds after which disk is looked at again: by whom the client tells of changes, and by whom it does not. */
const afterWatched = { file: 5_000, folders: 60_000 };
const afterUnwatched = { file: 1_000, folders: 5_000 };

export function createProjectIndex(parts: OpenParts, client: Client): ProjectIndex {
  const open = openDocuments(parts);
  const after = () => (client.canWatchFiles ? afterWatched : afterUnwatched);
  const folder = createProjectFolder({
    open,
    languageOf: (path) => parts.settings.known(path),
    recheckAfter: () => after().file,
  });
  let walking: Walking | undefined;
  const walk = (): Walking => {
    walking?.ended.abort();
    const roots = client.folders.flatMap((uri) => pathOf(uri) ?? []);
    const begun: Walking = { ended: new AbortController(), done: Promise.resolve(), doneAt: undefined };
    begun.done = folder.walk(roots, begun.ended.signal).finally(() => {
      begun.doneAt = performance.now();
    });
    begun.done.catch(() => undefined); // whoever waits for it is told
    return begun;
  };
  const known = async () => {
    const doneAt = walking?.doneAt ?? Infinity;
    if (!walking || performance.now() - doneAt > after().folders) walking = walk();
    await walking.done;
  };
  parts.documents.onDidClose(({ document: { uri } }) => {
    const path = pathOf(uri);
    // it may have been saved in a moment that nobody looked at
    if (path !== undefined) folder.changed(path);
  });
  return {
    ...folder,
    open,
    known,
    async read(token) {
      await known();
      const turn = slices(token);
      for (const path of folder.paths()) {
        await turn();
        if (open.uriAt(path) === undefined && folder.disk.isRelevant(path)) folder.disk.at(path);
      }
      throwIfTakenBack(token);
    },
    async readScripts(uri, token) {
      const { pipeline } = open.byUri(uri)?.analysis ?? {};
      const turn = slices(token);
      for (const { item } of pipeline ? itemsOf(pipeline, 'step') : []) {
        for (const script of scriptsOf(item.step, uri)) {
          await turn();
          folder.file(script);
        }
      }
    },
    foldersChanged: () => {
      walking = walk();
    },
    async close() {
      walking?.ended.abort();
      await walking?.done;
    },
  };
}

interface Walking {
  ended: AbortController;
  done: Promise<void>;
  doneAt: number | undefined;
}
