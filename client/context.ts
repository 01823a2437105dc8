/** What a command may use. */
import type * as vscode from 'vscode';
import type { Texts } from './documents/texts.ts';
import type { Keys } from './keys.ts';
import type { LineagePanel } from './lineagePanel.ts';
import type { Server } from './serverClient.ts';
import type { ComparisonView } from './views/comparisonTree.ts';
import type { DatasetsView } from './views/datasetsTree.ts';
import type { ExecutionsView } from './views/executionsTree.ts';

export interface Context {
  server: Server;
  output: vscode.LogOutputChannel;
  datasets: DatasetsView;
  executions: ExecutionsView;
  comparison: ComparisonView;
  lineage: LineagePanel;
  keys: Keys;
  texts: Texts;
  /** Runs what a button starts; what goes wrong is told as if a command had failed. */
  attempt(work: () => unknown): Promise<void>;
}
