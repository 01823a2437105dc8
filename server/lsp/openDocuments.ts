/** Open documents as the language service sees them. The cells of a notebook are documents that are read together. */
import type { NotebookDocuments, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, analyse, type DocumentCache, type LanguageOptions, newDocumentCache } from '../language/document.ts';
import { analyseNotebook, type NotebookCache, newNotebookCache } from '../language/notebook.ts';
import type { SourceFile } from '../language/project.ts';
import type { OpenFiles } from '../projectFolder.ts';
import { pathOf } from '../uriPaths.ts';
import type { ClientSettings } from './settings.ts';

/** Of a cell, the stamp is that of its whole notebook. */
export type OpenDocuments = OpenFiles;

export interface OpenParts {
  documents: TextDocuments<TextDocument>;
  notebooks: NotebookDocuments<TextDocument>;
  settings: ClientSettings;
}

export function openDocuments({ documents, notebooks, settings }: OpenParts): OpenDocuments {
  const caches = new Map<string, DocumentCache>();
  const notebookCaches = new Map<string, CellsCache>();
  /** URIs by path; also of notebooks, whose own file is not open as a document. */
  const byPath = new Map<string, string>();

  /** How often anything was opened before: a document that is opened again counts its versions anew. */
  const opened = new Map<string, number>();
  let openings = 0;

  const enter = (uri: string) => {
    opened.set(uri, openings++);
    const path = uri.startsWith('file:') ? pathOf(uri) : undefined;
    if (path !== undefined) byPath.set(path, uri);
  };
  const leave = (uri: string) => {
    opened.delete(uri);
    const path = pathOf(uri);
    if (path !== undefined && byPath.get(path) === uri) byPath.delete(path);
  };
  documents.onDidOpen(({ document }) => enter(document.uri));
  documents.onDidClose(({ document: { uri } }) => {
    caches.delete(uri);
    leave(uri);
  });
  notebooks.onDidOpen(({ uri }) => enter(uri));
  notebooks.onDidClose(({ uri }) => {
    notebookCaches.delete(uri);
    leave(uri);
  });

  const read = (document: TextDocument): SourceFile => {
    const own = () => analyse(document, keptIn(caches, document.uri, newDocumentCache), settings.known(pathOf(document.uri)));
    return { document, analysis: inNotebook(document) ?? own() };
  };
  const inNotebook = ({ uri }: TextDocument): Analysis | undefined => {
    const notebook = notebooks.findNotebookDocumentForCell(uri);
    if (!notebook) return undefined;
    const cache = keptIn(notebookCaches, notebook.uri, newCellsCache);
    const texts = notebook.cells.map((cell) => pythonIn(notebooks.getCellTextDocument(cell)));
    const { referenceCalls } = settings.known(pathOf(notebook.uri));
    const isSame = cache.calls === referenceCalls && isEqual(cache.texts, texts);
    if (!isSame) {
      const options = { uri: notebook.uri, ...(referenceCalls ? { referenceCalls } : {}) };
      Object.assign(cache, { texts, calls: referenceCalls, analyses: analyseNotebook(texts, cache.notebook, options) });
    }
    return cache.analyses[notebook.cells.findIndex((cell) => cell.document === uri)];
  };
  return {
    byUri(uri) {
      const cells = notebooks.getNotebookDocument(uri)?.cells ?? [];
      const document = documents.get(uri) ?? cells.map((cell) => documents.get(cell.document)).find((cell) => pythonIn(cell) !== '');
      return document && read(document);
    },
    uriAt: (path) => byPath.get(path),
    *all() {
      for (const document of documents.all()) yield read(document);
    },
    stamp(uri) {
      const document = documents.get(uri);
      // the library remembers a cell that was taken out
      const notebook = document ? notebooks.findNotebookDocumentForCell(uri) : notebooks.getNotebookDocument(uri);
      if (!notebook) return document && `${opened.get(uri)}/${document.version}`;
      const cells = notebook.cells.map((cell) => `${cell.document}@${documents.get(cell.document)?.version}`);
      return [uri, opened.get(notebook.uri), ...cells].join(' ');
    },
  };
}

/** What is kept of the cells of a notebook, which are read together. */
interface CellsCache {
  notebook: NotebookCache;
  /** As of which `analyses` are. */
  texts: readonly string[];
  calls: LanguageOptions['referenceCalls'];
  analyses: readonly Analysis[];
}

function newCellsCache(): CellsCache {
  return { notebook: newNotebookCache(), texts: [], calls: undefined, analyses: [] };
}

/** Cells in other languages count as empty. */
function pythonIn(cell: TextDocument | undefined): string {
  return cell?.languageId === 'python' ? cell.getText() : '';
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, i) => one === others[i]);
}

function keptIn<T>(values: Map<string, T>, key: string, make: () => T): T {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
}
