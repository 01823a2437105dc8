/**
 * Beside the YAML extension: it keeps the language itself (syntax, duplicate keys, folding, selections), and we what a
 * pipeline file means. So it is told that these files are spoken for, with a schema that says nothing.
 */
import * as vscode from 'vscode';

const id = 'redhat.vscode-yaml';

/** The part of what that extension exports that is needed here. */
interface YamlApi {
  /** False when the name is taken. A schema's URI has the name as its scheme. */
  registerContributor(
    name: string,
    requestSchema: (resource: string) => string | undefined,
    requestContent: (uri: string) => string,
  ): boolean;
}

/** Whether something else in this window owns YAML. */
export function isYamlElsewhere(): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}

/** Speaks for the pipeline files as soon as one is open and the YAML extension is there. */
export function leaveSchemaToUs(output: vscode.LogOutputChannel): vscode.Disposable {
  let isDone = false;
  const ask = () => {
    const extension = vscode.extensions.getExtension<Partial<YamlApi> | undefined>(id);
    if (!extension) isDone = false; // it may come back as another one
    if (!extension || isDone || !vscode.workspace.textDocuments.some(({ uri }) => schemaOf(uri.toString()))) return;
    isDone = true;
    claim(extension).catch((error: unknown) => output.warn(`Speaking with ${id}: ${String(error)}`));
  };
  ask();
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(ask), vscode.extensions.onDidChange(ask));
}

async function claim(extension: vscode.Extension<Partial<YamlApi> | undefined>): Promise<void> {
  const api = await extension.activate();
  api?.registerContributor?.(scheme, schemaOf, () => JSON.stringify({ $comment: 'Datapin itself knows what belongs into this file.' }));
}

const scheme = 'datapin-schema';

/** Its last part is what the YAML extension shows above the file. */
function schemaOf(resource: string): string | undefined {
  return /\/(?:valohai|datapin)\.yaml$/.test(resource) ? `${scheme}:/Datapin` : undefined;
}
