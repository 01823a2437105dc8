/** Texts that are shown once, as read-only documents: `datapin-text:/Problems?<number>`. */
import * as vscode from 'vscode';

const scheme = 'datapin-text';

export interface Texts extends vscode.Disposable {
  /** Opens a text under a title; it is gone with its document. */
  show(title: string, text: string): Promise<void>;
}

export function provideTexts(): Texts {
  const texts = new Map<string, string>();
  let number = 0;
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.query) ?? 'This text is gone; what made it makes it again.\n',
  });
  const closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === scheme) texts.delete(uri.query);
  });
  return {
    async show(title, text) {
      const query = String(++number);
      texts.set(query, text);
      const uri = vscode.Uri.from({ scheme, path: `/${title}`, query });
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
    },
    dispose: () => vscode.Disposable.from(provider, closed).dispose(),
  };
}
