/** What a handler may use. */
import type { CancellationToken, Connection, Emitter, Registration, ServerCapabilities, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { App } from '../app.ts';
import type { WorkOptions } from '../core/world.ts';
import type { Catalog } from '../language/catalog.ts';
import type { LanguageContext, SourceFile } from '../language/project.ts';
import type { JobName, JobRequest, JobResult } from '../worker/jobs.ts';
import type { ProjectIndex } from './projectIndex.ts';
import type { ClientSettings } from './settings.ts';

/** One theme: what it can do stands beside how it is done. */
export interface Handler {
  capabilities?: Partial<ServerCapabilities>;
  /** What can only be registered when the client is there, and only where it says that it can. */
  registrations?(client: Client): readonly DynamicCapability[];
  /** May return what ends it when the server shuts down. */
  register(connection: Connection, context: ServerContext): (() => void) | undefined;
}

/** By the method's name, of which there is one registration. */
export type DynamicCapability = Omit<Registration, 'id'>;

export interface ServerContext {
  documents: TextDocuments<TextDocument>;
  /** The world, opened at the first call. Throws `registry.*`. */
  app(): App;
  /** The registry as the language service sees it; nothing while it cannot be read. */
  catalog(): Catalog | undefined;
  /** Grows with every change of the registry or the settings: equal numbers, equal answers. */
  generation(): number;
  /** Fired when what was answered before may no longer be right. */
  outdated: Emitter<void>;
  /** An open document as it was read; nothing for one that is not open. */
  file(uri: string): Promise<SourceFile | undefined>;
  /** What the language service is given to answer about a document. */
  language(uri: string): Promise<LanguageContext>;
  /** Open documents and the files of the open folders. */
  project: ProjectIndex;
  settings: ClientSettings;
  client: Client;
  /** Does long work on another thread, with the settings of the client. */
  runJob<N extends JobName>(name: N, request: JobRequest<N>, options?: JobOptions): Promise<JobResult<N>>;
  /** Looks for news from other processes at once. */
  poll(): void;
}

export interface JobOptions extends WorkOptions {
  /** By name, as they came with a request: they go to this job and are kept nowhere. */
  secrets?: Readonly<Record<string, string>> | undefined;
}

/** What the client said of itself. */
export interface Client {
  /** Whether steps may be run and stores be asked. */
  trusted: boolean;
  /** URIs of the open folders. */
  folders: string[];
  /** Whether something else in the editor owns YAML: syntax errors, duplicate keys, folding and selections are left to it. */
  yamlElsewhere: boolean;
  /** Whether something else in the editor offers and explains the keys of pipeline files, as a YAML server with their schema does. */
  keysElsewhere: boolean;
  /** Commands of the client that links, lenses and actions may offer. */
  commands: ReadonlySet<string>;
  /** Whether it shows our own read-only documents, `datapin:` and `datapin-log:`; else it is given files on disk. */
  showsOwnDocuments: boolean;
  /** Requests by which it can be told to ask again. */
  refreshes: readonly string[];
  /** Whether it asks for diagnostics; else they are sent. */
  pullsDiagnostics: boolean;
  /** Requests that begin a hierarchy, where it can be told for which documents else to send them. */
  hierarchies: readonly string[];
  canLinkDefinitions: boolean;
  canUseSnippets: boolean;
  /** Whether its cards show pictures that travel within them. */
  canShowImages: boolean;
  canSendSettings: boolean;
  canWatchSettings: boolean;
  canWatchFiles: boolean;
  canChangeFolders: boolean;
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
