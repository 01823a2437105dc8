/** What a command may use. */
import type * as vscode from 'vscode';
import type { LineagePanel } from './lineagePanel.ts';
import type { Server } from './serverClient.ts';
import type { DatasetsView } from './views/datasetsTree.ts';
import type { ExecutionsView } from './views/executionsTree.ts';

export interface Context {
  server: Server;
  output: vscode.LogOutputChannel;
  datasets: DatasetsView;
  executions: ExecutionsView;
  lineage: LineagePanel;
}
