/** Opens what was changed, both sides beside each other; of what is in one version only, that one. */
import * as vscode from 'vscode';
import type { Command } from '../commands.ts';
import { versionFile } from '../documents/files.ts';
import { isNode } from '../views/nodes.ts';

export function openDifference(): Command {
  return async (given) => {
    if (!isNode(given, 'difference')) return;
    const { kind, a, b, file } = given;
    if (kind === 'changed') {
      const before = versionFile(a, file.before?.path ?? file.path);
      const title = `${file.path}: ${a} ↔ ${b}`;
      await vscode.commands.executeCommand('vscode.diff', before, versionFile(b, file.path), title, { preview: true });
    } else {
      await vscode.commands.executeCommand('vscode.open', versionFile(kind === 'removed' ? a : b, file.path), { preview: true });
    }
  };
}
