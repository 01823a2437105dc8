/** What is to be said of all files of the open folders that are not open themselves. */
import { pathToFileURL } from 'node:url';
import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type PreviousResultId,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { isPipelineFile } from '../language/document.ts';
import type { LanguageContext } from '../language/project.ts';
import type { ProjectFolder } from '../projectFolder.ts';
import { pathOf } from '../uriPaths.ts';
import { slices, throwIfTakenBack } from './cancellation.ts';
import type { ServerContext } from './context.ts';
import type { Reports } from './reports.ts';
import type { DocumentSettings } from './settings.ts';

export interface WorkspaceParts {
  context: ServerContext;
  reports: Reports;
  token: CancellationToken;
}

/** Tells what it has piece by piece, if there is somebody to tell; the answer is the last piece. Throws RequestCancelled. */
export async function reportWorkspace(
  { context, reports, token }: WorkspaceParts,
  previous: readonly PreviousResultId[],
  tell: ((items: FileReport[]) => void) | undefined,
): Promise<WorkspaceDiagnosticReport> {
  const { project } = context;
  await Promise.all([project.known(), context.settings.of('')]);
  throwIfTakenBack(token);
  const had = new Map(previous.flatMap((one) => (one.uri.startsWith('file:') ? [[pathOf(one.uri) ?? '', one]] : [])));
  const turn = slices(token);
  const languageOf = contexts(context);
  let items: FileReport[] = [];
  for (const path of scriptsFirst(new Set([...project.paths(), ...had.keys()]))) {
    await turn();
    if (project.open.uriAt(path) !== undefined) continue;
    const before = had.get(path);
    const item = isOurs(project, path)
      ? reportFile({ path, before, context: await languageOf(path) }, { reports, project, generation: context.generation() })
      : before && nothingIn(before.uri);
    if (item) items.push(item);
    if (tell && items.length >= batch) {
      tell(items);
      items = [];
    }
  }
  return { items };
}

/** Judging a pipeline file asks for all its scripts: so they are read one by one before. */
function scriptsFirst(paths: ReadonlySet<string>): string[] {
  return [...paths].sort((a, b) => Number(isPipelineFile(a)) - Number(isPipelineFile(b)));
}

type FileReport = WorkspaceDocumentDiagnosticReport;

/** Files that are told of together. */
const batch = 100;

function isOurs({ paths, disk }: ProjectFolder, path: string): boolean {
  return paths().has(path) && disk.isRelevant(path);
}

/** For a file that holds nothing for us any more, or is gone. */
function nothingIn(uri: string): FileReport {
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] };
}

interface File {
  path: string;
  /** What the client has of it. */
  before: PreviousResultId | undefined;
  context: LanguageContext;
}

interface Around {
  reports: Reports;
  project: ProjectFolder;
  generation: number;
}

function reportFile({ path, before, context }: File, { reports, project, generation }: Around): FileReport {
  const { disk } = project;
  const uri = pathToFileURL(path).href;
  const stamp = `${disk.stamp(path)} ${generation}`;
  const { resultId, items } = reports.report({ uri, stamp, file: () => disk.at(path), context, previous: before?.value });
  const about = { uri: before?.uri ?? uri, version: null, resultId };
  return items ? { kind: DocumentDiagnosticReportKind.Full, ...about, items } : { kind: DocumentDiagnosticReportKind.Unchanged, ...about };
}

/** One for all files that have the same settings. */
function contexts({ settings, language }: ServerContext): (path: string) => Promise<LanguageContext> {
  const made = new Map<DocumentSettings, Promise<LanguageContext>>();
  return (path) => {
    const own = settings.known(path);
    const context = made.get(own) ?? language(pathToFileURL(path).href);
    made.set(own, context);
    return context;
  };
}
