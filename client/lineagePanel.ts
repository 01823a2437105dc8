/** Hosts the lineage page: one panel a window, fed with fresh graphs, and revived after a reload. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { FromPage, LineagePageState, ToPage } from '../server/protocol/lineagePage.ts';
import { getLineage, registryChanged } from '../server/protocol/requests.ts';
import type { WireLineage } from '../server/protocol/wire.ts';
import { copy } from './editor.ts';
import { lineageHtml } from './lineageHtml.ts';
import { problemOf } from './problem.ts';
import type { Server } from './serverClient.ts';

export interface LineagePanel extends vscode.Disposable {
  /** Shows what is around a version or an execution; everything when nothing is named. */
  show(id?: string): void;
}

const viewType = 'datapin.lineage';

export function createLineagePanel(extension: vscode.ExtensionContext, server: Server): LineagePanel {
  const root = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'webview');
  const icon = vscode.Uri.joinPath(extension.extensionUri, 'media', 'datapin.svg');
  let open: Session | undefined;

  const attach = (panel: vscode.WebviewPanel, about: About) => {
    panel.iconPath = icon;
    const session = createSession(panel, server, about);
    open = session;
    panel.onDidDispose(() => {
      session.dispose();
      if (open === session) open = undefined;
    });
    panel.webview.options = { enableScripts: true, localResourceRoots: [root] };
    panel.webview.html = frame(panel.webview, root);
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: LineagePageState | undefined) {
      if (open) panel.dispose();
      // where the reader looked is what the page remembers
      else attach(panel, { id: state?.id, reveal: false });
    },
  });

  return {
    show(id) {
      if (open) open.show(id);
      else attach(vscode.window.createWebviewPanel(viewType, 'Lineage', vscode.ViewColumn.Active), { id, reveal: id !== undefined });
    },
    dispose() {
      serializer.dispose();
      open?.panel.dispose();
    },
  };
}

interface About {
  id: string | undefined;
  /** Whoever asked for a node wants to read about it; a graph that only changed must not move under the reader. */
  reveal: boolean;
}

interface Session extends vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  show(id: string | undefined): void;
}

function createSession(panel: vscode.WebviewPanel, server: Server, about: About): Session {
  let { id, reveal } = about;
  let asked = 0;
  let ready = false;
  let shown: WireLineage['nodes'] = [];
  const post = (message: ToPage) => void panel.webview.postMessage(message);

  const send = async () => {
    if (!ready || !panel.visible) return; // a hidden page is gone; it says `ready` when it is back
    const turn = ++asked;
    try {
      const graph = await server.send(getLineage, id === undefined ? {} : { id });
      if (turn !== asked) return; // an older answer must not replace a newer one
      shown = graph.nodes;
      panel.title = titleOf(graph);
      post({ type: 'graph', graph });
      if (reveal && graph.focus !== undefined) post({ type: 'show', id: graph.focus });
      reveal = false;
    } catch (error) {
      if (turn === asked) post({ type: 'problem', problem: problemOf(error) });
    }
  };
  const focus = (next: string | undefined) => {
    id = next;
    void send();
  };
  const receive = (message: FromPage) => {
    switch (message.type) {
      case 'ready':
        ready = true;
        return void send();
      case 'focus':
        return focus(message.id);
      case 'copy':
        return void copy(message.text);
      case 'open':
        return void openNode(shown.find((node) => node.id === message.id));
    }
  };
  const heard = [
    panel.webview.onDidReceiveMessage(receive),
    panel.onDidChangeViewState(() => {
      if (!panel.visible) ready = false;
    }),
    server.on(registryChanged, () => void send()),
    server.onDidChangeState((state) => state === 'running' && void send()),
  ];
  return {
    panel,
    show(next) {
      reveal = next !== undefined;
      panel.reveal();
      focus(next);
    },
    dispose: () => vscode.Disposable.from(...heard).dispose(),
  };
}

function titleOf({ focus, nodes }: WireLineage): string {
  const node = nodes.find(({ id }) => id === focus);
  if (!node) return 'Lineage';
  return `Lineage: ${node.type === 'version' ? node.version.ref : node.execution.id}`;
}

async function openNode(node: WireLineage['nodes'][number] | undefined): Promise<void> {
  if (node?.type === 'execution')
    await vscode.commands.executeCommand('datapin.showLog', { type: 'execution', id: node.id, execution: node.execution });
  if (node?.type === 'version')
    await vscode.commands.executeCommand('datapin.openManifest', { type: 'version', id: node.id, version: node.version });
}

function frame(webview: vscode.Webview, root: vscode.Uri): string {
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  const nonce = randomBytes(16).toString('base64');
  return lineageHtml({ cspSource: webview.cspSource, script: uri('lineage.js'), style: uri('lineage.css'), nonce });
}
