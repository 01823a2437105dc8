/** What the person set in the editor, asked of the client when needed and kept until it changes. */
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from 'vscode-languageserver';
import type { S3Settings } from '../app.ts';
import { kept } from '../core/kept.ts';
import type { LanguageOptions } from '../language/document.ts';
import type { SeveritySettings } from '../language/project.ts';
import { isDiagnosticCode, levels, type Severity } from '../language/rules.ts';
import { isWithin, pathOf } from '../uriPaths.ts';

/** How a document is read and judged. */
export interface DocumentSettings extends LanguageOptions {
  severities: SeveritySettings;
}

export interface ClientSettings {
  /** What counts for a document: settings may differ by open folder. Asks for all folders at once. */
  of(uri: string): Promise<DocumentSettings>;
  /** The same without asking, by the document's path if it has one: the usual until `of` was answered once. */
  known(path: string | undefined): DocumentSettings;
  s3(): Promise<S3Settings>;
  /** Where the servers of labelling tools are, as `labelbox.endpoint`. */
  sources(): Promise<Record<string, string>>;
  /** Asks anew. */
  forget(): void;
}

export interface SettingsSource {
  /** Whether the client answers questions about its settings. */
  canAsk(): boolean;
  /** URIs of the open folders. */
  folders(): readonly string[];
}

export function createSettings(connection: Connection, { canAsk, folders }: SettingsSource): ClientSettings {
  const asked = new Map<string, Promise<DocumentSettings>>();
  const answered = new Map<string, DocumentSettings>();
  const folderOf = createScopes(folders);
  const ask = async (sections: readonly string[], scopeUri?: string): Promise<Record<string, unknown>[]> => {
    if (!canAsk()) return sections.map(() => ({}));
    const items = sections.map((section) => (scopeUri === undefined ? { section } : { section, scopeUri }));
    const values: unknown[] = await connection.workspace.getConfiguration(items);
    return values.map((value) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}));
  };
  const askFolder = (folder: string | undefined) =>
    kept(asked, folder ?? '', async () => {
      const [python = {}, diagnostics = {}] = await ask(['datapin.python', 'datapin.diagnostics'], folder);
      const settings = { ...toLanguageOptions(python, answered.get(folder ?? '')), severities: toSeverities(diagnostics) };
      answered.set(folder ?? '', settings);
      return settings;
    });
  return {
    async of(uri) {
      await Promise.all([undefined, ...folders()].map(askFolder));
      return askFolder(folderOf(pathOf(uri)));
    },
    known: (path) => answered.get(folderOf(path) ?? '') ?? usual,
    async s3() {
      const [s3 = {}] = await ask(['datapin.s3']);
      return toS3Settings(s3);
    },
    async sources() {
      const [sources = {}] = await ask(['datapin.sources']);
      return Object.fromEntries(Object.entries(sources).filter((one): one is [string, string] => textOf(one[1]) !== undefined));
    },
    forget: () => asked.clear(),
  };
}

const usual: DocumentSettings = { severities: {} };

/** Finds the innermost of the open folders around a path; remembers it by the path's own folder, as it is asked for all the time. */
function createScopes(folders: () => readonly string[]): (path: string | undefined) => string | undefined {
  let of = folders();
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (path === undefined) return undefined;
    if (of !== folders()) known.clear();
    of = folders();
    const parent = dirname(path);
    if (!known.has(parent)) known.set(parent, innermost(parent, of));
    return known.get(parent);
  };
}

function innermost(path: string, folders: readonly string[]): string | undefined {
  const around = folders.filter((folder) => {
    const root = pathOf(folder);
    return root !== undefined && isWithin(path, root);
  });
  return around.toSorted((a, b) => b.length - a.length)[0];
}

/** A function may be written alone or by its module: `dataset`, `datapin.dataset`. */
function toLanguageOptions({ referenceFunctions }: Record<string, unknown>, before: LanguageOptions = {}): LanguageOptions {
  if (!Array.isArray(referenceFunctions)) return {};
  const names = referenceFunctions.filter((name) => typeof name === 'string');
  const referenceCalls = names.flatMap((name) => (name.includes('.') ? [name] : [name, `datapin.${name}`]));
  // the same names are the same object, or every file would be read again
  return { referenceCalls: isDeepStrictEqual(referenceCalls, before.referenceCalls) ? before.referenceCalls! : referenceCalls };
}

function toSeverities({ severity }: Record<string, unknown>): SeveritySettings {
  if (typeof severity !== 'object' || severity === null) return {};
  return Object.fromEntries(Object.entries(severity).filter(([code, value]) => isDiagnosticCode(code) && isLevel(value)));
}

function isLevel(value: unknown): value is Severity | 'off' {
  return (levels as readonly unknown[]).includes(value);
}

function toS3Settings({ endpoint, region, profile, pathStyle }: Record<string, unknown>): S3Settings {
  return {
    endpoint: textOf(endpoint),
    region: textOf(region),
    profile: textOf(profile),
    pathStyle: typeof pathStyle === 'boolean' ? pathStyle : undefined,
  };
}

/** An empty setting is one that was not made. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
