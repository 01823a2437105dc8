/** Opens the lineage of an item, of the reference under the cursor, or of everything. */
import * as vscode from 'vscode';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { manifestRef } from '../documents/manifests.ts';
import { isNode } from '../views/nodes.ts';

export function showLineage(context: Context): Command {
  return async (subject) => {
    if (typeof subject === 'string') return context.lineage.show(subject);
    if (isNode(subject, 'version')) return context.lineage.show(subject.version.ref);
    if (isNode(subject, 'execution')) return context.lineage.show(subject.execution.id);
    if (isNode(subject, 'dataset')) {
      const { name, latest } = subject.dataset;
      return context.lineage.show(latest && `${name}:${latest}`);
    }
    context.lineage.show(await referenceAtCursor());
  };
}

export function showAllLineage(context: Context): Command {
  return () => context.lineage.show();
}

/** Asks where the reference under the cursor is defined: the manifest's address names dataset and version. */
async function referenceAtCursor(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    editor.document.uri,
    editor.selection.active,
  );
  return found.map((place) => manifestRef('targetUri' in place ? place.targetUri : place.uri)).find((ref) => ref !== undefined);
}
