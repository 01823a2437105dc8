/** What the person set in the editor, asked of the client when needed and kept until it changes. */
import type { Connection } from 'vscode-languageserver';
import type { S3Settings } from '../app.ts';
import { kept } from '../core/kept.ts';
import type { LanguageOptions } from '../language/document.ts';

export interface ClientSettings {
  /** How to read a document; settings may differ by folder. */
  language(uri: string): Promise<LanguageOptions>;
  s3(): Promise<S3Settings>;
  /** Asks anew for a document, or for all. */
  forget(uri?: string): void;
}

/** `canAsk`: whether the client answers questions about its settings. */
export function createSettings(connection: Connection, canAsk: () => boolean): ClientSettings {
  const known = new Map<string, Promise<LanguageOptions>>();
  const ask = async (section: string, scopeUri?: string): Promise<Record<string, unknown>> => {
    if (!canAsk()) return {};
    const value: unknown = await connection.workspace.getConfiguration(scopeUri === undefined ? { section } : { section, scopeUri });
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  };
  return {
    language: (uri) => kept(known, uri, async () => toLanguageOptions(await ask('datapin.python', uri))),
    s3: async () => toS3Settings(await ask('datapin.s3')),
    forget(uri) {
      if (uri === undefined) known.clear();
      else known.delete(uri);
    },
  };
}

/** A function may be written alone or by its module: `dataset`, `datapin.dataset`. */
function toLanguageOptions({ referenceFunctions }: Record<string, unknown>): LanguageOptions {
  if (!Array.isArray(referenceFunctions)) return {};
  const names = referenceFunctions.filter((name) => typeof name === 'string');
  return { referenceCalls: names.flatMap((name) => (name.includes('.') ? [name] : [name, `datapin.${name}`])) };
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
