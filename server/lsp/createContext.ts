/** Joins what handlers may use. */
import { type Connection, Emitter } from 'vscode-languageserver';
import type { AppOptions } from '../app.ts';
import type { LanguageContext, SeveritySettings } from '../language/project.ts';
import { runJob } from '../worker/client.ts';
import type { JobName, JobRequest, JobResult } from '../worker/jobs.ts';
import type { Client, JobOptions, ServerContext } from './context.ts';
import type { OpenParts } from './openDocuments.ts';
import type { OpenWorld } from './openWorld.ts';
import { createProjectIndex } from './projectIndex.ts';
import { createSettings } from './settings.ts';

export interface ContextParts extends Omit<OpenParts, 'settings'> {
  client: Client;
  world: OpenWorld;
  options: AppOptions;
}

export function createContext(connection: Connection, { documents, notebooks, client, world, options }: ContextParts): ServerContext {
  const settings = createSettings(connection, { canAsk: () => client.canSendSettings, folders: () => client.folders });
  const project = createProjectIndex({ documents, notebooks, settings }, client);
  const outdated = new Emitter<void>();
  // cells that changed places have other cells before them
  notebooks.onDidChange(() => outdated.fire());
  return {
    ...world,
    outdated,
    documents,
    client,
    settings,
    project,
    async file(uri) {
      await settings.of(uri);
      return project.open.byUri(uri);
    },
    async language(uri): Promise<LanguageContext> {
      const { severities } = await settings.of(uri);
      return {
        catalog: world.catalog(),
        project,
        now: new Date(),
        severities: client.yamlElsewhere ? { ...saidByOthers, ...severities } : severities,
        commands: client.commands,
        keysElsewhere: client.keysElsewhere,
        canUseSnippets: client.canUseSnippets,
        canShowImages: client.canShowImages,
      };
    },
    async runJob<N extends JobName>(name: N, request: JobRequest<N>, { secrets, ...work }: JobOptions = {}): Promise<JobResult<N>> {
      return runJob(name, request, { ...work, app: { ...options, s3: await settings.s3(), sources: await settings.sources(), secrets } });
    },
  };
}

/** Who owns YAML in the editor says it too. A person who sets these gets them. */
const saidByOthers: SeveritySettings = { 'yaml-syntax': 'off', 'duplicate-key': 'off' };
