/** The editor's dialog for files and folders, as a step. */
import * as vscode from 'vscode';
import type { WireSource } from '../../server/protocol/requests.ts';
import type { Context } from '../context.ts';
import type { Ask } from '../questions.ts';
import { Turn } from '../wizard.ts';
import { named } from './lastSteps.ts';

/** Files or folders on this machine; of a source, when one is named. */
export function dialogStep(context: Context, options: vscode.OpenDialogOptions, source?: WireSource): Ask {
  return async () => {
    const defaultUri = vscode.workspace.workspaceFolders?.[0]?.uri;
    const chosen = await vscode.window.showOpenDialog({ openLabel: 'Adopt', ...(defaultUri ? { defaultUri } : {}), ...options });
    if (!chosen || chosen.length === 0) throw new Turn('back');
    const locations = chosen.map((uri) => uri.fsPath);
    return named({ context, locations, ...(source ? { from: source.id } : {}) });
  };
}
