/** Opens the manifest of a version: the text whose hash is the version's hash. */
import * as vscode from 'vscode';
import { manifestUri } from '../../server/protocol/manifestUri.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { versionOf } from '../subjects.ts';

export function openManifest(context: Context): Command {
  return async (given) => {
    const version = await versionOf(context.server, given, 'Open manifest');
    if (version) await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(manifestUri(version.dataset, version.name)));
  };
}
