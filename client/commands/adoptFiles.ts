/** Adopts the files and folders that were selected in the explorer, or folders that are asked for. */
import * as vscode from 'vscode';
import { adoptAs } from '../adoption.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { chooseFolders } from '../editor.ts';

export function adoptFiles(context: Context): Command {
  return async (clicked, selected) => {
    const given = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
    const uris = given.filter((item) => item instanceof vscode.Uri);
    const chosen = uris.length > 0 ? uris : await chooseFolders({ title: 'Adopt a folder', button: 'Adopt' });
    if (chosen.length > 0)
      await adoptAs(
        context,
        chosen.map((uri) => uri.fsPath),
      );
  };
}
