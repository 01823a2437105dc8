/** Adopts the files and folders that were selected in the explorer, that somebody proposes, or that are asked for. */
import * as vscode from 'vscode';
import { adoptAs } from '../adoption.ts';
import { adoptProposal } from '../commandArguments.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { chooseFolders } from '../editor.ts';

export function adoptFiles(context: Context): Command {
  return async (clicked, selected) => {
    const given = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
    const clickedOn = given.filter((item) => item instanceof vscode.Uri);
    const { uris, as } = adoptProposal(clickedOn.length > 0 ? undefined : clicked);
    const proposed = [...clickedOn, ...uris.map((uri) => vscode.Uri.parse(uri, true))];
    const title = as === undefined ? 'Adopt a folder' : `Adopt a folder as ${as}`;
    const chosen = proposed.length > 0 ? proposed : await chooseFolders({ title, button: 'Adopt' });
    const locations = chosen.map((uri) => uri.fsPath);
    if (locations.length > 0) await adoptAs(context, locations, as);
  };
}
