/** The files of versions as read-only files of the editor, wherever their bytes lie: what is shown are the bytes that were adopted. */
import * as vscode from 'vscode';
import { fileOfQuery, fileScheme, fileUri } from '../../server/protocol/fileUri.ts';
import { problemOf, wordsOf } from '../problem.ts';

export function versionFile(ref: string, path: string): vscode.Uri {
  return vscode.Uri.from(fileUri(ref, path));
}

/** Reads the bytes of a version's file. */
export type ReadVersionFile = (ref: string, path: string) => Promise<Uint8Array>;

/** Files that are kept for a moment: the editor asks for the size first, then for the bytes. */
const most = 8;

export function provideFiles(read: ReadVersionFile): vscode.Disposable {
  const kept = new Map<string, Promise<Uint8Array>>();
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const bytesOf = (uri: vscode.Uri): Promise<Uint8Array> => {
    const key = uri.query;
    const file = fileOfQuery(key);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    const known = kept.get(key);
    if (known) return known;
    const bytes = read(file.ref, file.path).catch((error: unknown) => {
      kept.delete(key);
      throw vscode.FileSystemError.Unavailable(wordsOf(problemOf(error)));
    });
    kept.set(key, bytes);
    for (const oldest of [...kept.keys()].slice(0, -most)) kept.delete(oldest);
    return bytes;
  };
  const refuse = (uri: vscode.Uri) => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => undefined),
    async stat(uri) {
      const { length } = await bytesOf(uri);
      // a version never changes, so neither does the time
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length, permissions: vscode.FilePermission.Readonly };
    },
    readFile: async (uri) => bytesOf(uri),
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.Disposable.from(vscode.workspace.registerFileSystemProvider(fileScheme, provider, { isReadonly: true }), changes);
}
