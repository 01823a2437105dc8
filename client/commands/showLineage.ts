/** Opens the lineage of what is given, of the reference under the cursor, of what is chosen, or of everything. */
import * as vscode from 'vscode';
import { subject } from '../commandArguments.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { manifestRef } from '../documents/manifests.ts';
import { pickNode } from '../pickers.ts';
import { isNode } from '../views/nodes.ts';

export function showLineage(context: Context): Command {
  return async (given) => {
    const id = idOf(given) ?? (await referenceAtCursor()) ?? (await pickNode(context.server, 'Show lineage'));
    if (id !== undefined) context.lineage.show(id);
  };
}

export function showAllLineage(context: Context): Command {
  return () => context.lineage.show();
}

function idOf(given: unknown): string | undefined {
  if (isNode(given, 'version')) return given.version.ref;
  if (isNode(given, 'execution')) return given.execution.id;
  if (isNode(given, 'dataset')) return `${given.dataset.name}:latest`;
  // a menu of an editor gives its file
  return given instanceof vscode.Uri ? undefined : subject(given);
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
