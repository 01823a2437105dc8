/** What a handler may use. */
import type { CancellationToken, Connection, ServerCapabilities, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { App } from '../app.ts';
import type { WorkOptions } from '../core/world.ts';
import type { Catalog } from '../language/catalog.ts';
import type { Analysis } from '../language/document.ts';
import type { JobName, JobRequest, JobResult } from '../worker/jobs.ts';
import type { ClientSettings } from './settings.ts';

/** One theme: what it can do stands beside how it is done. */
export interface Handler {
  capabilities?: Partial<ServerCapabilities>;
  /** May return what ends it when the server shuts down. */
  register(connection: Connection, context: ServerContext): (() => void) | undefined;
}

export interface ServerContext {
  documents: TextDocuments<TextDocument>;
  /** The world, opened at the first call. Throws `registry.*`. */
  app(): App;
  /** The registry as the language service sees it; nothing while it cannot be read. */
  catalog(): Catalog | undefined;
  /** Grows with every change of the registry or the settings: equal numbers, equal answers. */
  generation(): number;
  analyse(document: TextDocument): Promise<Analysis>;
  settings: ClientSettings;
  client: Client;
  /** Does long work on another thread, with the settings of the client. */
  runJob<N extends JobName>(name: N, request: JobRequest<N>, options?: WorkOptions): Promise<JobResult<N>>;
  /** Looks for news from other processes at once. */
  poll(): void;
}

/** What the client said of itself. */
export interface Client {
  /** Whether steps may be run and stores be asked. */
  trusted: boolean;
  /** URIs of the open folders. */
  folders: string[];
  canRefreshDiagnostics: boolean;
  canLinkDefinitions: boolean;
  canSendSettings: boolean;
  canWatchSettings: boolean;
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
