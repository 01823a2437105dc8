/** Manifests as read-only documents: the target of "go to definition", and what `sha256sum` would print. */
import * as vscode from 'vscode';
import { manifestScheme, refOfManifestPath } from '../../server/protocol/manifestUri.ts';
import { readManifest } from '../../server/protocol/requests.ts';
import { problemOf, wordsOf } from '../problem.ts';
import type { Server } from '../serverClient.ts';

/** `dataset:version` of a manifest's document; nothing for any other. */
export function manifestRef({ scheme, path }: vscode.Uri): string | undefined {
  return scheme === manifestScheme ? refOfManifestPath(path) : undefined;
}

export function provideManifests(server: Server): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(manifestScheme, {
    async provideTextDocumentContent(uri) {
      const ref = manifestRef(uri);
      if (ref === undefined) return '';
      try {
        const { text, truncated } = await server.send(readManifest, { ref });
        return truncated ? `${text}\n# Shown in part; "datapin manifest ${ref}" prints all of it.\n` : text;
      } catch (error) {
        return `# ${wordsOf(problemOf(error))}\n`;
      }
    },
  });
}
